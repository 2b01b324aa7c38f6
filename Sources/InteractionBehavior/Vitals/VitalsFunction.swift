// `FROM vitals(by => details.page, where => ...)`: quantiles and shares of performance metrics. The engine leaves one report for
// each metric and id, the last in the order of events, and counts equal values; what is held here are values with their counts.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `vitals`.
package struct VitalsFunction: TableFunction {
    static let name = "vitals"

    /// Columns by name, as in `VitalStats`; `by` is there with the argument of that name only.
    enum Column: String, CaseIterable {
        case metric, by, count, p75, p50, p95, good, needsImprovement, poor, rating

        var type: ScalarType {
            switch self {
            case .metric, .by, .rating: .varchar
            case .count: .bigint
            default: .double
            }
        }
    }

    static func columns(_ arguments: TableFunctionArguments) -> [Column] {
        Column.allCases.filter { $0 != .by || arguments["by"] != nil }
    }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name, parameters: [TableFunctionParameter("by", .expression)],
            columns: { Self.columns($0).map { ResultColumn(name: $0.rawValue, type: $0.type) } })
    }

    /// The function called with a breakdown, or without.
    package static func call(by: Expression?, filter: Expression?, now: Timestamp, zone: ZoneRules) -> TableFunctionCall {
        let arguments: TableFunctionArguments = by.map { ["by": .expression($0)] } ?? [:]
        return TableFunctionCall(
            name: name, arguments: arguments, filter: filter,
            columns: columns(arguments).map { ResultColumn(name: $0.rawValue, type: $0.type) }, zone: zone, now: now)
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let stats = try stats(context)
        var vectors: [Int: Vector] = [:]
        for (index, column) in Self.columns(context.call.arguments).enumerated() where wanted.contains(index) {
            let values = stats.map { row -> ResultValue in
                switch column {
                case .metric: .text(row.metric)
                case .by: row.by.map { .text($0) } ?? .null
                case .count: .int(Int64(row.count))
                case .p75: .double(row.p75)
                case .p50: .double(row.p50)
                case .p95: .double(row.p95)
                case .good: row.good.map { .double($0) } ?? .null
                case .needsImprovement: row.needsImprovement.map { .double($0) } ?? .null
                case .poor: row.poor.map { .double($0) } ?? .null
                case .rating: row.rating.map { .text($0.rawValue) } ?? .null
                }
            }
            vectors[index] = Vector(values, column.type)
        }
        return TableFunctionRows(rowCount: stats.count, columns: vectors)
    }

    private func stats(_ context: TableFunctionContext) throws(InteractionError) -> [VitalStats] {
        let metric = "CAST(details.metric AS VARCHAR)"
        let value = "details.value * 1.0"
        let by = context.call.arguments["by"] == nil ? "NULL" : "CAST(\"by\" AS VARCHAR)"
        // Reports without an id stand for themselves: they are kept apart by what is counted.
        func own(_ expression: String) -> String { "CASE WHEN details.id IS NULL THEN \(expression) END" }
        let found = try context.answer(
            """
            SELECT metric, part, value, sum(reports) FROM (
                SELECT \(metric) AS metric, last(\(by)) AS part, last(\(value)) AS value,
                    CASE WHEN details.id IS NULL THEN count(*) ELSE 1 END AS reports
                FROM interactions WHERE action = 'performance_metric' AND details.metric IS NOT NULL AND \(value) IS NOT NULL
                GROUP BY \(metric), details.id, \(own(value)), \(own(by)))
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """)
        var stats: [VitalStats] = []
        var values: [VitalCount] = []
        for row in 0..<found[0].count {
            guard let metric = found[0].value(row).text, let value = found[2].value(row).number else { continue }
            values.append(VitalCount(value: value, count: found[3].value(row).whole))
            let isLast = row + 1 == found[0].count || found[0].value(row + 1) != found[0].value(row) || found[1].value(row + 1) != found[1].value(row)
            if isLast, let row = VitalStats(metric: metric, by: found[1].value(row).text, values) { stats.append(row) }
            if isLast { values = [] }
        }
        func rank(_ metric: String) -> Int { VitalStats.order.firstIndex(of: metric) ?? VitalStats.order.count }
        // Stable: names, then values of the breakdown, stay in their order.
        return stats.enumerated().sorted { (rank($0.element.metric), $0.offset) < (rank($1.element.metric), $1.offset) }.map(\.element)
    }
}
