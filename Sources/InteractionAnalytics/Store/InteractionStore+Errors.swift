// Errors in groups, asked in-process and of a store's directory.

import InteractionBehavior
import InteractionExecution
import InteractionPlan
import InteractionSegment
import InteractionStorage

extension InteractionStore {
    /// Errors by what they have in common (SEMANTICS 9): message without numbers and ids, top frames, component; and the share of
    /// sessions free of errors. `FROM errors(...)` gives the same groups in a query.
    ///
    /// ```swift
    /// let report = try await store.errors(.last(.days(7)))
    /// for group in report.groups.prefix(10) { print(group.fingerprint, group.count, group.message ?? "") }
    /// ```
    ///
    /// - Parameters:
    ///   - events: Events of this time only.
    ///   - timeZone: An IANA name, for errors by day; nil for the store's zone, else UTC.
    ///   - condition: Events for which this holds only, as in WHERE; they are the sessions' events too.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for an unknown zone, `.invalidQuery` for the condition, `.limitReached`, `.cancelled`, `.partial`,
    ///   `.damaged`, `.inputOutput`, `.closed`.
    public func errors(
        _ events: EventRange = .all, timeZone: String? = nil, where condition: String? = nil, partial: PartialAnswers = .refused,
        limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> ErrorReport {
        try await asked(events, timeZone, condition, partial, limits) { (question, sources, isCancelled) throws(InteractionError) in
            try question.report(sources, isCancelled)
        }
    }

    /// One group of errors by its fingerprint, or the beginning of it, with the last such error and the up to 100 events before it in
    /// its session.
    ///
    /// - Throws: As `errors`, `.notFound` where no chosen error has the fingerprint, `.invalidArgument` where several begin so.
    public func error(
        _ fingerprint: String, _ events: EventRange = .all, timeZone: String? = nil, where condition: String? = nil,
        partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> ErrorDetail {
        try await asked(events, timeZone, condition, partial, limits) { (question, sources, isCancelled) throws(InteractionError) in
            try question.detail(fingerprint, sources, isCancelled)
        }
    }

    private func asked<Value: Sendable>(
        _ events: EventRange, _ timeZone: String?, _ condition: String?, _ partial: PartialAnswers, _ limits: QueryLimits,
        _ body: @escaping @Sendable (ErrorQuestion, [any SegmentSource], @escaping @Sendable () -> Bool) throws(InteractionError) -> Answer<Value>
    ) async throws(InteractionError) -> Value {
        let answer: PartialAnswer<(Answer<Value>, Range<Timestamp>?)> = try await answered { (manifest, now) throws(InteractionError) in
            let (zone, filter) = try EventFilter.asked(events, timeZone, condition, manifest, now: now)
            let question = ErrorQuestion(filter: filter, now: now, zone: zone, limits: limits)
            return { (sources, isCancelled) throws(InteractionError) in (try body(question, sources, isCancelled), filter.range) }
        }
        let (value, range) = answer.value
        try partial.check(answer.concerning(range).missingEvents)
        return value.value
    }
}

extension EventFilter {
    /// What a question in Swift chooses, with the zone of its days.
    static func asked(
        _ events: EventRange, _ timeZone: String?, _ condition: String?, _ manifest: Manifest, now: Timestamp
    ) throws(InteractionError) -> (zone: ZoneRules, filter: EventFilter) {
        let zone: ZoneRules
        if let timeZone { zone = try ZoneNames.rules(named: timeZone) } else { zone = try manifest.zone() }
        return (zone, try EventFilter(range: try events.bounds(now: now), where: condition, now: now, zone: zone, labels: manifest.labels))
    }
}

extension StoreDirectory {
    /// Errors in groups of the events that the filter lets through. Blocking; as `InteractionStore.errors`.
    package func errors(_ filter: EventFilter, now: Timestamp, zone: ZoneRules) throws(InteractionError) -> Answer<ErrorReport> {
        let question = ErrorQuestion(filter: filter, now: now, zone: zone)
        return try asked(filter) { (sources) throws(InteractionError) in try question.report(sources, { false }) }
    }

    /// One group of errors with an example. Blocking; as `InteractionStore.error`.
    package func error(
        _ fingerprint: String, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> Answer<ErrorDetail> {
        let question = ErrorQuestion(filter: filter, now: now, zone: zone)
        return try asked(filter) { (sources) throws(InteractionError) in try question.detail(fingerprint, sources, { false }) }
    }

    private func asked<Value: Sendable>(
        _ filter: EventFilter, _ body: ([any SegmentSource]) throws(InteractionError) -> Answer<Value>
    ) throws(InteractionError) -> Answer<Value> {
        let answer = try answered(body).concerning(filter.range)
        var value = answer.value
        value.provenance.missing = answer.missingEvents
        return value
    }
}
