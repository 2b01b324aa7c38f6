// Sessions, transitions and paths, asked in-process. Their answers have no room to say that events are missing, so one that would be
// partial is an error unless it is allowed.

import InteractionBehavior
import InteractionExecution
import InteractionFiles
import InteractionPlan
import InteractionStorage

extension InteractionStore {
    /// The sessions, by start (SEMANTICS 2): given ids as they are, or cut by a gap.
    ///
    /// - Parameters:
    ///   - events: Events of this time only: a session is made of the chosen events.
    ///   - condition: Events for which this holds only, as in WHERE.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for a negative gap, `.invalidQuery` for the condition, `.limitReached`, `.cancelled`, `.partial`,
    ///   `.damaged`, `.inputOutput`, `.closed`.
    public func sessions(
        _ events: EventRange = .all, gap: Duration? = nil, maxLength: Duration? = nil, unit: SessionRequest.Unit = .user,
        where condition: String? = nil, partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> SessionList {
        let request = SessionRequest(gap: gap, maxLength: maxLength, unit: unit)
        let result = try await answer(limits: limits, columns: SessionList.columns) { (manifest, now) throws(InteractionError) in
            let zone = try manifest.zone()
            let filter = try EventFilter(range: try events.bounds(now: now), where: condition, now: now, zone: zone, labels: manifest.labels)
            return try request.call(filter: filter.expression, now: now, zone: zone)
        }
        try partial.check(result.provenance.missing)
        return SessionList(result)
    }

    /// How often one label comes right after another inside a session (SEMANTICS 6), most frequent first.
    ///
    /// - Throws: As `sessions`; `.invalidQuery` also for the label.
    public func transitions(
        _ events: EventRange = .all, label: String = "action", gap: Duration? = nil, where condition: String? = nil,
        partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [Transition] {
        let request = TransitionRequest(label: label, gap: gap)
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let zone = try manifest.zone()
            let filter = try EventFilter(range: try events.bounds(now: now), where: condition, now: now, zone: zone, labels: manifest.labels)
            return try request.call(
                label: try EventLabel.bound(label, now: now, zone: zone, labels: manifest.labels), filter: filter.expression, now: now, zone: zone)
        }
        try partial.check(result.provenance.missing)
        return (0..<result.rowCount).map { Transition(result, row: $0) }
    }

    /// The ways that sessions go (SEMANTICS 6), most frequent first.
    ///
    /// - Throws: As `sessions`; `.invalidQuery` also for the label, `.invalidArgument` for a request that makes no sense.
    public func paths(
        _ events: EventRange = .all, _ request: PathRequest = PathRequest(), where condition: String? = nil,
        partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [Path] {
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let zone = try manifest.zone()
            let filter = try EventFilter(range: try events.bounds(now: now), where: condition, now: now, zone: zone, labels: manifest.labels)
            return try request.call(
                label: try EventLabel.bound(request.label, now: now, zone: zone, labels: manifest.labels), filter: filter.expression, now: now, zone: zone)
        }
        try partial.check(result.provenance.missing)
        return (0..<result.rowCount).map { Path(result, row: $0) }
    }
}

/// The label of an event, as SQL or `label:` and a name.
enum EventLabel {
    /// nil for the action. Errors: `.invalidQuery`, for SQL with the position.
    static func bound(
        _ text: String, now: Timestamp, zone: ZoneRules, labels: [String: String]
    ) throws(InteractionError) -> Expression? {
        text == "action" ? nil : try BoundQuery.value(text, context: .asked(now: now, zone: zone, labels: labels))
    }
}

extension Transition {
    /// A row of `transitions` with all its columns.
    init(_ result: QueryResult, row: Int) {
        self.init(
            from: result[row, "from"].description, to: result[row, "to"].description, count: result.count(row, "count"),
            meanGapSeconds: result[row, "meanGapSeconds"].double ?? 0, medianGapSeconds: result[row, "medianGapSeconds"].double ?? 0)
    }
}

extension Path {
    /// A row of `paths` with all its columns.
    init(_ result: QueryResult, row: Int) {
        var labels: [String] = []
        if case .list(let values) = result[row, "path"] { labels = values.map(\.description) }
        self.init(
            labels: labels, frequency: result.count(row, "frequency"), share: result[row, "share"].double ?? 0,
            continues: result.count(row, "continues"), avgDurationSeconds: result[row, "avgDurationSeconds"].double ?? 0,
            medianDurationSeconds: result[row, "medianDurationSeconds"].double ?? 0,
            dropoffRate: result[row, "dropoffRate"].double ?? 0, sessions: result.count(row, "sessions"))
    }
}

extension QueryResult {
    /// A whole number; 0 for NULL.
    func count(_ row: Int, _ column: String) -> Int {
        if case .int(let number) = self[row, column] { return Int(clamping: number) }
        return 0
    }
}

extension InteractionStore {
    /// How many units go through a row of steps (SEMANTICS 4): a row a step, with a breakdown one a value and step.
    ///
    /// ```swift
    /// for step in try await store.funnel(FunnelRequest(steps: ["view", "add_to_cart", "purchase"], within: .seconds(86_400))) {
    ///     print(step.label, step.units)
    /// }
    /// ```
    ///
    /// - Throws: As `sessions`; `.invalidQuery` also for SQL in the request, `.invalidArgument` for one that makes no sense.
    public func funnel(
        _ request: FunnelRequest, _ events: EventRange = .all, where condition: String? = nil, partial: PartialAnswers = .refused,
        limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [FunnelStep] {
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let zone = try manifest.zone()
            let filter = try EventFilter(range: try events.bounds(now: now), where: condition, now: now, zone: zone, labels: manifest.labels)
            return try request.call(FunnelFunction(), filter: filter.expression, context: .asked(now: now, zone: zone, labels: manifest.labels))
        }
        try partial.check(result.provenance.missing)
        return (0..<result.rowCount).map { FunnelStep(result, row: $0) }
    }
}

extension FunnelStep {
    /// A row of `funnel` with all its columns.
    init(_ result: QueryResult, row: Int) {
        let breakdown = result[row, "breakdown"]
        self.init(
            breakdown: breakdown == .null ? nil : breakdown.description, step: result.count(row, "step"),
            label: result[row, "label"].description, units: result.count(row, "units"), ofFirst: result[row, "ofFirst"].double,
            ofPrevious: result[row, "ofPrevious"].double, dropped: result.count(row, "dropped"), incomplete: result.count(row, "incomplete"),
            meanSecondsFromPrevious: result[row, "meanSecondsFromPrevious"].double,
            medianSecondsFromPrevious: result[row, "medianSecondsFromPrevious"].double,
            p90SecondsFromPrevious: result[row, "p90SecondsFromPrevious"].double)
    }
}
