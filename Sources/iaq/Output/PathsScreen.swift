// Common paths for a person at a terminal: the way, how many went it, a bar, and how they end.
import InteractionAnalytics

enum PathsScreen {
    private static let wideColumns = 120

    /// The table of all columns of `paths`. `columns` is the width of the terminal, nil for any.
    static func table(_ result: QueryResult, isNgram: Bool, columns: Int?) -> ResultTable {
        let isWide = columns ?? .max >= wideColumns
        var table = ResultTable(columns: [
            ResultColumn(isNgram ? "labels" : "path", .text), ResultColumn(isNgram ? "times" : "sessions", .number),
            ResultColumn("share %", .number), ResultColumn("", .text),
        ])
        if isNgram {
            table.columns.append(ResultColumn("sessions", .number))
        } else {
            table.columns += [ResultColumn("go on %", .number), ResultColumn("median", .text)]
            if isWide { table.columns.append(ResultColumn("mean", .text)) }
        }
        let largest = result.rowCount == 0 ? 1 : result[0, "frequency"].double ?? 1
        for row in 0..<result.rowCount {
            func number(_ column: String) -> Double { result[row, column].double ?? 0 }
            var cells: [Cell] = [
                .text(text(result[row, "path"])), Cell(result[row, "frequency"]), .exact(Bars.rounded(number("share") * 100)),
                .text(Bars.bar(number("frequency") / largest, cells: isWide ? 20 : 10)),
            ]
            if isNgram {
                cells.append(Cell(result[row, "sessions"]))
            } else {
                cells += [
                    .exact(Bars.rounded((1 - number("dropoffRate")) * 100)), .text(Bars.duration(number("medianDurationSeconds"))),
                ]
                if isWide { cells.append(.text(Bars.duration(number("avgDurationSeconds")))) }
            }
            table.rows.append(cells)
        }
        return table
    }

    private static func text(_ value: QueryValue) -> String {
        guard case .list(let labels) = value else { return value.description }
        return labels.map(\.description).joined(separator: " > ")
    }
}
