// `iaq cohorts`: which part of those who started in a day, week or month came back later; with --lifecycle who is new, goes on,
// comes back or stays away.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

extension CalendarPeriod: ExpressibleByArgument {}
extension ReturnCriterion: ExpressibleByArgument {}

struct CohortsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cohorts",
        abstract: "Retention by cohort: who comes back so many days, weeks or months after the start.",
        discussion: """
            A cohort is all units whose first start lies in the same local day, week from Monday, or month. A row says how many of \
            its units (size) came back (returned) so many periods later; rate is 0-1, on a terminal percent. Period 0 is that of the \
            start itself; periods go up to --to, else to that of the newest event, and one that has begun counts. S is an action's \
            name, 'where:SQL' for any condition, or label:NAME (iaq config); without --start-event and --return-event every event counts. A return counts from \
            the start on. With --lifecycle: units that are new in a period, returning (active in the one before too), resurrecting \
            (active at some time, but not in the one before) and dormant (active in the one before only).
            `iaq query "SELECT ... FROM cohorts(period => 'week', start => 'signup')"` reads the same columns in SQL, as does \
            FROM lifecycle(...).

            Examples:
              iaq cohorts --period week --last 90d --store shop
              iaq cohorts --start-event signup --return-event "where:action = 'buy' AND details.price > 10" --store shop
              iaq cohorts --brackets 0,1-3,4-7,8-14 --unit details.account --store shop
              iaq cohorts --lifecycle --period month --tz Europe/Berlin --store shop
            """)

    @Option(help: "day, week or month.")
    var period = CalendarPeriod.day

    @Option(help: ArgumentHelp("What starts: an action, 'where:SQL' or label:NAME. With --lifecycle: what makes active.", valueName: "s"))
    var startEvent: String?

    @Option(help: ArgumentHelp("What counts as coming back: an action, 'where:SQL' or label:NAME.", valueName: "s"))
    var returnEvent: String?

    @Option(help: ArgumentHelp("Whose events count: user (own id, else session id), identified, session, or a value such as details.account.", valueName: "unit"))
    var unit = "user"

    @Option(help: "on: a return in the period; onOrAfter: in it or later.")
    var criterion = ReturnCriterion.on

    @Flag(help: "A unit is in the cohort of each period in which it starts, not of the first only.")
    var recurring = false

    @Flag(help: "Periods are windows of 24 hours (of 7 times 24) from each unit's first start on.")
    var rolling = false

    @Option(help: ArgumentHelp("Periods that are counted together: 0,1-3,4-7. Rows then have lastPeriod too.", valueName: "list"))
    var brackets: String?

    @Flag(help: "New, returning, resurrecting and dormant units by period.")
    var lifecycle = false

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if lifecycle, returnEvent != nil || recurring || rolling || brackets != nil || criterion != .on {
            throw ValidationError("--lifecycle takes --period, --start-event and --unit only.")
        }
        do throws(InteractionError) {
            try plain().check()
        } catch {
            throw ValidationError("\(error.message)." + (error.hint.map { " " + $0 } ?? ""))
        }
    }

    /// The request without what needs a store to be bound.
    private func plain() throws(InteractionError) -> CohortRequest {
        var request = CohortRequest()
        request.period = period
        request.criterion = criterion
        request.entry = recurring ? .recurring : .first
        request.isRolling = rolling
        if let brackets { request.brackets = try CohortRequest.brackets([brackets]) }
        return request
    }

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let now = try CommandClock.current().now()
        let labels = try store.labels()
        func bound<Value>(_ flag: String, _ text: String, _ body: () throws(InteractionError) -> Value) throws -> Value {
            do throws(InteractionError) {
                return try body()
            } catch {
                var error = error
                guard error.position != nil else { throw error }
                error.place = flag + (error.place.map { ", " + $0 } ?? "")
                throw QueryError(error: error, text: text)
            }
        }
        func step(_ flag: String, _ text: String?) throws -> Expression? {
            guard let text else { return nil }
            let match = EventMatch(parsing: text)
            var condition = text
            if case .condition(let sql) = match { condition = sql }
            return try bound(flag, condition) { () throws(InteractionError) in try match.expression(now: now, zone: zone, labels: labels) }
        }
        let start = try step("--start-event", startEvent)
        let whose = try bound("--unit", unit) { () throws(InteractionError) in try CountedUnit(parsing: unit).bound(now: now, zone: zone, labels: labels) }
        let result: QueryResult
        if lifecycle {
            var request = LifecycleRequest()
            request.period = period
            request.event = start
            request.unit = whose
            result = try store.lifecycle(request, chosen, now: now, zone: zone)
        } else {
            var request = try plain()
            request.start = start
            request.back = try step("--return-event", returnEvent)
            request.unit = whose
            result = try store.cohorts(request, chosen, now: now, zone: zone)
        }
        try show(result, zone)
        try answers.finish(
            rows: result.rowCount, result.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
    }

    private func show(_ result: QueryResult, _ zone: ZoneRules) throws {
        let style = output.style()
        if !lifecycle, style.format == .box, style.isTerminal, result.rowCount > 0 {
            let screen = CohortScreen((0..<result.rowCount).map { CohortCell(result, row: $0) })
            let title = "% of each \(period.rawValue)'s units that came back, by \(rolling ? "24-hour windows" : "\(period.rawValue)s") since; \(zone.name)"
            let text = screen.text(title: ShownText.shown(title), columns: style.columns, color: style.color)
            return try OutputStream.standardOutput.write(Array(text.utf8))
        }
        let printer = ResultPrinter(style)
        printer.begin(QueryTable.columns(result))
        for row in 0..<result.rowCount { try printer.row(QueryTable.cells(result, row: row)) }
        try printer.end()
    }
}
