// Usage stats for a person at a terminal: short headings, shares in percent, and as many columns as fit the width.
import InteractionAnalytics

enum UsageScreen {
    /// Columns of a terminal that all the columns need; below, those of activity and errors are shown.
    static let wideColumns = 110

    /// The table of all columns of `usage`. `columns` is the width of the terminal, nil for any.
    static func table(_ result: QueryResult, _ period: UsagePeriod, columns: Int?) -> ResultTable {
        let isWide = columns.map { $0 >= wideColumns } ?? true
        var table = ResultTable(columns: [ResultColumn(period.rawValue, .date)])
        let shown = all.filter { isWide || $0.isNarrow }
        table.columns += shown.map { ResultColumn($0.heading, $0.column == "topPrompts" ? .text : .number) }
        for row in 0..<result.rowCount {
            table.rows.append([Cell(result[row, "bucket"])] + shown.map { cell(result[row, $0.column], $0) })
        }
        return table
    }

    private struct Shown {
        var column: String
        var heading: String
        var isNarrow = false
        var isShare = false
    }

    private static let all = [
        Shown(column: "dailyActiveUsers", heading: "users", isNarrow: true),
        Shown(column: "weeklyActiveUsers", heading: "7 days", isNarrow: true),
        Shown(column: "monthlyActiveUsers", heading: "30 days", isNarrow: true),
        Shown(column: "anonymousSessions", heading: "anonymous"),
        Shown(column: "sessions", heading: "sessions", isNarrow: true), Shown(column: "events", heading: "events", isNarrow: true),
        Shown(column: "errorEventRate", heading: "errors %", isNarrow: true, isShare: true),
        Shown(column: "totalGenerations", heading: "generations"), Shown(column: "avgGenerationTime", heading: "mean ms"),
        Shown(column: "errorRate", heading: "failed %", isShare: true), Shown(column: "topPrompts", heading: "top prompts"),
    ]

    private static func cell(_ value: QueryValue, _ shown: Shown) -> Cell {
        switch value {
        case .double(let number): .exact(rounded(shown.isShare ? number * 100 : number))
        case .list(let values): .text(values.map(\.description).joined(separator: ", "))
        default: Cell(value)
        }
    }

    /// One digit after the point.
    private static func rounded(_ number: Double) -> String {
        let tenths = (number * 10).rounded()
        guard let whole = Int64(exactly: tenths) else { return "\(number)" }
        return "\(whole < 0 ? "-" : "")\(whole.magnitude / 10).\(whole.magnitude % 10)"
    }
}
