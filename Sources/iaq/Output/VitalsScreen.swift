// Vitals for a person at a terminal: p75 first, the shares as one bar.
import InteractionAnalytics

enum VitalsScreen {
    /// Columns of a terminal from which on all columns are shown.
    static let wideColumns = 120

    /// The table of all columns of `vitals`, under the text of the breakdown. `columns` is the width of the terminal, nil for any.
    static func table(_ result: QueryResult, by: String? = nil, columns: Int?) -> ResultTable {
        let isWide = columns ?? .max >= wideColumns
        let isParted = result.index(ofColumn: "by") != nil
        var table = ResultTable(columns: [ResultColumn("metric", .text)])
        if isParted { table.columns.append(ResultColumn(by ?? "by", .text)) }
        table.columns += [ResultColumn("p75", .number), ResultColumn("rating", .text), ResultColumn("count", .number)]
        if isWide { table.columns += [ResultColumn("p50", .number), ResultColumn("p95", .number)] }
        table.columns.append(ResultColumn("good █ needs ▒ poor ░", .text))
        if isWide { table.columns += ["good %", "needs %", "poor %"].map { ResultColumn($0, .number) } }
        for row in 0..<result.rowCount {
            let metric = result[row, "metric"].description
            func number(_ column: String) -> Cell { .exact(value(result[row, column].double, of: metric)) }
            let shares = ["good", "needsImprovement", "poor"].map { result[row, $0].double }
            var cells: [Cell] = [.text(metric)]
            if isParted { cells.append(Cell(result[row, "by"])) }
            cells += [number("p75"), .text(result[row, "rating"].description), Cell(result[row, "count"])]
            if isWide { cells += [number("p50"), number("p95")] }
            cells.append(.text(bar(shares)))
            if isWide { cells += shares.map { .text(CellGraphics.percent($0)) } }
            table.rows.append(cells)
        }
        return table
    }

    private static func bar(_ shares: [Double?]) -> String {
        let known = shares.compactMap { $0 }
        guard known.count == 3 else { return "" }
        return CellGraphics.stack([(known[0], "█"), (known[1], "▒"), (known[2], "░")], columns: 21)
    }

    /// A score, or milliseconds.
    private static func value(_ value: Double?, of metric: String) -> String {
        guard let value else { return "" }
        if metric == "CLS" { return CellGraphics.fixed(value, digits: 3) }
        return CellGraphics.fixed(value, digits: abs(value) < 100 ? 1 : 0) + " ms"
    }
}
