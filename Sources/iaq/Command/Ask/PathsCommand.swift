// `iaq paths`: the ways that sessions go.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct PathsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paths",
        abstract: "The most common ways through a session.",
        discussion: """
            A path is the first labels of a session in order, 5 at most; a label that follows itself counts once. continues counts the \
            sessions that go on, dropoffRate is the share of those that do not. Durations run to the last event kept. --whole takes \
            sessions to their ends; events whose label is NULL are left out. --ngram counts every n labels that follow each other \
            anywhere; then frequency counts occurrences.

            Examples:
              iaq paths --store shop
              iaq paths --start add_to_cart --max 4 --last 30d --store shop
              iaq paths --label component --end Checkout --store shop
              iaq paths --whole --keep-repeats --top 50 --format csv --store shop
            """)

    @Option(help: ArgumentHelp("What stands for an event: a column, a property, SQL over one event, or label:NAME.", valueName: "sql"))
    var label = "action"

    @Option(help: ArgumentHelp("Paths that begin with the first event of this label.", valueName: "label"))
    var start: String?

    @Option(help: ArgumentHelp("Paths that end with the last event of this label.", valueName: "label"))
    var end: String?

    @Option(help: ArgumentHelp("Labels of a path at most, 1 to 64.", valueName: "n"))
    var max = 5

    @Flag(help: "All labels of a session.")
    var whole = false

    @Option(help: ArgumentHelp("Every n labels that follow each other, 1 to 64.", valueName: "n"))
    var ngram: Int?

    @Flag(help: "Count a label that follows itself again.")
    var keepRepeats = false

    @Option(help: ArgumentHelp("Ignore given ids and cut each user's events after a longer pause.", valueName: "duration"))
    var gap: String?

    @Option(help: ArgumentHelp("Rows at most.", valueName: "n"))
    var top = 20

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...64).contains(max), ngram.map({ (1...64).contains($0) }) ?? true else {
            throw ValidationError("--max and --ngram take a number from 1 to 64.")
        }
        guard (1...Int(Int32.max)).contains(top) else { throw ValidationError("--top takes a number of 1 or more.") }
        if start != nil, end != nil { throw ValidationError("--start and --end exclude each other.") }
        if ngram != nil, start != nil || end != nil || whole { throw ValidationError("--ngram goes without --start, --end and --whole.") }
    }

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let request = PathRequest(
            label: label, start: start, end: end, max: max, whole: whole, ngram: ngram, keepsRepeats: keepRepeats,
            gap: try gap.map { try SessionsCommand.duration($0, flag: "--gap") }, top: top)
        let result = try store.paths(request, chosen, now: try CommandClock.current().now(), zone: zone)
        let style = output.style()
        if style.format == .box, style.isTerminal {
            try output.print(PathsScreen.table(result, isNgram: ngram != nil, columns: style.columns))
        } else {
            try output.print(result)
        }
        try answers.finish(
            rows: result.rowCount, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
