// Aggregates and functions of the builder. What has no name of its own here is reached by `function(_:_:)`.

import InteractionModel

extension QueryExpression {
    /// The number of rows.
    public static var count: QueryExpression { QueryExpression(text: "count(*)") }
    /// The number of rows in which the value is there.
    public static func count(_ value: QueryExpression) -> QueryExpression { .call("count", [value]) }
    /// The number of different values, exact.
    public static func count(distinct value: QueryExpression) -> QueryExpression { .call("count", [value], before: "DISTINCT ") }
    /// The sum, of integers exact; NULL over no values.
    public static func sum(_ value: QueryExpression) -> QueryExpression { .call("sum", [value]) }
    /// The arithmetic mean; NULL over no values.
    public static func average(_ value: QueryExpression) -> QueryExpression { .call("avg", [value]) }
    /// The smallest value.
    public static func minimum(_ value: QueryExpression) -> QueryExpression { .call("min", [value]) }
    /// The largest value.
    public static func maximum(_ value: QueryExpression) -> QueryExpression { .call("max", [value]) }
    /// The median, linear between two values.
    public static func median(_ value: QueryExpression) -> QueryExpression { .call("median", [value]) }
    /// The quantile at `fraction`, linear between two values, exact; NULL over no values. A fraction outside of 0...1 is an error
    /// of the query.
    public static func quantile(_ value: QueryExpression, _ fraction: Double) -> QueryExpression {
        .call("quantile_cont", [value, QueryExpression(.double(fraction))])
    }

    /// The aggregate over the rows for which the condition is true. Of anything but one aggregate (`.sum(a) / .count`, a plain
    /// function) it is an error of the query.
    public func filter(where condition: QueryExpression) -> QueryExpression {
        var filtered = QueryExpression(operand + [.text(" FILTER (WHERE ")] + condition.pieces + [.text(")")])
        filtered.name = name
        return filtered
    }

    /// The start of the unit of time that holds the event, in the store's zone: `.start(of: .day)`. Weeks start on Monday.
    public static func start(of unit: QueryTimeUnit, _ time: QueryExpression = .timestamp) -> QueryExpression {
        .call("date_trunc", [QueryExpression(.varchar(unit.rawValue)), time])
    }
    /// The start of the bucket of this width that holds the event, in UTC: `.bucket(Interval(microseconds: 300_000_000))`. The width
    /// is positive and has either months or shorter parts; anything else is an error of the query.
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
