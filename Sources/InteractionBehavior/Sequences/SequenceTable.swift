// The rows of `sequences`, `sequence_units` and `sequence_next`.

import InteractionExecution
import InteractionModel
import InteractionPlan

enum SequenceTable {
    private static func value(_ number: Double?) -> ResultValue { number.map { .double($0) } ?? .null }

    /// One row.
    static func summary(_ wanted: Set<SequenceFunction.SummaryColumn>, _ found: SequenceFold) -> TableFunctionRows {
        let spans = found.spans.sorted()
        let sum = spans.reduce(Int128(0)) { $0 + Int128($1) }
        var columns: [Int: Vector] = [:]
        for column in wanted {
            let value: ResultValue =
                switch column {
                case .units: .int(Int64(found.unitCount))
                case .matchedUnits: .int(Int64(found.matchedCount))
                case .share: found.unitCount == 0 ? .null : .double(Double(found.matchedCount) / Double(found.unitCount))
                case .matches: .int(Int64(found.matches))
                case .meanSeconds: spans.isEmpty ? .null : .double(Double(sum) / Double(spans.count) / 1_000_000)
                case .medianSeconds: Self.value(Median.of(sorted: spans).map { $0 / 1_000_000 })
                case .p95Seconds: Self.value(FunnelTable.quantile(spans, 0.95).map { $0 / 1_000_000 })
                }
            columns[column.rawValue] = Vector([value], column.type)
        }
        return TableFunctionRows(rowCount: 1, columns: columns)
    }

    /// By the times of the first match, then by name. Errors: those of reading names.
    static func units(
        _ wanted: Set<SequenceFunction.UnitColumn>, _ found: SequenceFold, _ stream: UnitStream
    ) throws(InteractionError) -> TableFunctionRows {
        let all = try stream.names(of: found.units.map(\.unit))
        let order = found.units.indices.sorted { a, b in
            let (left, right) = (found.units[a], found.units[b])
            if left.times != right.times { return left.times.lexicographicallyPrecedes(right.times) }
            if !all.bytes(a).elementsEqual(all.bytes(b)) { return all.bytes(a).lexicographicallyPrecedes(all.bytes(b)) }
            return left.matches > right.matches
        }
        let units = order.map { found.units[$0] }
        var columns: [Int: Vector] = [:]
        for column in wanted {
            columns[column.rawValue] =
                switch column {
                case .unit: try stream.names(of: units.map(\.unit)).vector
                case .matches: Vector(.bigint, .ints(units.map { Int64($0.matches) }), count: units.count)
                case .times: Vector(units.map { .list($0.times.map { .timestamp($0) }) }, column.type)
                }
        }
        return TableFunctionRows(rowCount: units.count, columns: columns)
    }

    /// Most frequent first, then by label in byte order, none last.
    static func next(_ wanted: Set<SequenceFunction.NextColumn>, _ found: SequenceFold, _ stream: UnitStream) -> TableFunctionRows {
        let labels = found.next.keys.sorted()
        let texts = stream.labelTexts(1, of: labels)
        let counts = labels.map { found.next[$0]?.count ?? 0 }
        let order = labels.indices.sorted { a, b in
            if counts[a] != counts[b] { return counts[a] > counts[b] }
            if labels[a] == 0 || labels[b] == 0 { return labels[b] == 0 && labels[a] != 0 }
            return texts.bytes(a).lexicographicallyPrecedes(texts.bytes(b))
        }
        func gap(_ row: Int) -> ResultValue {
            guard labels[row] != 0, let next = found.next[labels[row]] else { return .null }
            return .double(Double(next.gap) / Double(next.count) / 1_000_000)
        }
        var columns: [Int: Vector] = [:]
        for column in wanted {
            columns[column.rawValue] =
                switch column {
                case .label: stream.labelTexts(1, of: order.map { labels[$0] }).vector
                case .count: Vector(.bigint, .ints(order.map { Int64(counts[$0]) }), count: order.count)
                case .share: Vector(.double, .doubles(order.map { Double(counts[$0]) / Double(max(1, found.matches)) }), count: order.count)
                case .meanGapSeconds: Vector(order.map(gap), column.type)
                }
        }
        return TableFunctionRows(rowCount: order.count, columns: columns)
    }
}
