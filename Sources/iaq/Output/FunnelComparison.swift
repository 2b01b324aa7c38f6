// A funnel beside that of the time before: the same steps of the same value of the breakdown stand in one row.
import InteractionAnalytics

struct FunnelComparison {
    /// A step of one value of the breakdown.
    private struct Place: Hashable {
        var value: QueryValue
        var step: QueryValue
    }

    private typealias Pair = (now: Int?, before: Int?)

    private let now: QueryResult
    private let before: QueryResult
    /// Rows of both; nil where that time has no such value of the breakdown.
    private let pairs: [Pair]

    /// Of two answers of `funnel` to one request. Values that only the time before has come last, in its order.
    init(_ now: QueryResult, _ before: QueryResult) {
        self.now = now
        self.before = before
        func places(_ result: QueryResult) -> [Place] {
            (0..<result.rowCount).map { Place(value: result[$0, "breakdown"], step: result[$0, "step"]) }
        }
        let (new, old) = (places(now), places(before))
        let rows = Dictionary(zip(old, old.indices), uniquingKeysWith: { first, _ in first })
        let known = Set(new)
        var pairs: [Pair] = new.indices.map { (now: $0, before: rows[new[$0]]) }
        for row in old.indices where !known.contains(old[row]) { pairs.append((now: nil, before: row)) }
        // A funnel that nobody entered has rows without a value, which say nothing beside those of another.
        func value(_ pair: Pair) -> QueryValue {
            pair.now.map { now[$0, "breakdown"] } ?? pair.before.map { before[$0, "breakdown"] } ?? .null
        }
        func hasUnits(_ result: QueryResult, _ row: Int?) -> Bool { row.map { result[$0, "units"] != .int(0) } ?? false }
        let entered = Set(pairs.filter { hasUnits(now, $0.now) || hasUnits(before, $0.before) }.map(value))
        self.pairs = entered.isEmpty ? pairs : pairs.filter { entered.contains(value($0)) }
    }

    var rowCount: Int { pairs.count }

    /// How much the share of step 1 grew, as a fraction; nil where either time has none.
    private func change(_ pair: Pair) -> Double? {
        guard let a = pair.now.flatMap({ now[$0, "ofFirst"].double }), let b = pair.before.flatMap({ before[$0, "ofFirst"].double }) else {
            return nil
        }
        return a - b
    }

    /// A value of the row; of one that only the time before has nobody got anywhere.
    private func cell(_ pair: Pair, _ column: String) -> Cell {
        if let row = pair.now { return Cell(now[row, column]) }
        switch column {
        case "breakdown", "step", "label": return pair.before.map { Cell(before[$0, column]) } ?? .null
        case "units", "dropped", "incomplete": return .integer(0)
        default: return .null
        }
    }

    private func unitsBefore(_ pair: Pair) -> Cell { pair.before.map { Cell(before[$0, "units"]) } ?? .integer(0) }

    /// All columns, then previousUnits, previousOfFirst and conversionChange.
    func table() -> ResultTable {
        var table = ResultTable(columns: QueryTable.columns(now))
        let names = table.columns.map(\.name)
        table.columns += ["previousUnits", "previousOfFirst", "conversionChange"].map { ResultColumn($0, .number) }
        for pair in pairs {
            var cells = names.map { cell(pair, $0) }
            cells.append(unitsBefore(pair))
            cells.append(pair.before.map { Cell(before[$0, "ofFirst"]) } ?? .null)
            cells.append(Cell(change(pair)))
            table.rows.append(cells)
        }
        return table
    }

    /// For a person at a terminal of so many columns, nil for any: units and share of step 1, each with that of before.
    func screen(hasBreakdown: Bool, columns: Int?) -> ResultTable {
        let isWide = columns ?? .max >= 110
        var table = ResultTable(columns: hasBreakdown ? [ResultColumn("value", .text)] : [])
        table.columns += [
            ResultColumn("", .number), ResultColumn("step", .text), ResultColumn("units", .number), ResultColumn("before", .number),
            ResultColumn("", .text), ResultColumn("of first", .number), ResultColumn("before", .number), ResultColumn("change", .number),
        ]
        for pair in pairs {
            let share = pair.now.flatMap { now[$0, "ofFirst"].double }
            let isFirst = cell(pair, "step") == .integer(1)
            var cells: [Cell] = hasBreakdown ? [isFirst ? cell(pair, "breakdown") : .text("")] : []
            func percent(_ share: Double?) -> Cell { .exact(share.map { Bars.rounded($0 * 100) + "%" } ?? "") }
            cells += [
                cell(pair, "step"), cell(pair, "label"), cell(pair, "units"), unitsBefore(pair),
                .text(Bars.bar(share ?? 0, cells: isWide ? 24 : hasBreakdown ? 6 : 10)), percent(share),
                percent(pair.before.flatMap { before[$0, "ofFirst"].double }), .text(isFirst ? "" : CellGraphics.points(change(pair))),
            ]
            table.rows.append(cells)
        }
        return table
    }
}
