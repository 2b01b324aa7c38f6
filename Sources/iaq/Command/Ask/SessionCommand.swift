// `iaq session ID`: what happened in one session.
import ArgumentParser
import InteractionAnalytics

struct SessionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "One session as a timeline.",
        discussion: """
            With --where, --from, --to or --last only the chosen events, each with the time since the chosen one before it.

            Examples:
              iaq session 5741040f-5c96-43db-aa65-d1fb0fe2aff1 --store shop
              iaq session 5741040f-5c96-43db-aa65-d1fb0fe2aff1 --where "action = 'error'" --store shop
            """)

    @Argument(help: "A given session id.")
    var id: String

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let answer = try store.session(id, chosen)
        var previous: Timestamp?
        var table = ResultTable(columns: [
            ResultColumn("timestamp", .timestamp), ResultColumn("action", .text), ResultColumn("component", .text),
            ResultColumn("sincePreviousSeconds", .number), ResultColumn("details", .any),
        ])
        for event in answer.value {
            let pause = previous.map { Double(event.timestamp.microseconds - $0.microseconds) / 1_000_000 }
            previous = event.timestamp
            table.rows.append([
                .timestamp(event.timestamp), .text(event.action), Cell(event.component), Cell(pause),
                event.details.map { .json(PropertyJSON.text(.object($0))) } ?? .null,
            ])
        }
        try output.print(table)
        try answers.finish(
            rows: table.rows.count, answer.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
