// The arguments of `state_machine` and `state_machine_states`: a machine or a label becomes the columns and the filter of a stream.

import InteractionExecution
import InteractionModel
import InteractionPlan

extension StateMachineRequest {
    /// What both functions take.
    static let parameters = [
        TableFunctionParameter("machine", .text), TableFunctionParameter("label", .expression),
        TableFunctionParameter("unit", .choiceOrExpression(UnitKind.words)), TableFunctionParameter("gap", .duration),
        TableFunctionParameter("allowed", .texts), TableFunctionParameter("clock", .choice(Clock.allCases.map(\.rawValue))),
    ]

    /// The same as a call of a function. Errors: `.invalidQuery` for SQL in it, `.invalidArgument` for what makes no sense.
    package func call(
        _ function: StateMachineFunction, filter: Expression?, context: QueryContext
    ) throws(InteractionError) -> TableFunctionCall {
        var arguments: TableFunctionArguments = [:]
        switch source {
        case .machine(let name): arguments["machine"] = .text(name)
        case .label(let sql): arguments["label"] = .expression(try BoundQuery.value(sql, context: context))
        }
        arguments["unit"] = UnitKind.words.contains(unit) ? .text(unit) : .expression(try BoundQuery.value(unit, context: context))
        if let gap { arguments["gap"] = .duration(gap.microseconds) }
        if let allowed { arguments["allowed"] = .texts(allowed) }
        if let clock { arguments["clock"] = .text(clock.rawValue) }
        let signature = function.signature
        let call = TableFunctionCall(
            name: signature.name, arguments: arguments, filter: filter, columns: signature.columns(arguments), zone: context.zone,
            now: context.now, metrics: context.metrics)
        _ = try StateMachinePlan(call)
        return call
    }
}

/// A call made ready for a stream.
struct StateMachinePlan {
    /// The machine's states as SQL over one of its events.
    static let states = ["CAST(details.fromState AS VARCHAR)", "CAST(details.toState AS VARCHAR)"]

    let stream: StreamRequest
    /// What chooses the machine's events among all.
    let filter: Expression?
    /// Whether events are moves; else they are states.
    let hasFrom: Bool
    let allowed: AllowedMoves?
    /// nil for what is recorded, if anything is.
    let clock: StateMachineRequest.Clock?
    /// What is true of events with a unit, as SQL with `unit` for the argument.
    let hasUnit: String

    /// Errors: `.invalidQuery`, `.invalidArgument` for what makes no sense.
    init(_ call: TableFunctionCall) throws(InteractionError) {
        func refuse(_ what: String, _ place: String, hint: String? = nil) -> InteractionError {
            InteractionError(.invalidArgument, what, place: place, hint: hint)
        }
        let context = QueryContext(now: call.now, zone: call.zone, metrics: call.metrics)
        var columns: [StreamColumn] = []
        if case .text(let machine)? = call.arguments["machine"] {
            if call.arguments["label"] != nil { throw refuse("states come from a machine or from a label, not both", "label") }
            for state in Self.states { columns.append(.label(try BoundQuery.rowExpression(state, context: context).asText)) }
            let chosen = try BoundQuery.condition(
                "action = 'state_transition' AND CAST(details.machine AS VARCHAR) = \(Literal.quoted(machine))", context: context)
            filter = call.filter.map { .and([chosen, $0]) } ?? chosen
            hasFrom = true
        } else if call.arguments["label"] != nil {
            columns.append(.label(call.label))
            filter = call.filter
            hasFrom = false
        } else {
            throw refuse("there is no machine to look at", "machine", hint: "name one, or what is a state: label => action")
        }
        var unit = call.unit ?? .session
        var gap: Int64?
        if case .duration(let span)? = call.arguments["gap"] {
            if span < 0 { throw refuse("a gap cannot be negative", "gap") }
            gap = span
            // Given sessions are never cut.
            if unit == .session { unit = .user }
        }
        switch unit {
        case .session, .user: hasUnit = "(session_id IS NOT NULL OR user_id IS NOT NULL)"
        case .identified: hasUnit = "user_id IS NOT NULL"
        case .expression: hasUnit = "\"unit\" IS NOT NULL"
        }
        if case .texts(let moves)? = call.arguments["allowed"] { allowed = try AllowedMoves(moves) } else { allowed = nil }
        if case .text(let word)? = call.arguments["clock"] { clock = StateMachineRequest.Clock(rawValue: word) } else { clock = nil }
        if clock == .recorded, !hasFrom { throw refuse("only the moves of a machine have a recorded duration", "clock") }
        var request = StreamRequest(unit: unit, columns: columns)
        request.gap = gap
        stream = request
    }
}
