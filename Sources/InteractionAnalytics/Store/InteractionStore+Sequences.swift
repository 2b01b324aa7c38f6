// Sequence patterns, asked in-process and of a store's directory.

import InteractionBehavior
import InteractionExecution
import InteractionPlan
import InteractionStorage

extension InteractionStore {
    /// How many units have the events of a pattern (SEMANTICS 7), and how often. `FROM sequences(...)` gives the same in a query.
    ///
    /// ```swift
    /// let pattern = try SequenceRequest(pattern: ["view", "then within 10m", "add_to_cart", "immediately", "purchase"])
    /// let summary = try await store.sequences(pattern, .last(.days(30)))
    /// print(summary.matchedUnits, summary.matches)
    /// ```
    ///
    /// - Parameters:
    ///   - events: Events of this time only.
    ///   - timeZone: An IANA name, for days in conditions and expressions; nil for the store's zone, else UTC.
    ///   - condition: Events for which this holds only, as in WHERE: other ones do not come between steps.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for an unknown zone and a request that makes no sense, `.invalidQuery` for SQL in it,
    ///   `.limitReached`, `.cancelled`, `.partial`, `.damaged`, `.inputOutput`, `.closed`.
    public func sequences(
        _ request: SequenceRequest, _ events: EventRange = .all, timeZone: String? = nil, where condition: String? = nil,
        partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> SequenceSummary {
        let result = try await asked(request, .summary, nil, events, timeZone, condition, partial, limits)
        return SequenceSummary(result)
    }

    /// The units that have a match, with the times of their first one, by these times. Throws: As `sequences`.
    public func sequenceMatches(
        _ request: SequenceRequest, _ events: EventRange = .all, timeZone: String? = nil, where condition: String? = nil,
        partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [SequenceMatch] {
        let result = try await asked(request, .units, nil, events, timeZone, condition, partial, limits)
        return (0..<result.rowCount).map { SequenceMatch(result, row: $0) }
    }

    /// What comes right after the matches, most frequent first.
    ///
    /// - Parameter label: What stands for an event, in SQL; events where it is NULL are passed over.
    /// - Throws: As `sequences`.
    public func afterSequence(
        _ request: SequenceRequest, label: String = "action", _ events: EventRange = .all, timeZone: String? = nil,
        where condition: String? = nil, partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [SequenceNext] {
        let result = try await asked(request, .next, label, events, timeZone, condition, partial, limits)
        return (0..<result.rowCount).map { SequenceNext(result, row: $0) }
    }

    private func asked(
        _ request: SequenceRequest, _ kind: SequenceFunction.Kind, _ label: String?, _ events: EventRange, _ timeZone: String?,
        _ condition: String?, _ partial: PartialAnswers, _ limits: QueryLimits
    ) async throws(InteractionError) -> QueryResult {
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let (zone, filter) = try EventFilter.asked(events, timeZone, condition, manifest, now: now)
            return try request.call(
                SequenceFunction(kind), label: label, filter: filter.expression, context: .asked(now: now, zone: zone, labels: manifest.labels))
        }
        try partial.check(result.provenance.missing)
        return result
    }
}

extension StoreDirectory {
    /// What `sequences`, `sequence_units` or `sequence_next` answers; the last one needs a label. Blocking; as
    /// `InteractionStore.sequences`.
    package func sequences(
        _ request: SequenceRequest, _ kind: SequenceFunction.Kind, label: String? = nil, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        try answer(
            QueryRun(
                try request.call(
                    SequenceFunction(kind), label: label, filter: filter.expression, context: .asked(now: now, zone: zone, labels: try labels()))))
    }
}

extension SequenceSummary {
    /// The row of `sequences` with all its columns.
    init(_ result: QueryResult) {
        self.init(
            units: result[0, "units"].whole, matchedUnits: result[0, "matchedUnits"].whole, share: result[0, "share"].double,
            matches: result[0, "matches"].whole, meanSeconds: result[0, "meanSeconds"].double,
            medianSeconds: result[0, "medianSeconds"].double, p95Seconds: result[0, "p95Seconds"].double)
    }
}

extension SequenceMatch {
    /// A row of `sequence_units` with all its columns.
    init(_ result: QueryResult, row: Int) {
        var times: [Timestamp] = []
        if case .list(let values) = result[row, "times"] {
            for case .timestamp(let time) in values { times.append(time) }
        }
        self.init(unit: result[row, "unit"].description, matches: result[row, "matches"].whole, times: times)
    }
}

extension SequenceNext {
    /// A row of `sequence_next` with all its columns.
    init(_ result: QueryResult, row: Int) {
        let label = result[row, "label"]
        self.init(
            label: label == .null ? nil : label.description, count: result[row, "count"].whole, share: result[row, "share"].double ?? 0,
            meanGapSeconds: result[row, "meanGapSeconds"].double)
    }
}
