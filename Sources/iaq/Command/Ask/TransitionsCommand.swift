// `iaq transitions`: which action comes right after which; of a state machine its moves and states.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

extension StateMachineRequest.Clock: ExpressibleByArgument {}

struct TransitionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transitions",
        abstract: "How often one action comes right after another inside a session, and how long that takes; and state machines.",
        discussion: """
            Events are chosen first: with --where two of them follow each other when no other chosen one lies between. Events whose label \
            is NULL are not among them.

            --machine takes the events state_transition of one machine (details.machine) as moves from details.fromState to \
            details.toState; the gap is the time in the state left: details.duration (ms), else the time since the move before. --states \
            lists states: where instances start and end, moves into and out of them, rework (moves from a state to itself). --allow names \
            the moves that the machine is meant to have; others are told. --states and --allow without --machine take labels as states. \
            Whole ways through a machine are iaq paths --whole.

            Examples:
              iaq transitions --store shop --format box
              iaq transitions --label component --gap 30m --store shop
              iaq transitions --where "action <> 'scroll'" --last 30d --store shop
              iaq transitions --machine checkout --allow 'cart>payment' --allow 'payment>done' --allow '*>cart' --store shop
              iaq transitions --machine checkout --states --unit user --store shop
              iaq transitions --label details.status --states --unit details.caseId --store cases
            """)

    @Option(help: ArgumentHelp("What stands for an event: a column, a property, SQL over one event, or label:NAME; action without.", valueName: "sql"))
    var label: String?

    @Option(help: ArgumentHelp("Ignore given ids and cut each user's events after a longer pause.", valueName: "duration"))
    var gap: String?

    @Option(help: ArgumentHelp("The moves of a state machine.", valueName: "name"))
    var machine: String?

    @Flag(help: "The states of the machine in place of its moves.")
    var states = false

    @Option(help: ArgumentHelp("A move that the machine is meant to have; a star stands for any state.", valueName: "from>to"))
    var allow: [String] = []

    @Option(help: ArgumentHelp("One instance of a machine: session, user (own id, else session), identified, or SQL over one event.", valueName: "unit"))
    var unit: String?

    @Option(help: "Time in a state of a machine: recorded (the moves' duration) or between (two moves).")
    var clock: StateMachineRequest.Clock?

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    private var isMachine: Bool { machine != nil || states || !allow.isEmpty }

    func validate() throws {
        if machine != nil, label != nil { throw ValidationError("--machine and --label exclude each other.") }
        if !isMachine, unit != nil || clock != nil { throw ValidationError("--unit and --clock go with --machine, --states or --allow.") }
        if machine == nil, clock == .recorded { throw ValidationError("Only moves of a --machine have a recorded duration.") }
        if gap != nil, unit == "session" { throw ValidationError("Given sessions are not cut: --gap goes without --unit session.") }
    }

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let pause = try gap.map { try SessionsCommand.duration($0, flag: "--gap") }
        let now = try CommandClock.current().now()
        guard isMachine else {
            let result = try store.transitions(TransitionRequest(label: label ?? "action", gap: pause), chosen, now: now, zone: zone)
            return try finish(result, chosen, zone, store) { result in try output.print(result) }
        }
        let request = StateMachineRequest(
            machine.map { .machine($0) } ?? .label(label ?? "action"), unit: unit ?? "session", gap: pause, allowed: allow.isEmpty ? nil : allow,
            clock: clock)
        let result = try store.stateMachine(request, chosen, listsStates: states, now: now, zone: zone)
        try finish(result, chosen, zone, store) { result in
            let style = output.style()
            if style.format == .box, style.isTerminal {
                try output.print(
                    states
                        ? MachineScreen.states(result, hasAllowed: !allow.isEmpty, columns: style.columns)
                        : MachineScreen.moves(result, hasAllowed: !allow.isEmpty, columns: style.columns))
            } else {
                try output.print(result)
            }
            if !allow.isEmpty, !common.quiet { Messages.line(MachineScreen.forbidden(result, ofStates: states)) }
        }
    }

    private func finish(
        _ result: QueryResult, _ chosen: EventFilter, _ zone: ZoneRules, _ store: StoreDirectory, _ print: (QueryResult) throws -> Void
    ) throws {
        try print(result)
        try answers.finish(rows: result.rowCount, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
