// `iaq sequences`: how many units have the events of a pattern, how often, when, and what comes next.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct SequencesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sequences",
        abstract: "How many users do one thing after another, how often, and what they do next.",
        discussion: """
            A pattern is steps and links in turn. A step is an action, 'where:SQL' for any condition over one event, or label:NAME (iaq config). The link then lets \
            anything come between two steps, immediately makes the second one the user's next event (of the chosen ones, see --where); \
            'then within 10m' bounds the time from the step before, --within that from the first step to the last. Matches that do not \
            overlap are counted, as many as there can be; of those that end with one event the one that begins last.

            --units lists the units that have a match, with the times of their first one. --next lists what comes right after a match.

            Examples:
              iaq sequences page_view then add_to_cart immediately purchase --store shop
              iaq sequences search 'then within 10m' 'where:action = '"'click'"' AND details.rank > 3' --unit session --store shop
              iaq sequences error immediately error --within 1m --units --last 7d --store shop
              iaq sequences page_view then add_to_cart --next --label component --store shop
            """)

    @Argument(help: ArgumentHelp("Steps and links in turn: view then add immediately buy.", valueName: "pattern"))
    var pattern: [String]

    @Option(help: ArgumentHelp("Longest time from the first step to the last; any time without.", valueName: "duration"))
    var within: String?

    @Option(help: ArgumentHelp("user (own id, else session), identified, session, or SQL over one event.", valueName: "unit"))
    var unit = "user"

    @Flag(help: "List the units that have a match.")
    var units = false

    @Flag(help: "List what comes right after a match.")
    var next = false

    @Option(help: ArgumentHelp("With --next: what stands for an event: a column, a property, or SQL over one event.", valueName: "sql"))
    var label: String?

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if units, next { throw ValidationError("--units and --next exclude each other.") }
        if label != nil, !next { throw ValidationError("--label goes with --next.") }
        do {
            _ = try SequenceRequest(pattern: pattern)
        } catch {
            throw ValidationError(error.message + (error.hint.map { "; " + $0 } ?? ""))
        }
        guard pattern.count < 60 else { throw ValidationError("A pattern has 1 to 30 steps, not \((pattern.count + 1) / 2).") }
    }

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let request = try SequenceRequest(
            pattern: pattern, within: try within.map { try SessionsCommand.duration($0, flag: "--within") }, unit: unit)
        let now = try CommandClock.current().now()
        let result = try store.sequences(
            request, next ? .next : units ? .units : .summary, label: next ? label ?? "action" : nil, chosen,
            now: now, zone: zone)
        let style = output.style()
        if next, style.format == .box, style.isTerminal {
            try output.print(Self.screen(result, columns: style.columns))
        } else {
            try output.print(result)
        }
        if !units, !next, !common.quiet, result[0, "matchedUnits"] == .int(0) { UnknownSteps.tell(request.steps, store, now: now) }
        let isEmpty = !next && !units && result[0, "units"] == .int(0)
        try answers.finish(
            rows: isEmpty ? 0 : result.rowCount, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }

    /// What comes next, for a person at a terminal.
    static func screen(_ result: QueryResult, columns: Int?) -> ResultTable {
        var table = ResultTable(columns: [
            ResultColumn("next", .text), ResultColumn("matches", .number), ResultColumn("share %", .number), ResultColumn("", .text),
            ResultColumn("mean time", .text),
        ])
        for row in 0..<result.rowCount {
            let share = result[row, "share"].double ?? 0
            table.rows.append([
                result[row, "label"] == .null ? .text("(nothing)") : Cell(result[row, "label"]), Cell(result[row, "count"]),
                .exact(Bars.rounded(share * 100)), .text(Bars.bar(share, cells: columns ?? .max >= 110 ? 30 : 15)),
                .text(result[row, "meanGapSeconds"].double.map { Bars.duration($0) } ?? ""),
            ])
        }
        return table
    }
}
