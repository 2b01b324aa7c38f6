// Aggregates and functions of the builder. What has no name of its own here is reached by `function(_:_:)`.

import InteractionModel

extension QueryExpression {
    /// The number of rows.
    public static var count: QueryExpression { QueryExpression(text: "count(*)") }
    /// The number of rows in which the value is there.
    public static func count(_ value: QueryExpression) -> QueryExpression { .call("count", [value]) }
    /// The number of different values, exact.
    public static func count(distinct value: QueryExpression) -> QueryExpression { .call("count", [value], before: "DISTINCT ") }
    /// The sum; NULL over no values.
    public static func sum(_ value: QueryExpression) -> QueryExpression { .call("sum", [value]) }
    /// The arithmetic mean; NULL over no values.
    public static func average(_ value: QueryExpression) -> QueryExpression { .call("avg", [value]) }
    /// The smallest value.
    public static func minimum(_ value: QueryExpression) -> QueryExpression { .call("min", [value]) }
    /// The largest value.
    public static func maximum(_ value: QueryExpression) -> QueryExpression { .call("max", [value]) }
    /// The median, linear between two values.
    public static func median(_ value: QueryExpression) -> QueryExpression { .call("median", [value]) }
    /// The quantile at `fraction` (0...1), linear between two values, exact.
    public static func quantile(_ value: QueryExpression, _ fraction: Double) -> QueryExpression {
        .call("quantile_cont", [value, QueryExpression(.double(fraction))])
    }

    /// An aggregate over the rows for which the condition is true.
    public func filter(where condition: QueryExpression) -> QueryExpression {
        QueryExpression(pieces + [.text(" FILTER (WHERE ")] + condition.pieces + [.text(")")])
    }

    /// The start of the unit of time that holds the event, in the store's zone: `.start(of: .day)`.
    public static func start(of unit: QueryTimeUnit, _ time: QueryExpression = .timestamp) -> QueryExpression {
        .call("date_trunc", [QueryExpression(.varchar(unit.rawValue)), time])
    }
    /// The start of the bucket of this width that holds the event: `.bucket(Interval(microseconds: 300_000_000))`.
    public static func bucket(_ width: Interval, _ time: QueryExpression = .timestamp) -> QueryExpression {
        .call("time_bucket", [QueryExpression(.interval(width)), time])
    }

    /// Any function of the query language by its name. An unknown one is an error of the query that names the nearest.
    public static func function(_ name: StaticString, _ arguments: QueryExpression...) -> QueryExpression {
        .call(name.description, arguments)
    }
}

/// A unit of the calendar.
public enum QueryTimeUnit: String, Sendable, CaseIterable {
    case minute, hour, day, week, month, quarter, year
}
