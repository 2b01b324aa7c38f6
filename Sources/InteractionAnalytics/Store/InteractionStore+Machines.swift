// State machines, asked in-process and of a store's directory.

import InteractionBehavior
import InteractionExecution
import InteractionPlan
import InteractionSegment
import InteractionStorage

extension InteractionStore {
    /// A state machine as it was used (SEMANTICS 8): its moves with counts and the time in the state left, and its states with starts,
    /// ends and rework, all over the same events. `FROM state_machine(...)` and `FROM state_machine_states(...)` give the same in a
    /// query; whole ways through it are `paths` with `whole`.
    ///
    /// ```swift
    /// let request = StateMachineRequest(.machine("checkout"), allowed: ["cart>payment", "payment>done", "*>cancelled"])
    /// let machine = try await store.stateMachine(request, .last(.days(30)))
    /// for move in machine.moves where move.isAllowed == false { print(move.from, move.to, move.count) }
    /// ```
    ///
    /// - Parameters:
    ///   - events: Events of this time only.
    ///   - timeZone: An IANA name, for days in conditions and expressions; nil for the store's zone, else UTC.
    ///   - condition: Events for which this holds only, as in WHERE.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for an unknown zone and a request that makes no sense, `.invalidQuery` for SQL in it,
    ///   `.limitReached`, `.cancelled`, `.partial`, `.damaged`, `.inputOutput`, `.closed`.
    public func stateMachine(
        _ request: StateMachineRequest, _ events: EventRange = .all, timeZone: String? = nil, where condition: String? = nil,
        partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> StateMachine {
        let answer: PartialAnswer<(StateMachine, Range<Timestamp>?)> = try await answered { (manifest, now) throws(InteractionError) in
            let (zone, filter) = try EventFilter.asked(events, timeZone, condition, manifest, now: now)
            let context = QueryContext.asked(now: now, zone: zone, labels: manifest.labels)
            let moves = try request.call(StateMachineFunction(), filter: filter.expression, context: context)
            let states = try request.call(StateMachineFunction(listsStates: true), filter: filter.expression, context: context)
            return { (sources, isCancelled) throws(InteractionError) in
                let moves = try QueryRun(moves, limits: limits).answer(sources, isCancelled: isCancelled)
                let states = try QueryRun(states, limits: limits).answer(sources, isCancelled: isCancelled)
                let machine = StateMachine(
                    moves: (0..<moves.rowCount).map { StateMove(moves, row: $0) },
                    states: (0..<states.rowCount).map { MachineState(states, row: $0) })
                return (machine, filter.range)
            }
        }
        let (machine, range) = answer.value
        try partial.check(answer.concerning(range).missingEvents)
        return machine
    }
}

extension StoreDirectory {
    /// The moves of a state machine, or its states. Blocking; as `InteractionStore.stateMachine`.
    package func stateMachine(
        _ request: StateMachineRequest, _ filter: EventFilter, listsStates: Bool, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        let context = QueryContext.asked(now: now, zone: zone, labels: try labels())
        return try answer(QueryRun(try request.call(StateMachineFunction(listsStates: listsStates), filter: filter.expression, context: context)))
    }
}

extension StateMove {
    /// A row of `state_machine` with all its columns.
    init(_ result: QueryResult, row: Int) {
        self.init(
            from: result[row, "from"].description, to: result[row, "to"].description, count: result[row, "count"].whole,
            share: result[row, "share"].double ?? 0, isSelfLoop: result[row, "isSelfLoop"] == .bool(true),
            isAllowed: result[row, "isAllowed"] == .null ? nil : result[row, "isAllowed"] == .bool(true), timed: result[row, "timed"].whole,
            meanGapSeconds: result[row, "meanGapSeconds"].double, medianGapSeconds: result[row, "medianGapSeconds"].double,
            p95GapSeconds: result[row, "p95GapSeconds"].double)
    }
}

extension MachineState {
    /// A row of `state_machine_states` with all its columns.
    init(_ result: QueryResult, row: Int) {
        func number(_ column: String) -> Int { result[row, column].whole }
        self.init(
            state: result[row, "state"].description, starts: number("starts"), ends: number("ends"), entered: number("entered"),
            left: number("left"), rework: number("rework"), forbidden: result[row, "forbidden"] == .null ? nil : number("forbidden"),
            timed: number("timed"), meanSeconds: result[row, "meanSeconds"].double, medianSeconds: result[row, "medianSeconds"].double,
            p95Seconds: result[row, "p95Seconds"].double)
    }
}
