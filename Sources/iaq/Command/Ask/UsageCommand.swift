// `iaq usage`: active users, sessions, generations and errors by day, week or month.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles


struct UsageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Active users, sessions, generations and errors by day, week or month.",
        discussion: """
            A bucket is a local day, a week from Monday, or a month; empty ones are shown. weeklyActiveUsers and monthlyActiveUsers count \
            the identified users of the 7 and 30 days that end with the bucket, or on the newest event's day. Rates are 0-1, on \
            a terminal percent; one below 124 columns shows users, sessions, events and errors, one below 150 all but the prompts, --format or a pipe all. \
            `iaq query "SELECT ... FROM usage(period => 'week')"` reads the same columns in SQL.

            Examples:
              iaq usage --last 30d --store shop
              iaq usage --period week --tz Europe/Berlin --where "component = 'Cart'" --store shop
            """)

    @Option(help: "day, week or month.")
    var period = CalendarPeriod.day

    @Option(help: ArgumentHelp("How many of the commonest prompts are named, 1 to 1000.", valueName: "n"))
    var prompts = 5

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1000).contains(prompts) else { throw ValidationError("--prompts takes a number from 1 to 1000.") }
    }

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let result = try store.usage(period, prompts: prompts, chosen, now: try CommandClock.current().now(), zone: zone)
        let style = output.style()
        if style.format == .box, style.isTerminal {
            try output.print(UsageScreen.table(result, period, columns: style.columns))
        } else {
            let printer = ResultPrinter(style)
            printer.begin(QueryTable.columns(result))
            for row in 0..<result.rowCount { try printer.row(QueryTable.cells(result, row: row)) }
            try printer.end()
        }
        try answers.finish(
            rows: result.rowCount, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
