// Cohort retention and life cycles, asked in-process.

import InteractionBehavior
import InteractionExecution
import InteractionFiles
import InteractionPlan
import InteractionStorage

extension InteractionStore {
    /// How many units come back so many periods after they started (SEMANTICS 5): cells by cohort, then period. Cohorts without
    /// units have no cells; periods go to the end of `events`, else to that of the newest chosen event.
    ///
    /// ```swift
    /// for cell in try await store.cohorts(period: .week, start: "signup", return: "purchase") {
    ///     print(cell.cohort, cell.period, cell.rate)
    /// }
    /// ```
    ///
    /// The same answers `FROM cohorts(...)` in a query.
    ///
    /// - Parameters:
    ///   - events: Events of this time only.
    ///   - start: What begins a cohort; nil for any event.
    ///   - back: What counts as coming back, from the start on; nil for any event.
    ///   - entry: The cohort of a unit's first start, or one for each period with a start.
    ///   - rolling: Periods are windows of 24 hours (of 7 times 24) from each unit's first start on, not days and weeks.
    ///   - brackets: Periods that are counted together, ascending and apart.
    ///   - timeZone: An IANA name; nil for the store's zone, else UTC.
    ///   - condition: Events for which this holds only, as in WHERE.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for choices that exclude each other and for an unknown zone, `.invalidQuery` for conditions,
    ///   `.limitReached`, `.cancelled`, `.partial`, `.damaged`, `.inputOutput`, `.closed`.
    public func cohorts(
        _ events: EventRange = .all, period: CalendarPeriod = .day, start: EventMatch? = nil, return back: EventMatch? = nil,
        unit: CountedUnit = .user, criterion: ReturnCriterion = .on, entry: CohortEntry = .first, rolling: Bool = false,
        brackets: [ClosedRange<Int>] = [], timeZone: String? = nil, where condition: String? = nil, partial: PartialAnswers = .refused,
        limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [CohortCell] {
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let zone: ZoneRules
            if let timeZone { zone = try ZoneNames.rules(named: timeZone) } else { zone = try manifest.zone() }
            let filter = try EventFilter(range: try events.bounds(now: now), where: condition, now: now, zone: zone, labels: manifest.labels)
            var request = CohortRequest()
            request.period = period
            request.start = try start?.expression(now: now, zone: zone, labels: manifest.labels)
            request.back = try back?.expression(now: now, zone: zone, labels: manifest.labels)
            request.unit = try unit.bound(now: now, zone: zone, labels: manifest.labels)
            request.criterion = criterion
            request.entry = entry
            request.isRolling = rolling
            request.brackets = brackets
            return try request.call(filter: filter.expression, now: now, zone: zone)
        }
        try partial.check(result.provenance.missing)
        return (0..<result.rowCount).map { CohortCell(result, row: $0) }
    }

    /// How many units are new in each period, go on, come back after a pause or stay away (SEMANTICS 5). Empty periods are filled.
    ///
    /// - Parameters:
    ///   - event: What makes a unit active; nil for any event.
    /// - Throws: As `cohorts`.
    public func lifecycle(
        _ events: EventRange = .all, period: CalendarPeriod = .day, event: EventMatch? = nil, unit: CountedUnit = .user,
        timeZone: String? = nil, where condition: String? = nil, partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [LifecycleStats] {
        let result = try await answer(limits: limits) { (manifest, now) throws(InteractionError) in
            let zone: ZoneRules
            if let timeZone { zone = try ZoneNames.rules(named: timeZone) } else { zone = try manifest.zone() }
            let filter = try EventFilter(range: try events.bounds(now: now), where: condition, now: now, zone: zone, labels: manifest.labels)
            var request = LifecycleRequest()
            request.period = period
            request.event = try event?.expression(now: now, zone: zone, labels: manifest.labels)
            request.unit = try unit.bound(now: now, zone: zone, labels: manifest.labels)
            return request.call(filter: filter.expression, now: now, zone: zone)
        }
        try partial.check(result.provenance.missing)
        return (0..<result.rowCount).map { LifecycleStats(result, row: $0) }
    }
}

extension StoreDirectory {
    /// A retention table with all its columns, of the events that the filter lets through. Blocking; as `InteractionStore.cohorts`.
    package func cohorts(
        _ request: CohortRequest, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        try answer(QueryRun(try request.call(filter: filter.expression, now: now, zone: zone)))
    }

    /// Life cycles with all their columns. Blocking; as `InteractionStore.lifecycle`.
    package func lifecycle(
        _ request: LifecycleRequest, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        try answer(QueryRun(request.call(filter: filter.expression, now: now, zone: zone)))
    }
}

extension QueryResult {
    /// A whole number of a row; 0 for anything else.
    fileprivate func number(_ row: Int, _ column: String) -> Int {
        if case .int(let number) = self[row, column] { return Int(number) }
        return 0
    }

    fileprivate func day(_ row: Int, _ column: String) -> Day {
        if case .date(let day) = self[row, column] { return day }
        return Day(number: 0)
    }
}

extension CohortCell {
    /// A row of `cohorts`.
    package init(_ result: QueryResult, row: Int) {
        let hasBrackets = result.columns.contains { $0.name == "lastPeriod" }
        self.init(
            cohort: result.day(row, "cohort"), period: result.number(row, "period"),
            lastPeriod: hasBrackets ? result.number(row, "lastPeriod") : nil, size: result.number(row, "size"),
            returned: result.number(row, "returned"))
    }
}

extension LifecycleStats {
    /// A row of `lifecycle`.
    init(_ result: QueryResult, row: Int) {
        self.init(
            bucket: result.day(row, "bucket"), new: result.number(row, "new"), returning: result.number(row, "returning"),
            resurrecting: result.number(row, "resurrecting"), dormant: result.number(row, "dormant"), active: result.number(row, "active"))
    }
}
