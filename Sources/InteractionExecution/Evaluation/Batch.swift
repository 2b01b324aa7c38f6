// The rows that expressions are evaluated over: rows of a row group, entries of a dictionary, or groups of an aggregation.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// A number of rows and where their columns come from. Used by one thread at a time.
package protocol Batch {
    /// Number of rows.
    var count: Int { get }
    /// The values of a column of the row. Errors: those of reading it.
    func column(_ column: ColumnReference) throws(InteractionError) -> Vector
    /// The values of grouping key i; of aggregate i. Only for batches of groups.
    func key(_ index: Int) throws(InteractionError) -> Vector
    func aggregate(_ index: Int) throws(InteractionError) -> Vector
    /// The batch of some of its rows, in order.
    func restricted(to rows: [UInt32]) -> any Batch
}

extension Batch {
    package func key(_ index: Int) throws(InteractionError) -> Vector { throw misplaced("a grouping key") }
    package func aggregate(_ index: Int) throws(InteractionError) -> Vector { throw misplaced("an aggregate") }

    func misplaced(_ what: String) -> InteractionError {
        InteractionError(.invalidQuery, "\(what) is read where there is none")
    }
}

/// Rows that stand for entries of one dictionary: what an expression of a single text column is computed over.
struct DictionaryBatch: Batch {
    let reference: ColumnReference
    let codes: [UInt32]
    let dictionary: StringDictionary

    var count: Int { codes.count }

    func column(_ column: ColumnReference) throws(InteractionError) -> Vector {
        guard column == reference else { throw misplaced("the column \(column)") }
        return Vector(column.type, .text(codes, dictionary), count: codes.count)
    }

    func restricted(to rows: [UInt32]) -> any Batch {
        DictionaryBatch(reference: reference, codes: Gather.pick(codes, rows), dictionary: dictionary)
    }
}

/// Vectors by column, key and aggregate: groups of an aggregation, or a row without columns.
struct VectorBatch: Batch {
    var count: Int
    var columns: [ColumnReference: Vector] = [:]
    var keys: [Vector] = []
    var aggregates: [Vector] = []

    func column(_ column: ColumnReference) throws(InteractionError) -> Vector {
        guard let vector = columns[column] else { throw misplaced("the column \(column)") }
        return vector
    }

    func key(_ index: Int) throws(InteractionError) -> Vector {
        guard keys.indices.contains(index) else { throw misplaced("a grouping key") }
        return keys[index]
    }

    func aggregate(_ index: Int) throws(InteractionError) -> Vector {
        guard aggregates.indices.contains(index) else { throw misplaced("an aggregate") }
        return aggregates[index]
    }

    func restricted(to rows: [UInt32]) -> any Batch {
        VectorBatch(
            count: rows.count, columns: columns.mapValues { $0.gathered(rows) }, keys: keys.map { $0.gathered(rows) },
            aggregates: aggregates.map { $0.gathered(rows) })
    }
}
