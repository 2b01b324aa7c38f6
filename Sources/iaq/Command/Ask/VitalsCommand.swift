// `iaq vitals`: performance metrics by name.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct VitalsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vitals",
        abstract: "Performance metrics (LCP, INP, CLS, ...): p75, and the shares that are good and poor.",
        discussion: """
            Of events performance_metric: details.metric names the metric, details.value is its number. A report with the details.id of an \
            earlier one of the same metric replaces that; reports without an id all count. Good is up to, poor is above: LCP 2500 and 4000 \
            ms, INP 200 and 500, CLS 0.1 and 0.25, FCP 1800 and 3000, TTFB 800 and 1800; other metrics have no limits. Shares are 0-1, on a \
            terminal percent.

            Examples:
              iaq vitals --last 28d --store shop
              iaq vitals --by component --format json --store shop
            """)

    @Option(help: ArgumentHelp("Part the reports by a column or expression: component, details.page.", valueName: "sql"))
    var by: String?

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let part = try by.map { try ExpressionText.bind($0, "--by", zone: zone, store) }
        let result = try store.vitals(by: part, chosen, now: try CommandClock.current().now(), zone: zone)
        let style = output.style()
        if style.format == .box, style.isTerminal {
            try output.print(VitalsScreen.table(result, by: by, columns: style.columns))
        } else {
            try output.print(result)
        }
        try answers.finish(
            rows: result.rowCount, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
