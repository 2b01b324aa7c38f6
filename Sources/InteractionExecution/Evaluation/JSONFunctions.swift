// Functions of JSON.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum JSONFunctions {
    static func call(
        _ function: JSONFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        .nulls(type, count: count)
    }
}
