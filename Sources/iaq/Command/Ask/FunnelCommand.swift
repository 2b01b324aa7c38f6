// `iaq funnel`: how many units go through a row of steps, and where they are lost.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

extension FunnelRequest.Mode: ExpressibleByArgument {}
extension FunnelRequest.Entry: ExpressibleByArgument {}
extension FunnelRequest.Attribution: ExpressibleByArgument {}

struct FunnelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "funnel",
        abstract: "How many users go through a row of steps, and where they are lost.",
        discussion: """
            A step is an action, 'where:SQL' for any condition over one event, or label:NAME for one that the store keeps (iaq config). The window runs from step 1. A user's own id counts, \
            else the session's (--unit). Of several entries the one that gets furthest counts, of equals the latest. dropped are the \
            units of the step before that did not get here; --dropped N lists them. --explain shows how far one unit got, and when.

            --compare previous asks the same of the time of equal length just before: previousUnits, previousOfFirst, and in \
            conversionChange how much the share of step 1 grew (0.05 is 5 percentage points). A time of whole days is compared with as \
            many days. Each time is cut at its end, so that both give their last entries as little time to convert.

            Examples:
              iaq funnel page_view add_to_cart purchase --within 1d --store shop
              iaq funnel page_view 'where:action = '"'click'"' AND details.price > 10' purchase --by component --store shop
              iaq funnel page_view purchase --within 7d --exclude error@1-2 --dropped 2 --store shop
              iaq funnel page_view purchase --within 1d --last 7d --compare previous --store shop
            """)

    @Argument(help: "Actions, 'where:SQL' or label:NAME; 1 to 30.")
    var steps: [String]

    @Option(help: ArgumentHelp("Longest time from step 1 to any later one; any time without.", valueName: "duration"))
    var within: String?

    @Option(help: "ordered: other events may come between; strict: the next event; any: in any order.")
    var mode = FunnelRequest.Mode.ordered

    @Option(help: ArgumentHelp("user (own id, else session), identified, session, or SQL over one event.", valueName: "unit"))
    var unit = "user"

    @Option(help: "Which entry of a unit counts: best or first.")
    var entry = FunnelRequest.Entry.best

    @Option(help: ArgumentHelp("An event that may not come between two steps reached; X@1-2 between these only.", valueName: "step"))
    var exclude: [String] = []

    @Option(help: ArgumentHelp("A funnel for each value of this column or SQL over one event.", valueName: "sql"))
    var by: String?

    @Option(help: "With --by: the value at the first or the last step reached.")
    var attribution = FunnelRequest.Attribution.first

    @Option(help: "previous: the units and shares of the time just before beside.")
    var compare: ComparisonChoice?

    @Option(help: ArgumentHelp("List the units that were lost before step n.", valueName: "n"))
    var dropped: Int?

    @Option(help: ArgumentHelp("Show how far one unit got, and when.", valueName: "unit"))
    var explain: String?

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard steps.count <= 30 else { throw ValidationError("A funnel has 1 to 30 steps, not \(steps.count).") }
        if let dropped, !(2...max(2, steps.count)).contains(dropped) {
            throw ValidationError("--dropped takes the number of a step after the first, up to \(steps.count).")
        }
        if dropped != nil, explain != nil { throw ValidationError("--dropped and --explain exclude each other.") }
        if compare != nil, dropped != nil || explain != nil {
            throw ValidationError("--compare is about all units: it goes without --dropped and --explain.")
        }
    }

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let request = FunnelRequest(
            steps: steps, within: try within.map { try SessionsCommand.duration($0, flag: "--within") }, mode: mode, unit: unit, entry: entry,
            exclude: exclude, by: by, attribution: attribution)
        let now = try CommandClock.current().now()
        var result: QueryResult
        let earlier = try compare?.range(chosen.range, zone: zone)
        if let dropped {
            result = try store.funnelUnits(request, chosen, reached: dropped - 1, unit: nil, now: now, zone: zone)
        } else if let explain {
            result = try store.funnelUnits(request, chosen, reached: nil, unit: explain, now: now, zone: zone)
        } else {
            result = try store.funnel(request, chosen, hasBreakdown: by != nil, now: now, zone: zone)
        }
        let style = output.style()
        let isScreen = dropped == nil && style.format == .box && style.isTerminal
        var rows = result.rowCount
        if explain != nil {
            try output.print(FunnelScreen.explanation(result, steps: steps))
        } else if let earlier {
            let before = try store.funnel(
                request, EventFilter(range: earlier, condition: chosen.condition), hasBreakdown: by != nil, now: now, zone: zone)
            let comparison = FunnelComparison(result, before)
            try output.print(isScreen ? comparison.screen(hasBreakdown: by != nil, columns: style.columns) : comparison.table())
            rows = comparison.rowCount
            result.provenance = result.provenance.adding(before.provenance)
        } else if isScreen {
            try output.print(FunnelScreen.table(result, hasBreakdown: by != nil, columns: style.columns))
        } else {
            try output.print(result)
        }
        if explain == nil, dropped == nil, !common.quiet, (0..<result.rowCount).contains(where: { result[$0, "units"] == .int(0) }) {
            UnknownSteps.tell(steps, store, now: now)
        }
        try answers.finish(
            rows: rows, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
