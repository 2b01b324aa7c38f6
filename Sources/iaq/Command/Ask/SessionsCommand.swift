// `iaq sessions`: one row a session, or all of them in one row.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct SessionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "Sessions, one a row, or their summary.",
        discussion: """
            Given session ids are taken as they are; --gap ignores them and cuts each unit's events where the time between two \
            is greater. Events are chosen first: with --where, --from, --to or --last a session is made of the chosen events only. \
            The rows that --fail-if-rows and --fail-if-empty look at are the sessions, also with --summary.

            Examples:
              iaq sessions --summary --store shop
              iaq sessions --where "action <> 'scroll'" --last 7d --store shop
              iaq sessions --gap 30m --last 7d --format csv --store shop
            """)

    @Option(help: ArgumentHelp("Ignore given ids and cut after a longer pause.", valueName: "duration"))
    var gap: String?

    @Option(help: ArgumentHelp("With --gap: begin a new session after this time.", valueName: "duration"))
    var maxLength: String?

    @Option(help: "With --gap: whose events count, user (own id, else session id) or identified.")
    var unit = SessionRequest.Unit.user

    @Flag(help: "One row a session; the default in a pipe or with --format.")
    var rows = false

    @Flag(help: "One row in all; the default on a terminal.")
    var summary = false

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if rows, summary { throw ValidationError("--rows and --summary exclude each other.") }
        if maxLength != nil, gap == nil { throw ValidationError("--max-length needs --gap.") }
        if unit != .user, gap == nil { throw ValidationError("--unit needs --gap.") }
        _ = try request()
    }

    private func request() throws -> SessionRequest {
        SessionRequest(
            gap: try gap.map { try Self.duration($0, flag: "--gap") },
            maxLength: try maxLength.map { try Self.duration($0, flag: "--max-length") }, unit: unit)
    }

    static func duration(_ text: String, flag: String) throws -> Duration {
        guard let microseconds = DurationText.microseconds(text), microseconds > 0 else {
            throw ValidationError("\(flag) takes \(DurationText.expected).")
        }
        return .microseconds(microseconds)
    }

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let style = output.style()
        let now = try CommandClock.current().now()
        let wantsSummary = summary || (!rows && output.format == nil && style.isTerminal)
        let result =
            wantsSummary
            ? try store.sessionSummary(try request(), chosen, now: now, zone: zone)
            : try store.sessions(try request(), chosen, columns: Self.columns, now: now, zone: zone)
        try output.print(result)
        let count = wantsSummary ? Int(result[0, "sessions"].double ?? 0) : result.rowCount
        try answers.finish(rows: count, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }

    static let columns = [
        "sessionId", "userId", "start", "end", "durationSeconds", "events", "entryAction", "exitAction", "isBounce",
    ]
}

extension SessionRequest.Unit: ExpressibleByArgument {}
