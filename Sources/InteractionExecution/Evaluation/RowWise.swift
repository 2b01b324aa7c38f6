// Functions computed a row at a time from values: for what is not worth a loop of its own. Over a single dictionary column the
// rows are dictionary entries (see Evaluator), so each distinct text is worked on once.

import InteractionModel
import InteractionPlan

enum RowWise {
    /// The results of `body` for each row's arguments. With `skipsNulls` a NULL argument gives NULL without a call. Errors: those of
    /// `body`, and `.limitReached` when the results take too much.
    static func map(
        _ arguments: [Vector], _ type: ScalarType, count: Int, skipsNulls: Bool = true,
        _ body: (_ values: [ResultValue]) throws(InteractionError) -> ResultValue
    ) throws(InteractionError) -> Vector {
        let isConstant = arguments.allSatisfy(\.isConstant)
        let rows = isConstant ? min(1, count) : count
        // Constants are made values once.
        var values = arguments.map { $0.isConstant && count > 0 ? $0.value(0) : .null }
        if skipsNulls, count > 0 {
            for (argument, value) in zip(arguments, values) where argument.isConstant && value == .null { return .nulls(type, count: count) }
        }
        let varying = arguments.indices.filter { !arguments[$0].isConstant }
        var builder = VectorBuilder(type)
        for row in 0..<rows {
            var hasNull = false
            for index in varying {
                values[index] = arguments[index].value(row)
                if values[index] == .null { hasNull = true }
            }
            builder.append(skipsNulls && hasNull ? .null : try body(values))
            if builder.variableBytes > ValueLimit.batchBytes { throw ValueLimit.tooMuch }
        }
        var result = builder.finish()
        result.isConstant = isConstant
        result.count = count
        return result
    }
}
