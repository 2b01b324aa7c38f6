// The commonest values for a person at a terminal: bars against the largest, and a row for all that is not shown.
import InteractionAnalytics

enum TopScreen {
    /// The table of all columns of `top`, under the texts of field and breakdown. `columns` is the width of the terminal, nil for any.
    static func table(_ result: QueryResult, _ field: String, by: String? = nil, columns: Int?) -> ResultTable {
        let isParted = result.index(ofColumn: "by") != nil
        let isCompared = result.index(ofColumn: "previousCount") != nil
        let isWide = columns ?? .max >= 100
        var table = ResultTable(columns: isParted ? [ResultColumn(by ?? "by", .text)] : [])
        let barCells = isWide ? 20 : isParted ? 6 : 10
        table.columns += [
            ResultColumn(field, QueryTable.columns(result).first { $0.name == "value" }?.kind ?? .any), ResultColumn("count", .number),
            ResultColumn("share %", .number), ResultColumn("", .text), ResultColumn("units", .number),
        ]
        if isCompared { table.columns += [ResultColumn("before", .number), ResultColumn("change", .number)] }
        func count(_ row: Int, _ column: String = "count") -> Int {
            if case .int(let number) = result[row, column] { return Int(number) }
            return 0
        }
        var start = 0
        while start < result.rowCount {
            // The rows of one value of the breakdown.
            var end = start + 1
            while end < result.rowCount, result[end, "by"] == result[start, "by"] { end += 1 }
            let most = Double(max(1, count(start)))
            for row in start..<end {
                var cells: [Cell] = isParted ? [Cell(result[row, "by"])] : []
                cells += [
                    Cell(result[row, "value"]), Cell(result[row, "count"]), .text(CellGraphics.percent(result[row, "share"].double)),
                    .text(Bars.bar(Double(count(row)) / most, cells: barCells)), Cell(result[row, "units"]),
                ]
                if isCompared {
                    cells += [
                        Cell(result[row, "previousCount"]),
                        .text(CellGraphics.change(result[row, "change"].double, isNew: count(row, "previousCount") == 0)),
                    ]
                }
                table.rows.append(cells)
            }
            let left = count(start, "total") - (start..<end).reduce(0) { $0 + count($1) }
            if left > 0 {
                let values = count(start, "values") - (end - start)
                var cells: [Cell] = isParted ? [Cell(result[start, "by"])] : []
                cells += [
                    .text("(other: \(CellGraphics.grouped(values)) \(values == 1 ? "value" : "values"))"), Cell(left),
                    .text(CellGraphics.percent(Double(left) / Double(max(1, count(start, "total"))))), .text(""), .text(""),
                ]
                if isCompared { cells += [.text(""), .text("")] }
                table.rows.append(cells)
            }
            start = end
        }
        return table
    }
}
