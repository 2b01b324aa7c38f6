// The commonest values of a property, asked in-process and of a store's directory.

import InteractionBehavior
import InteractionExecution
import InteractionPlan
import InteractionStorage

/// One of the commonest values.
public struct TopValue: Sendable, Hashable {
    /// The value of the breakdown; nil without one.
    public var by: QueryValue?
    public var value: QueryValue
    /// Events that have the value.
    public var count: Int
    /// Of the events that have any value (`total`), 0-1.
    public var share: Double
    /// Distinct units with such an event: users, and sessions of events without a user.
    public var units: Int
    /// Events with the value among those compared with; nil without a comparison.
    public var previousCount: Int?
    /// `count` over `previousCount`, less 1; nil over nothing.
    public var change: Double?
    /// Events that have any value, with the same value of the breakdown.
    public var total: Int
    /// Distinct values among those.
    public var values: Int

    public init(
        by: QueryValue?, value: QueryValue, count: Int, share: Double, units: Int, previousCount: Int?, change: Double?, total: Int, values: Int
    ) {
        self.by = by
        self.value = value
        self.count = count
        self.share = share
        self.units = units
        self.previousCount = previousCount
        self.change = change
        self.total = total
        self.values = values
    }
}

extension InteractionStore {
    /// The commonest values of a column or expression over events, most frequent first, equal counts by text in byte order. Events
    /// without a value do not count. `FROM top(details.url, n => 10)` gives the same in a query.
    ///
    /// ```swift
    /// for page in try await store.top("details.url", .last(.days(7)), compare: .previous) { print(page.value, page.count, page.change ?? 0) }
    /// ```
    ///
    /// - Parameters:
    ///   - events: Events of this time only.
    ///   - n: How many values, 1-100,000; with `by` of each value of that.
    ///   - by: A column or expression to part the events by.
    ///   - compare: Other events whose counts of the same values stand beside; `.previous` needs a time with both ends.
    ///   - timeZone: An IANA name, for days; nil for the store's zone, else UTC.
    ///   - condition: Events for which this holds only, as in WHERE; also among those compared with.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for an unknown zone, a number out of range, a comparison without a time, `.invalidQuery` for
    ///   condition or expressions, `.limitReached`, `.cancelled`, `.partial`, `.damaged`, `.inputOutput`, `.closed`.
    public func top(
        _ value: String, _ events: EventRange = .all, n: Int = 10, by: String? = nil, compare: EventComparison? = nil,
        timeZone: String? = nil, where condition: String? = nil, partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [TopValue] {
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let (zone, filter) = try EventFilter.asked(events, timeZone, condition, manifest, now: now)
            func expression(_ text: String) throws(InteractionError) -> Expression {
                try EventFilter.expression(text, now: now, zone: zone, labels: manifest.labels)
            }
            var request = TopRequest(count: n, value: try expression(value))
            if let by { request.by = try expression(by) }
            request.compare = try filter.compared(compare, zone: zone)
            return try request.call(filter: filter.expression, now: now, zone: zone)
        }
        try partial.check(result.provenance.missing)
        return (0..<result.rowCount).map { TopValue(result, row: $0) }
    }
}

extension StoreDirectory {
    /// The commonest values with all columns, of the events that the filter lets through. Blocking; as `InteractionStore.top`.
    package func top(
        _ value: Expression, count: Int, by: Expression?, compare: EventComparison?, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        let request = TopRequest(count: count, value: value, by: by, compare: try filter.compared(compare, zone: zone))
        return try answer(QueryRun(try request.call(filter: filter.expression, now: now, zone: zone)))
    }
}

extension EventFilter {
    /// The condition of the events to compare with: another time, the same condition. nil without a comparison.
    func compared(_ comparison: EventComparison?, zone: ZoneRules) throws(InteractionError) -> Expression? {
        guard let comparison else { return nil }
        let other = EventFilter(range: try comparison.range(comparedWith: range, zone: zone), condition: condition)
        return other.expression ?? .literal(.boolean(true), .boolean)
    }
}

extension TopValue {
    /// A row of `top` with all its columns.
    init(_ result: QueryResult, row: Int) {
        by = result.index(ofColumn: "by").map { result[row, $0] }
        value = result[row, "value"]
        count = result[row, "count"].whole
        share = result[row, "share"].double ?? 0
        units = result[row, "units"].whole
        previousCount = result.index(ofColumn: "previousCount").map { result[row, $0].whole }
        change = result[row, "change"].double
        total = result[row, "total"].whole
        values = result[row, "values"].whole
    }
}
