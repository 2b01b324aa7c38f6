// Web vitals, asked in-process and of a store's directory.

import InteractionBehavior
import InteractionExecution
import InteractionPlan
import InteractionStorage

extension InteractionStore {
    /// Performance metrics by name (SEMANTICS 9): p75 first, with the shares that are good and poor. A report with the `id` of an
    /// earlier one of the same metric replaces that. `FROM vitals(by => ...)` gives the same in a query.
    ///
    /// ```swift
    /// for vital in try await store.vitals(.last(.days(28)), by: "component") { print(vital.metric, vital.by ?? "-", vital.p75) }
    /// ```
    ///
    /// - Parameters:
    ///   - events: Reports of this time only.
    ///   - by: A column or expression over an event, to part the reports by its value as text.
    ///   - timeZone: An IANA name, for days in conditions and expressions; nil for the store's zone, else UTC.
    ///   - condition: Reports for which this holds only, as in WHERE.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for an unknown zone, `.invalidQuery` for condition or expression, `.limitReached`, `.cancelled`,
    ///   `.partial`, `.damaged`, `.inputOutput`, `.closed`.
    public func vitals(
        _ events: EventRange = .all, by: String? = nil, timeZone: String? = nil, where condition: String? = nil,
        partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [VitalStats] {
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let (zone, filter) = try EventFilter.asked(events, timeZone, condition, manifest, now: now)
            let part = try by.map { (by) throws(InteractionError) in
                try EventFilter.expression(by, now: now, zone: zone, labels: manifest.labels)
            }
            return VitalsFunction.call(by: part, filter: filter.expression, now: now, zone: zone)
        }
        try partial.check(result.provenance.missing)
        return (0..<result.rowCount).map { VitalStats(result, row: $0) }
    }
}

extension StoreDirectory {
    /// Vitals with all their columns, of the events that the filter lets through. Blocking; as `InteractionStore.vitals`.
    package func vitals(
        by: Expression?, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        try answer(QueryRun(VitalsFunction.call(by: by, filter: filter.expression, now: now, zone: zone)))
    }
}

extension VitalStats {
    /// A row of `vitals` with all its columns.
    init(_ result: QueryResult, row: Int) {
        func text(_ column: String) -> String? {
            if case .text(let text) = result[row, column] { return text }
            return nil
        }
        func number(_ column: String) -> Double? { result[row, column].double }
        self.init(
            metric: text("metric") ?? "", by: text("by"), count: result[row, "count"].whole, p75: number("p75") ?? .nan,
            p50: number("p50") ?? .nan, p95: number("p95") ?? .nan, good: number("good"), needsImprovement: number("needsImprovement"),
            poor: number("poor"), rating: text("rating").flatMap { VitalRating(rawValue: $0) })
    }
}
