// `FROM state_machine(machine => 'checkout', allowed => ['cart>payment', ...], ...)`: one row a move that was made, most frequent first,
// then by states in byte order. `FROM state_machine_states(...)`: one row a state, most often entered first. `machine` takes the events
// state_transition of a machine, `label => action` takes any events as states.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table functions `state_machine` and `state_machine_states`.
package struct StateMachineFunction: TableFunction {
    private let listsStates: Bool

    /// Columns of `state_machine`, as in `StateMove`.
    enum MoveColumn: Int, CaseIterable {
        case from, to, count, share, isSelfLoop, isAllowed, timed, meanGapSeconds, medianGapSeconds, p95GapSeconds

        var type: ScalarType {
            switch self {
            case .from, .to: .varchar
            case .count, .timed: .bigint
            case .isSelfLoop, .isAllowed: .boolean
            default: .double
            }
        }

        var readsTimes: Bool { [.timed, .meanGapSeconds, .medianGapSeconds, .p95GapSeconds].contains(self) }
    }

    /// Columns of `state_machine_states`, as in `MachineState`.
    enum StateColumn: Int, CaseIterable {
        case state, starts, ends, entered, left, rework, forbidden, timed, meanSeconds, medianSeconds, p95Seconds

        var type: ScalarType {
            switch self {
            case .state: .varchar
            case .meanSeconds, .medianSeconds, .p95Seconds: .double
            default: .bigint
            }
        }

        var readsTimes: Bool { [.timed, .meanSeconds, .medianSeconds, .p95Seconds].contains(self) }
    }

    package init(listsStates: Bool = false) { self.listsStates = listsStates }

    package var signature: TableFunctionSignature {
        let columns =
            listsStates
            ? StateColumn.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }
            : MoveColumn.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }
        return TableFunctionSignature(
            name: listsStates ? "state_machine_states" : "state_machine", parameters: StateMachineRequest.parameters, columns: { _ in columns })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let plan = try StateMachinePlan(context.call)
        let stream = try context.stream(plan.stream, over: plan.filter)
        let (hasFrom, gap) = (plan.hasFrom, plan.stream.gap ?? plan.stream.loneGap)
        let counts = try context.fold(stream) { MoveFold(MoveCounts(), hasFrom: hasFrom, gap: gap) }.sink
        let moves = MachineMoves(counts, stream, column: hasFrom ? 1 : 0, plan.allowed)
        let states = wanted.compactMap(StateColumn.init)
        let readsTimes = listsStates ? states.contains(where: \.readsTimes) : wanted.compactMap(MoveColumn.init).contains(where: \.readsTimes)
        var stays = Stays()
        if readsTimes {
            if hasFrom, plan.clock != .between { stays = try Stays.recorded(moves, plan, context, byState: listsStates) }
            if plan.clock == .between || (plan.clock == nil && stays.isEmpty) {
                stays = try Stays.between(moves, counts, byState: listsStates) { (make) throws(InteractionError) in
                    try context.fold(stream) { MoveFold(make(), hasFrom: hasFrom, gap: gap) }.sink
                }
            }
        }
        if listsStates { return moves.stateRows(Set(states), stays) }
        return moves.moveRows(Set(wanted.compactMap(MoveColumn.init)), stays)
    }
}
