// `iaq errors`: errors in groups, or one of them with the events that led to it.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct ErrorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "errors",
        abstract: "Errors by what they have in common, or one of them with the events before it.",
        discussion: """
            Events with the action error are one error when their messages (details.error) are equal without numbers and ids, the top \
            three frames of their stacks (details.stack) without lines and columns, and their components. Units are users, and sessions \
            of events without a user. Errors are critical when details.critical says so, or details.uncaught where it says nothing.

            With the fingerprint of an error, or its beginning, its last example is shown with the stack and the up to 100 events before \
            it in its session. Events are chosen first: with --where these are chosen events too.

            Examples:
              iaq errors --last 7d --store shop
              iaq errors 3f2a9b11 --store shop
              iaq errors --summary --format json --where "component = 'Cart'" --store shop
            """)

    @Argument(help: "The fingerprint of one error, or the beginning of it.")
    var fingerprint: String?

    @Flag(help: "One row about all errors, with the share of sessions free of them.")
    var summary = false

    @Option(name: .customLong("n"), help: ArgumentHelp("How many errors are shown; all without. The rest is told.", valueName: "n"))
    var most: Int?

    @OptionGroup var events: EventOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if fingerprint != nil, summary || most != nil { throw ValidationError("--summary and --n are for all errors, not for one.") }
        if summary, most != nil { throw ValidationError("--summary and --n exclude each other.") }
        if let most, most < 1 { throw ValidationError("--n takes a number from 1 on.") }
    }

    func run() throws {
        let store = try input.open(common)
        let (chosen, zone) = try events.filter(store)
        let now = try CommandClock.current().now()
        let style = output.style()
        if let fingerprint {
            let answer = try store.error(fingerprint, chosen, now: now, zone: zone)
            if style.format == .box {
                try OutputStream.standardOutput.write(ErrorsScreen.bytes(answer.value, style))
            } else {
                try output.print(ErrorsTable.table(answer.value))
            }
            return try answers.finish(rows: 1, answer.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet)
        }
        let answer = try store.errors(chosen, now: now, zone: zone)
        let report = answer.value
        let shown = Array(report.groups.prefix(most ?? .max))
        if summary {
            try output.print(ErrorsTable.summary(report))
        } else {
            try output.print(style.format == .box && style.isTerminal ? ErrorsScreen.table(shown, columns: style.columns) : ErrorsTable.table(shown))
        }
        let isTold = style.isTerminal && !summary || shown.count < report.groups.count
        if isTold, !common.quiet, !answers.provenance, !report.groups.isEmpty { Messages.line(ErrorsScreen.summary(report, shown: shown.count)) }
        try answers.finish(
            rows: report.groups.count, answer.provenance, range: chosen.range, zone: zone, store, isQuiet: common.quiet,
            facts: ErrorsTable.facts(report))
    }
}

/// Errors as rows for scripts.
enum ErrorsTable {
    static func table(_ groups: [ErrorGroup]) -> ResultTable {
        ResultTable(
            columns: [
                ResultColumn("fingerprint", .text), ResultColumn("message", .text), ResultColumn("component", .text), ResultColumn("count", .number),
                ResultColumn("units", .number), ResultColumn("sessions", .number), ResultColumn("critical", .number),
                ResultColumn("firstSeen", .timestamp), ResultColumn("lastSeen", .timestamp), ResultColumn("frames", .list),
                ResultColumn("daily", .list),
            ],
            rows: groups.map(cells))
    }

    private static func cells(_ group: ErrorGroup) -> [Cell] {
        [
            .text(group.fingerprint), Cell(group.message), Cell(group.component), Cell(group.count), Cell(group.units), Cell(group.sessions),
            Cell(group.critical), .timestamp(group.firstSeen), .timestamp(group.lastSeen), .list(group.frames.map { .text($0) }),
            .list(group.daily.map { Cell($0) }),
        ]
    }

    /// One row of a group with its example.
    static func table(_ detail: ErrorDetail) -> ResultTable {
        var table = table([detail.group])
        table.columns += [
            ResultColumn("timestamp", .timestamp), ResultColumn("sessionId", .text), ResultColumn("userId", .text), ResultColumn("error", .text),
            ResultColumn("stack", .text), ResultColumn("details", .any), ResultColumn("breadcrumbs", .list),
        ]
        let example = detail.example
        table.rows[0] += [
            .timestamp(example.timestamp), Cell(example.sessionId), Cell(example.userId), Cell(ErrorFields.message(example)),
            Cell(ErrorFields.stack(example)), json(example.details),
            .list(detail.breadcrumbs.map { .json(PropertyJSON.text(.object(crumb($0)))) }),
        ]
        return table
    }

    private static func json(_ properties: Properties?) -> Cell { properties.map { .json(PropertyJSON.text(.object($0))) } ?? .null }

    private static func crumb(_ event: Interaction) -> Properties {
        [
            "timestamp": .string("\(event.timestamp)"), "action": .string(event.action), "component": event.component.map { .string($0) } ?? .null,
            "details": event.details.map { .object($0) } ?? .null,
        ]
    }

    /// What holds for all errors, by name.
    static func facts(_ report: ErrorReport) -> [(name: String, cell: Cell)] {
        [
            ("kinds", Cell(report.groups.count)), ("errors", Cell(report.errors)), ("critical", Cell(report.critical)), ("units", Cell(report.units)),
            ("sessions", Cell(report.sessions)), ("sessionsWithErrors", Cell(report.sessionsWithErrors)),
            ("errorFreeSessions", Cell(report.errorFreeSessions)),
        ]
    }

    static func summary(_ report: ErrorReport) -> ResultTable {
        let facts = facts(report)
        return ResultTable(columns: facts.map { ResultColumn($0.name, .number) }, rows: [facts.map(\.cell)])
    }
}
