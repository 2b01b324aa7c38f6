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

            --compare previous puts the buckets of the time of equal length just before beside, paired from the last one backwards:             previousBucket, previousEvents and so on. A time of whole days is compared with as many days.

            Examples:
              iaq usage --last 30d --store shop
              iaq usage --last 7d --compare previous --store shop
              iaq usage --period week --tz Europe/Berlin --where "component = 'Cart'" --store shop
            """)

    @Option(help: "day, week or month.")
    var period = CalendarPeriod.day

    @Option(help: ArgumentHelp("How many of the commonest prompts are named, 1 to 1000.", valueName: "n"))
    var prompts = 5

    @Option(help: "previous: the buckets of the time just before beside.")
    var compare: ComparisonChoice?

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
        let now = try CommandClock.current().now()
        let style = output.style()
        let isScreen = style.format == .box && style.isTerminal
        let earlier = try compare?.range(chosen.range, zone: zone)
        var result = try store.usage(period, prompts: prompts, chosen, now: now, zone: zone)
        var rows = result.rowCount
        if let earlier, let range = chosen.range {
            let before = try store.usage(
                period, prompts: prompts, EventFilter(range: earlier, condition: chosen.condition), now: now, zone: zone)
            let comparison = UsageComparison(result, range, before, earlier, period, zone: zone)
            try output.print(isScreen ? comparison.screen(period, columns: style.columns) : comparison.table())
            rows = comparison.rowCount
            result.provenance = result.provenance.adding(before.provenance)
        } else if isScreen {
            try output.print(UsageScreen.table(result, period, columns: style.columns))
        } else {
            try output.print(result)
        }
        try answers.finish(rows: rows, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }
}
