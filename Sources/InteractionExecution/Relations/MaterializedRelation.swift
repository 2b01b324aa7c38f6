// The answer of a subquery as something that a plan can read: columns held in memory, their rows in the order of the answer.
// It is cut into parts, which threads take like the row groups of a scan.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Rows of typed columns.
final class MaterializedRelation: Sendable {
    let columns: [Vector]
    let rowCount: Int
    /// Bytes held, dictionaries included.
    let byteCount: Int

    init(columns: [Vector], rowCount: Int) {
        self.columns = columns
        self.rowCount = rowCount
        byteCount = columns.reduce(0) { $0 + $1.byteCount + $1.dictionaryBytes }
    }

    /// Ranges of rows to be taken by threads. A batch may cost as much as its columns have different texts, so there
    /// are few parts for each thread, however many rows there are.
    func parts(_ options: ExecutionOptions) -> [Range<Int>] {
        let most = options.threads * 4
        let size = max(1, options.relationRows, (rowCount + most - 1) / most)
        return stride(from: 0, to: rowCount, by: size).map { $0..<min(rowCount, $0 + size) }
    }
}

/// Some rows of a relation. Used by one thread at a time.
final class RelationBatch: Batch {
    private enum Rows {
        case range(Range<Int>)
        /// In any order.
        case list([UInt32])
    }
    private let relation: MaterializedRelation
    private let rows: Rows
    private var cache: [Int: Vector] = [:]

    init(_ relation: MaterializedRelation, _ range: Range<Int>) {
        self.relation = relation
        rows = .range(range)
    }

    init(_ relation: MaterializedRelation, rows: [UInt32]) {
        self.relation = relation
        self.rows = .list(rows)
    }

    var count: Int {
        switch rows {
        case .range(let range): range.count
        case .list(let list): list.count
        }
    }

    /// The rows by their number in the relation.
    var numbers: [UInt32] {
        switch rows {
        case .range(let range): range.map { UInt32(truncatingIfNeeded: $0) }
        case .list(let list): list
        }
    }

    func column(_ column: ColumnReference) throws(InteractionError) -> Vector {
        guard case .field(let field) = column, relation.columns.indices.contains(field.index) else {
            throw misplaced("the column \(column)")
        }
        if let vector = cache[field.index] { return vector }
        let whole = relation.columns[field.index]
        let vector: Vector
        switch rows {
        case .range(let range): vector = range.count == relation.rowCount ? whole : whole.sliced(range)
        case .list(let list): vector = whole.gathered(list)
        }
        cache[field.index] = vector
        return vector
    }

    func restricted(to positions: [UInt32]) -> any Batch { picking(positions) }

    func picking(_ positions: [UInt32]) -> RelationBatch {
        switch rows {
        case .range(let range):
            let first = UInt32(truncatingIfNeeded: range.lowerBound)
            return RelationBatch(relation, rows: positions.map { $0 &+ first })
        case .list(let list): return RelationBatch(relation, rows: Gather.pick(list, positions))
        }
    }
}

/// The filter of a plan over a relation: its conditions in the order of their cost, as over events (`ScanFilter`).
struct RelationFilter: Sendable {
    private let conditions: [ExpressionNode]

    init(_ filter: Expression?) { conditions = ScanFilter(filter).conditions }

    /// The rows of a part where all conditions are true. Errors: those of evaluating.
    func select(
        _ relation: MaterializedRelation, _ part: Range<Int>, _ evaluator: Evaluator
    ) throws(InteractionError) -> RelationBatch {
        var batch = RelationBatch(relation, part)
        for condition in conditions where batch.count > 0 {
            if let rows = Logic.trueRows(try evaluator.evaluate(condition, batch)) { batch = batch.picking(rows) }
        }
        return batch
    }
}

extension Vector {
    /// The rows of a range.
    func sliced(_ range: Range<Int>) -> Vector {
        var result = self
        result.count = range.count
        if isConstant { return result }
        switch data {
        case .nulls: break
        case .bools(let values): result.data = .bools(Array(values[range]))
        case .ints(let values): result.data = .ints(Array(values[range]))
        case .hugeints(let values): result.data = .hugeints(Array(values[range]))
        case .doubles(let values): result.data = .doubles(Array(values[range]))
        case .intervals(let values): result.data = .intervals(Array(values[range]))
        case .text(let codes, let dictionary): result.data = .text(Array(codes[range]), dictionary)
        case .variants(let values):
            result.data = .variants(
                VariantValues(kinds: Array(values.kinds[range]), bits: Array(values.bits[range]), dictionary: values.dictionary))
        case .lists(let spans, let elements): result.data = .lists(Array(spans[range]), elements)
        }
        if let validity { result.validity = Array(validity[range]) }
        return result
    }

    /// The dictionary that the values are codes of.
    var dictionary: StringDictionary? {
        switch data {
        case .text(_, let dictionary): dictionary
        case .variants(let values): values.dictionary
        case .lists(_, let elements): elements.values.dictionary
        default: nil
        }
    }

    /// Bytes of that dictionary.
    var dictionaryBytes: Int { dictionary.map { $0.byteCount + $0.count * 4 } ?? 0 }
}
