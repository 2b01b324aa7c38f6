// The functions of numbers that `MathFunction` names, a column at a time where they take one DOUBLE.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum NumberCalls {
    static func call(
        _ function: MathFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        if arguments.count == 1, case .doubles(let values) = arguments[0].data {
            var result = arguments[0]
            result.type = type
            if type == .double {
                result.data = .doubles(values.map { RealFunctions.unary(function, $0) })
            } else {
                result.data = .bools(values.map { RealFunctions.test(function, $0) ? 1 : 0 })
            }
            return result
        }
        let rule: FloatingPointRoundingRule = function == .roundEven ? .toNearestOrEven : .towardZero
        return try RowWise.map(arguments, type, count: count) { (values) throws(InteractionError) in
            switch (values[0], values.count > 1 ? values[1] : .null) {
            case (.double(let x), .double(let y)): return .double(RealFunctions.binary(function, x, y))
            case (.double(let x), .int(let digits)): return .double(Rounding.rounded(x, digits, rule))
            case (.int(let x), let other):
                if case .int(let y) = other { return try IntegerFunctions.binary(function, x, y, rule) }
                return try IntegerFunctions.unary(function, x)
            case (.hugeint(let x), .int(let digits)): return .hugeint(Rounding.rounded(x, digits, rule))
            case (let value, _): return value
            }
        }
    }
}
