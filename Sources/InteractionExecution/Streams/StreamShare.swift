// What one thread does for a stream: reads row groups, evaluates the columns, and makes batches in unit order.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// One thread's share of a stream.
final class StreamShare {
    let stream: UnitStream
    let mappings: [KeyMapping?]
    let unitMapping: KeyMapping?

    init(_ stream: UnitStream) {
        self.stream = stream
        func mapping(_ labels: StreamLabels?) -> KeyMapping? {
            guard case .expression(_, let interner)? = labels?.source else { return nil }
            return KeyMapping(interner)
        }
        mappings = stream.labels.map { mapping($0) }
        unitMapping = mapping(stream.unitLabels)
    }

    var request: StreamRequest { stream.request }

    /// The batch of an item. Errors: those of reading and evaluating.
    func batch(_ item: UnitStream.Item) throws(InteractionError) -> UnitBatch {
        if item.isRegrouped { return try regrouped(item.units, item.index) }
        guard let unit = item.units.first else { return .empty }
        return try clustered(unit, item.index)
    }

    /// The chosen rows of a row group, with the marks where only marked ones count.
    func chosen(_ unit: ScanUnit, _ reader: UnitReader) throws(InteractionError) -> (rows: RowSelection, marks: [UInt32]?) {
        let selection = try stream.scan.select(unit, reader)
        guard let column = stream.markedOnly, case .marks(let conditions) = stream.labels[column].source, !selection.isEmpty else {
            return (selection, nil)
        }
        return try StreamMarks(conditions, stream.scan.evaluator).marked(selection, reader)
    }

    /// One value for each chosen row, of each column.
    func columns(
        _ unit: ScanUnit, _ reader: UnitReader, _ rows: RowSelection, marks: [UInt32]?
    ) throws(InteractionError) -> [[UInt32]] {
        var columns: [[UInt32]] = []
        for (index, labels) in stream.labels.enumerated() {
            if index == stream.markedOnly, let marks {
                columns.append(marks)
            } else {
                columns.append(try numbers(labels, mappings[index], unit, reader, rows))
            }
        }
        return columns
    }

    /// One value for each chosen row.
    func numbers(
        _ labels: StreamLabels, _ mapping: KeyMapping?, _ unit: ScanUnit, _ reader: UnitReader, _ rows: RowSelection
    ) throws(InteractionError) -> [UInt32] {
        switch labels.source {
        case .codes(let column, let maps, _): return Gather.lookup(maps[unit.source], try reader.codes(column, of: rows))
        case .expression(let node, _): return try ids(node, mapping, reader, rows)
        case .marks(let conditions): return try StreamMarks(conditions, stream.scan.evaluator).marks(rows, reader)
        case .session:
            let base = UInt32(truncatingIfNeeded: stream.clusterBases[unit.source] - 1)
            return rows.pick(try reader.sessionCodes()).map { $0 == 0 ? 0 : $0 &+ base }
        case .user:
            let base = UInt32(truncatingIfNeeded: stream.userBases[unit.source] - 1)
            return try reader.codes(.user, of: rows).map { $0 == 0 ? 0 : $0 &+ base }
        }
    }

    func ids(
        _ node: ExpressionNode, _ mapping: KeyMapping?, _ reader: UnitReader, _ rows: RowSelection
    ) throws(InteractionError) -> [UInt32] {
        guard let mapping else { return [] }
        let keys = KeyCodes(try stream.scan.evaluator.evaluate(node, ScanBatch(reader, rows)))
        let ids = try mapping.ids(keys, used: keys.used)
        guard let codes = keys.codes else { return [UInt32](repeating: ids[0], count: rows.count) }
        return Gather.lookup(ids, codes)
    }
}
