// `iaq transitions`: which action comes right after which.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct TransitionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transitions",
        abstract: "How often one action comes right after another inside a session, and how long that takes.",
        discussion: """
            Events are chosen first: with --where two of them follow each other when no other chosen one lies between.

            Examples:
              iaq transitions --store shop --format box
              iaq transitions --label component --gap 30m --store shop
              iaq transitions --where "action <> 'scroll'" --last 30d --store shop
            """)

    @Option(help: ArgumentHelp("What stands for an event: a column, a property, or SQL over one event.", valueName: "sql"))
    var label = "action"

    @Option(help: ArgumentHelp("Ignore given ids and cut each user's events after a longer pause.", valueName: "duration"))
    var gap: String?

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let request = TransitionRequest(label: label, gap: try gap.map { try SessionsCommand.duration($0, flag: "--gap") })
        let result = try store.transitions(request, chosen, now: try CommandClock.current().now(), zone: zone)
        try output.print(result)
        try answers.finish(
            rows: result.rowCount, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
