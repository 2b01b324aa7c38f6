// `iaq query`: SQL over the events.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask in SQL.",
        discussion: """
            Over interactions(timestamp, session_id, user_id, action, component, details.*, metadata.*, metrics.*). \
            EXPLAIN SELECT shows the plan, EXPLAIN ANALYZE also what was read. Subqueries stand in FROM, WITH, IN and EXISTS and as \
            values. `timestamp AT TIME ZONE 'Europe/Berlin'` is the local time there.

            --from, --to and --last choose the events before the question is asked. In the zone of --tz date_trunc, date_part, \
            CAST(timestamp AS DATE), DATE and TIMESTAMP texts without an offset, today() and current_date count local days, and days \
            and months that are added to a time are those of local clocks; time_bucket and texts in properties stay in UTC, and \
            times are printed in UTC.

            Examples:
              iaq query 'SELECT action, count(*) AS n FROM interactions GROUP BY action' --store shop
              iaq query "SELECT date_trunc('day', timestamp) AS day, count(*) AS n FROM interactions GROUP BY 1" --last 7d \
            --tz Europe/Berlin --store shop
              iaq query -i events.csv 'SELECT count(*) FROM interactions WHERE user_id = $u' -p u=ann
            """)

    @Argument(help: ArgumentHelp("The question; - reads it from standard input.", valueName: "sql"))
    var sql: String?

    @Option(name: .customShort("f"), help: ArgumentHelp("Read the question from a file.", valueName: "file"))
    var file: String?

    @Option(
        name: .customShort("p"), parsing: .singleValue,
        help: ArgumentHelp("Bind $name: a number, true, false, null, else text; 'quoted' is always text.", valueName: "name=value"))
    var parameters: [String] = []

    @Flag(help: "Read rows even where the rollups of segments tell how many they are.")
    var noRollups = false

    @OptionGroup var range: RangeOptions
    @OptionGroup var answers: AnswerOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var output: OutputOptions

    mutating func run() throws {
        let text = try question()
        let store = try input.open(common)
        let zone = try range.zone(store)
        let bounds = try range.bounds(in: zone)
        do {
            let run = try QueryRun(
                text, parameters: QueryParameters(named: try QueryParameterText.named(parameters)),
                now: try CommandClock.current().now(), zone: zone, labels: try store.labels(), range: bounds,
                limits: QueryLimits(usesRollups: !noRollups))
            try answer(run, store, range: bounds, zone: zone)
        } catch let error as InteractionError where error.position != nil {
            throw QueryError(error: error, text: text)
        }
    }

    private mutating func question() throws -> String {
        if let file {
            guard sql == nil else { throw ValidationError("Give the question or -f, not both.") }
            return try QuestionText.read(FileInput(path: file))
        }
        // `-i a b 'SELECT ...'`: the option takes everything that follows, so the question is its last value.
        guard let given = sql ?? input.takeLast() else { throw ValidationError("Missing the question.") }
        return given == "-" ? try QuestionText.read(FileInput.standardInput()) : given
    }

    private func answer(_ run: QueryRun, _ store: StoreDirectory, range: Range<Timestamp>?, zone: ZoneRules) throws {
        if run.bound.kind == .explain {
            try output.print(PlanTable.table(run.bound.plan.lines))
            return
        }
        let result = try store.answer(run)
        if run.bound.kind == .explainAnalyze {
            if answers.provenance { Messages.line(ProvenanceText.json(result.provenance, range: range, zone: zone)) }
            try output.print(PlanTable.table(run.bound.plan.lines + ProvenanceText.lines(result.provenance, rows: result.rowCount)))
            return try PartialNotice.end(result.provenance.missing)
        }
        let printer = ResultPrinter(output.style())
        printer.begin(QueryTable.columns(result))
        for row in 0..<result.rowCount { try printer.row(QueryTable.cells(result, row: row)) }
        try printer.end()
        try answers.finish(
            rows: result.rowCount, result.provenance, range: range, zone: zone, store, isQuiet: common.quiet)
    }
}

/// Reads a question from a file or standard input.
enum QuestionText {
    /// Longest question in bytes.
    static let limit = 1 << 20

    static func read(_ input: any ReadableStream) throws(InteractionError) -> String {
        var bytes: [UInt8] = []
        while true {
            let part = try input.read(upTo: 65_536)
            if part.isEmpty { break }
            bytes += part
            guard bytes.count <= limit else {
                throw InteractionError(.invalidQuery, "a question of over \(limit) bytes", place: input.place)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw InteractionError(.invalidQuery, "not UTF-8", place: input.place)
        }
        return text
    }
}

/// Values of `-p name=value`.
enum QueryParameterText {
    static func named(_ texts: [String]) throws -> [String: Literal] {
        var named: [String: Literal] = [:]
        for text in texts {
            let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, !sides[0].isEmpty else { throw ValidationError("-p takes name=value, not '\(text)'.") }
            named[sides[0]] = literal(sides[1])
        }
        return named
    }

    static func literal(_ text: String) -> Literal {
        if text == "null" { return .null }
        if text == "true" || text == "false" { return .boolean(text == "true") }
        if let number = Int64(text) { return .bigint(number) }
        if text.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || "+-.eE".utf8.contains($0) }), let number = Double(text), number.isFinite {
            return .double(number)
        }
        if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") { return .varchar(String(text.dropFirst().dropLast())) }
        return .varchar(text)
    }
}
