// Which of several conditions hold for an event, as bits: conditions on one dictionary column are decided once for each entry, and
// rows without any bit are not touched.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// Evaluates conditions into bits.
struct StreamMarks {
    private let conditions: [ExpressionNode]
    private let evaluator: Evaluator

    init(_ conditions: [ExpressionNode], _ evaluator: Evaluator) {
        self.conditions = conditions
        self.evaluator = evaluator
    }

    /// The dictionary column that all conditions read, if there is one.
    private var column: (reference: ColumnReference, code: CodeColumn)? {
        guard let reference = conditions.first?.textColumn, let code = CodeColumn(reference),
            conditions.allSatisfy({ $0.textColumn == reference && !$0.mayRaise })
        else { return nil }
        return (reference, code)
    }

    /// Bits by code.
    private func table(_ column: ColumnReference, _ dictionary: StringDictionary) throws(InteractionError) -> [UInt32] {
        var table = [UInt32](repeating: 0, count: dictionary.count + 1)
        for (bit, condition) in conditions.enumerated() {
            let truth = try evaluator.truth(condition, column, dictionary).table
            for code in table.indices where truth[code] != 0 { table[code] |= 1 << UInt32(bit) }
        }
        return table
    }

    /// The bits of chosen rows. Errors: those of reading and evaluating.
    func marks(_ rows: RowSelection, _ reader: UnitReader) throws(InteractionError) -> [UInt32] {
        if let (reference, code) = column {
            return Gather.lookup(try table(reference, try reader.source.dictionary(code)), try reader.codes(code, of: rows))
        }
        var marks = [UInt32](repeating: 0, count: rows.count)
        let batch = ScanBatch(reader, rows)
        for (bit, condition) in conditions.enumerated() {
            let mark = UInt32(1) << UInt32(bit)
            if let positions = Logic.trueRows(try evaluator.evaluate(condition, batch)) {
                for position in positions { marks[Int(position)] |= mark }
            } else {
                for position in marks.indices { marks[position] |= mark }
            }
        }
        return marks
    }

    /// The chosen rows that have any bit, and their bits. Errors: as `marks`.
    func marked(
        _ rows: RowSelection, _ reader: UnitReader
    ) throws(InteractionError) -> (rows: RowSelection, marks: [UInt32]?) {
        if case .all = rows, let (reference, code) = column {
            let table = try table(reference, try reader.source.dictionary(code))
            let bits = try reader.rows(code, in: table.map { $0 == 0 ? 0 : 1 })
            if bits.count == 0 { return (.rows([]), []) }
            let chosen = RowSelection.rows(bits.rows)
            return (chosen, Gather.lookup(table, try reader.codes(code, of: chosen)))
        }
        let all = try marks(rows, reader)
        var positions: [UInt32] = []
        for (position, mark) in all.enumerated() where mark != 0 { positions.append(UInt32(truncatingIfNeeded: position)) }
        if positions.count == all.count { return (rows, all) }
        return (rows.picking(positions), Gather.pick(all, positions))
    }
}
