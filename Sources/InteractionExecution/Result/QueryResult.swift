// The answer to a query: columns, and how the answer was made.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// How an answer was made.
package struct Provenance: Sendable, Hashable {
    /// False when some number is an approximation.
    package var isExact = true
    package var scan = ScanFacts()
    /// The range of time that the filter admits; `all` without one.
    package var range = TimeRange.all
    /// First and last timestamp of the sources asked, nil without any.
    package var sourceRange: ClosedRange<Int64>?
    package var memory = MemoryUse()
    /// In the order in which plans and their steps were answered.
    package var operators: [OperatorFacts] = []
    package var threads = 1
    package var elapsedMicroseconds: Int64 = 0
}

/// Columns of values.
package struct QueryResult: Sendable {
    package struct Column: Sendable {
        package var name: String
        package var type: ScalarType
        /// One value for each row, never a constant.
        package var values: Vector
    }
    package var columns: [Column]
    package var rowCount: Int
    package var provenance: Provenance

    /// The value in a row and column. Both are in range.
    package func value(row: Int, column: Int) -> ResultValue { columns[column].values.value(row) }
}
