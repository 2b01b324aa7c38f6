// A state machine for a person at a terminal: its moves with bars and times, or its states.
import InteractionAnalytics

enum MachineScreen {
    private static let wideColumns = 110

    /// The table of all columns of `state_machine`. `columns` is the width of the terminal, nil for any.
    static func moves(_ result: QueryResult, hasAllowed: Bool, columns: Int?) -> ResultTable {
        let isWide = columns ?? .max >= wideColumns
        var table = ResultTable(columns: [
            ResultColumn("from", .text), ResultColumn("to", .text), ResultColumn("moves", .number), ResultColumn("of from", .number),
            ResultColumn("", .text), ResultColumn("median", .text), ResultColumn("p95", .text),
        ])
        if isWide { table.columns.insert(ResultColumn("mean", .text), at: 5) }
        if hasAllowed { table.columns.append(ResultColumn("allowed", .text)) }
        for row in 0..<result.rowCount {
            let share = result[row, "share"].double ?? 0
            var cells: [Cell] = [
                Cell(result[row, "from"]), Cell(result[row, "to"]), Cell(result[row, "count"]), .exact(Bars.rounded(share * 100) + "%"),
                .text(Bars.bar(share, cells: isWide ? 20 : 10)),
            ]
            if isWide { cells.append(time(result[row, "meanGapSeconds"])) }
            cells += [time(result[row, "medianGapSeconds"]), time(result[row, "p95GapSeconds"])]
            if hasAllowed { cells.append(.text(result[row, "isAllowed"] == .bool(false) ? "no" : "yes")) }
            table.rows.append(cells)
        }
        return table
    }

    /// The table of all columns of `state_machine_states`.
    static func states(_ result: QueryResult, hasAllowed: Bool, columns: Int?) -> ResultTable {
        let isWide = columns ?? .max >= wideColumns
        let counts = ["starts", "entered", "left", "ends", "rework"] + (hasAllowed ? ["forbidden"] : [])
        var table = ResultTable(columns: [ResultColumn("state", .text)] + counts.map { ResultColumn($0, .number) })
        let times = isWide ? [("mean", "meanSeconds"), ("median", "medianSeconds"), ("p95", "p95Seconds")] : [("median", "medianSeconds"), ("p95", "p95Seconds")]
        table.columns += times.map { ResultColumn($0.0, .text) }
        for row in 0..<result.rowCount {
            table.rows.append([Cell(result[row, "state"])] + counts.map { Cell(result[row, $0]) } + times.map { time(result[row, $0.1]) })
        }
        return table
    }

    private static func time(_ value: QueryValue) -> Cell { .text(value.double.map { Bars.duration($0) } ?? "") }

    /// How many moves are not allowed: `3 of 120 moves (2 kinds) are not allowed`.
    static func forbidden(_ result: QueryResult, ofStates: Bool) -> String {
        var (all, bad, kinds) = (0, 0, 0)
        for row in 0..<result.rowCount {
            func number(_ column: String) -> Int { if case .int(let number) = result[row, column] { Int(number) } else { 0 } }
            if ofStates {
                all += number("left")
                bad += number("forbidden")
            } else {
                all += number("count")
                if result[row, "isAllowed"] == .bool(false) {
                    bad += number("count")
                    kinds += 1
                }
            }
        }
        return "\(bad) of \(all) moves " + (ofStates || bad == 0 ? "" : "(\(kinds) kind\(kinds == 1 ? "" : "s")) ") + "are not allowed"
    }
}
