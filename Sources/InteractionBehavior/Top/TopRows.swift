// The rows of one question for the commonest values, in their order: by the breakdown, then most frequent first, equal counts by
// text in byte order.

import InteractionExecution
import InteractionModel
import InteractionPlan

struct TopRows {
    struct Row {
        var by = ResultValue.null
        var value: ResultValue
        var count: Int
        var units: Int
        /// Events that have a value, and distinct values, of the same value of the breakdown.
        var total: Int
        var values: Int
    }
    private(set) var all: [Row] = []
    private let isParted: Bool

    private static let order = "count(*) DESC, CAST(\"value\" AS VARCHAR), \"value\""

    /// Aggregates whose sum is the number of units, when that is asked for.
    private static func units(_ asked: Set<TopFunction.Column>) -> String {
        asked.contains(.units) ? ", " + Units.aggregates.joined(separator: ", ") : ""
    }

    private static func units(_ found: [Vector], _ place: Int, _ row: Int) -> Int {
        place + 1 < found.count ? found[place].value(row).whole + found[place + 1].value(row).whole : 0
    }

    /// Without a breakdown: the engine keeps no more rows than asked for. Errors: those of a query.
    static func overall(
        _ asked: Set<TopFunction.Column>, most: Int, _ context: TableFunctionContext
    ) throws(InteractionError) -> TopRows {
        let found = try context.answer(
            "SELECT \"value\", count(*)\(units(asked)) FROM interactions WHERE \"value\" IS NOT NULL GROUP BY 1 ORDER BY \(order) LIMIT \(most)")
        var (total, values) = (0, 0)
        if asked.contains(.total) || asked.contains(.share) {
            total = try context.answer("SELECT count(\"value\") FROM interactions")[0].value(0).whole
        }
        if asked.contains(.values) { values = try context.answer("SELECT count(DISTINCT \"value\") FROM interactions")[0].value(0).whole }
        var rows = TopRows(isParted: false)
        for row in 0..<found[0].count {
            rows.all.append(
                Row(
                    value: found[0].value(row), count: found[1].value(row).whole, units: units(found, 2, row), total: total, values: values))
        }
        return rows
    }

    /// With a breakdown: all groups are held, then cut. Errors: those of a query.
    static func parted(
        _ asked: Set<TopFunction.Column>, most: Int, _ context: TableFunctionContext
    ) throws(InteractionError) -> TopRows {
        let found = try context.answer(
            "SELECT \"by\", \"value\", count(*)\(units(asked)) FROM interactions WHERE \"value\" IS NOT NULL GROUP BY 1, 2 ORDER BY \"by\", \(order)")
        var rows = TopRows(isParted: true)
        var start = 0
        while start < found[0].count {
            let by = found[0].value(start)
            var end = start
            var total = 0
            while end < found[0].count, found[0].value(end) == by || ResultValue.order(found[0].value(end), by) == 0 {
                total += found[2].value(end).whole
                end += 1
            }
            for row in start..<min(end, start + most) {
                rows.all.append(
                    Row(
                        by: by, value: found[1].value(row), count: found[2].value(row).whole, units: units(found, 3, row), total: total,
                        values: end - start))
            }
            start = end
        }
        return rows
    }

    private init(isParted: Bool) { self.isParted = isParted }

    /// How often each row's value is among the events of `compare`. Errors: those of a query.
    func previous(_ context: TableFunctionContext) throws(InteractionError) -> [Int] {
        guard !all.isEmpty, case .expression(let compare)? = context.call.arguments["compare"] else { return all.map { _ in 0 } }
        let by = isParted ? "\"by\"" : "NULL"
        // Texts choose the values beforehand, so that what is held are rows of the answer and no others.
        var texts = Set(all.map { $0.value.plainText })
        // Equal numbers have a text as whole numbers and one as doubles.
        for row in all {
            if case .int(let whole) = Self.key(row.value) { texts.formUnion([String(whole), ResultValue.double(Double(whole)).plainText]) }
        }
        let found = try context.answer(
            "SELECT \(by), \"value\", count(*) FROM interactions WHERE CAST(\"value\" AS VARCHAR) IN ("
                + texts.map { _ in "?" }.joined(separator: ", ") + ") GROUP BY 1, 2", texts.sorted().map { .varchar($0) }, over: compare)
        var counts: [[ResultValue]: Int] = [:]
        for row in 0..<found[0].count { counts[[Self.key(found[0].value(row)), Self.key(found[1].value(row))]] = found[2].value(row).whole }
        return all.map { counts[[Self.key($0.by), Self.key($0.value)]] ?? 0 }
    }

    /// One form for equal numbers.
    private static func key(_ value: ResultValue) -> ResultValue {
        if case .double(let number) = value, let whole = Int64(exactly: number) { return .int(whole) }
        return value
    }
}
