// Usage stats for a person at a terminal: short headings, shares in percent, and as many columns as fit the width.
import InteractionAnalytics

enum UsageScreen {
    /// Columns of a terminal that all but the prompts need; below, those of activity and errors are shown.
    static let mediumColumns = 124
    /// Columns of a terminal that all need.
    static let wideColumns = 150

    /// The table of all columns of `usage`. `columns` is the width of the terminal, nil for any.
    static func table(_ result: QueryResult, _ period: CalendarPeriod, columns: Int?) -> ResultTable {
        var table = ResultTable(columns: [ResultColumn(period.rawValue, .date)])
        let shown = all.filter { $0.least <= columns ?? .max }
        table.columns += shown.map { ResultColumn($0.heading, $0.column == "topPrompts" ? .text : .number) }
        for row in 0..<result.rowCount {
            table.rows.append([Cell(result[row, "bucket"])] + shown.map { cell(result[row, $0.column], $0) })
        }
        return table
    }

    private struct Shown {
        var column: String
        var heading: String
        /// Columns of a terminal from which on it is shown.
        var least = mediumColumns
        var isShare = false
    }

    private static let all = [
        Shown(column: "dailyActiveUsers", heading: "users", least: 0),
        Shown(column: "weeklyActiveUsers", heading: "7 days", least: 0),
        Shown(column: "monthlyActiveUsers", heading: "30 days", least: 0),
        Shown(column: "anonymousSessions", heading: "anonymous"),
        Shown(column: "sessions", heading: "sessions", least: 0), Shown(column: "events", heading: "events", least: 0),
        Shown(column: "errorEventRate", heading: "errors %", least: 0, isShare: true),
        Shown(column: "totalGenerations", heading: "generations"), Shown(column: "avgGenerationTime", heading: "mean ms"),
        Shown(column: "errorRate", heading: "failed %", isShare: true), Shown(column: "topPrompts", heading: "top prompts", least: wideColumns),
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
