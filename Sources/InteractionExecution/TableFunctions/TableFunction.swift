// The door for analyses that answer as relations: what implements one stands in a higher layer, is registered with the options of a
// query, and is found here by the name of the call.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// The rows of a table function: those of its columns that were asked for, by their index in the call.
package struct TableFunctionRows: Sendable {
    package var rowCount: Int
    package var columns: [Int: Vector]

    package init(rowCount: Int, columns: [Int: Vector]) {
        self.rowCount = rowCount
        self.columns = columns
    }
}

/// Answers calls of one table function.
package protocol TableFunction: Sendable {
    /// What binds its calls.
    var signature: TableFunctionSignature { get }

    /// The rows in their order, with the columns of `wanted` at least, each of `rowCount` values of the type that the call says.
    /// The order and the values do not depend on threads. Errors: those of the analysis and of reading. Blocks.
    func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows
}
