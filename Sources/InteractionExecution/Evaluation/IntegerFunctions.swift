// Functions of integers, told by an error where the result does not fit.

import InteractionModel
import InteractionPlan

enum IntegerFunctions {
    private static func overflow(_ what: String) -> InteractionError { InteractionError(.invalidQuery, "\(what) is out of range") }

    /// Errors: `.invalidQuery` for a result beyond BIGINT.
    static func binary(
        _ function: MathFunction, _ x: Int64, _ y: Int64, _ rule: FloatingPointRoundingRule
    ) throws(InteractionError) -> ResultValue {
        switch function {
        case .xor: return .int(x ^ y)
        case .trunc, .roundEven:
            guard let value = Int64(exactly: Rounding.rounded(Int128(x), y, rule)) else { throw overflow("\(function.name)(\(x), \(y))") }
            return .int(value)
        default:
            var (a, b) = (x.magnitude, y.magnitude)
            while b != 0 { (a, b) = (b, a % b) }
            guard function == .lcm else {
                guard let value = Int64(exactly: a) else { throw overflow("gcd(\(x), \(y))") }
                return .int(value)
            }
            if a == 0 || x == 0 || y == 0 { return .int(0) }
            let (product, isTooLarge) = (x.magnitude / a).multipliedReportingOverflow(by: y.magnitude)
            guard !isTooLarge, let value = Int64(exactly: product) else { throw overflow("lcm(\(x), \(y))") }
            return .int(value)
        }
    }

    /// Errors: `.invalidQuery` for a result beyond its type.
    static func unary(_ function: MathFunction, _ x: Int64) throws(InteractionError) -> ResultValue {
        guard function == .factorial else { return .int(Int64(x.nonzeroBitCount)) }
        guard (0...33).contains(x) else { throw overflow("factorial(\(x))") }
        var product: Int128 = 1
        for factor in stride(from: Int64(2), through: x, by: 1) { product *= Int128(factor) }
        return .hugeint(product)
    }
}
