// A funnel for a person at a terminal: a bar for each step, what is left and what was lost.
import InteractionAnalytics

enum FunnelScreen {
    private static let wideColumns = 110

    /// The table of all columns of `funnel`. `columns` is the width of the terminal, nil for any.
    static func table(_ result: QueryResult, hasBreakdown: Bool, columns: Int?) -> ResultTable {
        let isWide = columns ?? .max >= wideColumns
        var table = ResultTable(columns: hasBreakdown ? [ResultColumn("value", .text)] : [])
        table.columns += [
            ResultColumn("", .number), ResultColumn("step", .text), ResultColumn("units", .number), ResultColumn("", .text),
            ResultColumn("of first", .number), ResultColumn("of previous", .number), ResultColumn("lost", .number),
        ]
        if isWide { table.columns += [ResultColumn("open", .number), ResultColumn("median time", .text), ResultColumn("p90", .text)] }
        for row in 0..<result.rowCount {
            func share(_ column: String) -> Cell { .exact(result[row, column].double.map { Bars.rounded($0 * 100) + "%" } ?? "") }
            func time(_ column: String) -> Cell { .text(result[row, column].double.map { Bars.duration($0) } ?? "") }
            let isFirst = result[row, "step"] == .int(1)
            var cells: [Cell] = hasBreakdown ? [isFirst ? Cell(result[row, "breakdown"]) : .text("")] : []
            cells += [
                Cell(result[row, "step"]), Cell(result[row, "label"]), Cell(result[row, "units"]),
                .text(Bars.bar(result[row, "ofFirst"].double ?? 0, cells: isWide ? 24 : 12)), share("ofFirst"),
                isFirst ? .text("") : share("ofPrevious"), isFirst ? .text("") : Cell(result[row, "dropped"]),
            ]
            if isWide {
                cells += [
                    isFirst ? .text("") : Cell(result[row, "incomplete"]), time("medianSecondsFromPrevious"), time("p90SecondsFromPrevious"),
                ]
            }
            table.rows.append(cells)
        }
        return table
    }

    /// How far one unit got: a row a step, with its time or that it never came.
    static func explanation(_ result: QueryResult, steps: [String]) -> ResultTable {
        var table = ResultTable(columns: [
            ResultColumn("step", .number), ResultColumn("label", .text), ResultColumn("timestamp", .timestamp),
            ResultColumn("secondsFromPrevious", .number), ResultColumn("status", .text),
        ])
        guard result.rowCount > 0, case .list(let times) = result[0, "times"] else { return table }
        let isOpen = result[0, "isIncomplete"] == .bool(true)
        var previous: Timestamp?
        for (index, step) in steps.enumerated() {
            guard index < times.count, case .timestamp(let time) = times[index] else {
                let status = index == times.count ? (isOpen ? "not yet" : "not reached") : "not looked for"
                table.rows.append([Cell(index + 1), .text(step), .null, .null, .text(status)])
                continue
            }
            let pause = previous.map { Double(time.microseconds - $0.microseconds) / 1_000_000 }
            previous = time
            table.rows.append([Cell(index + 1), .text(step), .timestamp(time), Cell(pause), .text("reached")])
        }
        return table
    }
}
