// `iaq top FIELD`: the commonest values of a property.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

/// What `--compare` compares with.
enum ComparisonChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case previous

    /// The time to compare with; a range without both ends is a wrong use.
    func range(_ range: Range<Timestamp>?, zone: ZoneRules) throws -> Range<Timestamp> {
        do {
            return try EventComparison.previous.range(comparedWith: range, zone: zone)
        } catch {
            throw ValidationError("--compare previous needs a time with both ends: --last 7d, or --from with --to.")
        }
    }
}

struct TopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "The commonest values of a column or expression.",
        discussion: """
            Most frequent first, equal counts by text; events without a value do not count. share is of all events that have one (total), \
            of which there are values distinct ones; units are users, and sessions of events without a user. --compare previous puts \
            the counts of the time of equal length just before beside: of whole days as many days. With --by the values of each value \
            of that.

            Examples:
              iaq top details.url --last 7d --store shop
              iaq top action --by component --n 3 --store shop
              iaq top details.url --last 7d --compare previous --where "action = 'api_call'" --store shop
            """)

    @Argument(help: "action, component, details.url, or any expression over an event.")
    var field: String?

    @Option(name: .customLong("n"), help: ArgumentHelp("How many values, 1 to 100000.", valueName: "n"))
    var count = 10

    @Option(help: ArgumentHelp("Part the events by a column or expression.", valueName: "sql"))
    var by: String?

    @Option(help: "previous: the counts of the time just before beside.")
    var compare: ComparisonChoice?

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...100_000).contains(count) else { throw ValidationError("--n takes a number from 1 to 100000.") }
    }

    mutating func run() throws {
        guard let field = field ?? input.takeLast() else { throw ValidationError("Missing the field, for example details.url.") }
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let value = try ExpressionText.bind(field, "FIELD", zone: zone, store)
        let part = try by.map { try ExpressionText.bind($0, "--by", zone: zone, store) }
        let comparison = try compare.map { EventComparison.between(try $0.range(chosen.range, zone: zone)) }
        let result = try store.top(
            value, count: count, by: part, compare: comparison, chosen, now: try CommandClock.current().now(), zone: zone)
        let style = output.style()
        if style.format == .box, style.isTerminal {
            try output.print(TopScreen.table(result, field, by: by, columns: style.columns))
        } else {
            try output.print(result)
        }
        try answers.finish(
            rows: result.rowCount, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
