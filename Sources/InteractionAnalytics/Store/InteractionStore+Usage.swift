// Usage stats, asked in-process.

import InteractionBehavior
import InteractionExecution
import InteractionFiles
import InteractionPlan
import InteractionStorage

extension InteractionStore {
    /// Usage by day, week or month (SEMANTICS 3): active users, sessions, generations, errors. The first and last bucket are those of
    /// the first and last event; empty ones between them are filled.
    ///
    /// ```swift
    /// for day in try await store.usage(.last(.days(7)), timeZone: "Europe/Berlin") { print(day.day, day.dailyActiveUsers) }
    /// ```
    ///
    /// The same answers `FROM usage(...)` in a query, of which only the columns that are read cost anything.
    ///
    /// - Parameters:
    ///   - events: Events of this time only; also the trailing windows see no others.
    ///   - timeZone: An IANA name; nil for the store's zone, else UTC.
    ///   - condition: Events for which this holds only, as in WHERE: `component = 'Cart'`.
    ///   - prompts: How many prompts `topPrompts` has at most; 1-1000.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for an unknown zone or a number out of range, `.invalidQuery` for the condition, `.limitReached`,
    ///   `.cancelled`, `.partial`, `.damaged`, `.inputOutput`, `.closed`.
    public func usage(
        _ events: EventRange = .all, period: CalendarPeriod = .day, timeZone: String? = nil, where condition: String? = nil,
        prompts: Int = 5, partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [UsageStats] {
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let zone: ZoneRules
            if let timeZone { zone = try ZoneNames.rules(named: timeZone) } else { zone = try manifest.zone() }
            let filter = try EventFilter(range: try events.bounds(now: now), where: condition, now: now, zone: zone, labels: manifest.labels)
            return try UsageRequest(period: period, prompts: prompts, generationAction: manifest.generationAction)
                .call(filter: filter.expression, now: now, zone: zone)
        }
        try partial.check(result.provenance.missing)
        return (0..<result.rowCount).map { UsageStats(result, row: $0) }
    }
}

extension StoreDirectory {
    /// Usage stats with all their columns, of the events that the filter lets through. Blocking; as `InteractionStore.usage`.
    package func usage(
        _ period: CalendarPeriod, prompts: Int, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        let request = UsageRequest(period: period, prompts: prompts, generationAction: try manifests.view().manifest.generationAction)
        return try answer(QueryRun(try request.call(filter: filter.expression, now: now, zone: zone)))
    }
}

extension Manifest {
    /// The action of a finished generation: the store's setting, else `generation_complete`.
    var generationAction: String { settings[StoreSetting.generationAction.name] ?? StoreSetting.generationAction.fallback }
}

extension UsageStats {
    /// A row of `usage` with all its columns in their order.
    init(_ result: QueryResult, row: Int) {
        func number(_ column: String) -> Int {
            if case .int(let number) = result[row, column] { return Int(number) }
            return 0
        }
        var bucket = Day(number: 0)
        if case .date(let day) = result[row, "bucket"] { bucket = day }
        var prompts: [String] = []
        if case .list(let values) = result[row, "topPrompts"] { prompts = values.map(\.description) }
        self.init(
            bucket: bucket, dailyActiveUsers: number("dailyActiveUsers"), anonymousSessions: number("anonymousSessions"),
            weeklyActiveUsers: number("weeklyActiveUsers"), monthlyActiveUsers: number("monthlyActiveUsers"), events: number("events"),
            sessions: number("sessions"), totalGenerations: number("totalGenerations"),
            avgGenerationTime: result[row, "avgGenerationTime"].double, errorRate: result[row, "errorRate"].double,
            errorEventRate: result[row, "errorEventRate"].double, topPrompts: prompts)
    }
}
