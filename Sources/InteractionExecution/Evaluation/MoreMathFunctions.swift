// Further functions of numbers, a column at a time where they take one DOUBLE.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum MoreMathFunctions {
    static func call(
        _ function: MathFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        if arguments.count == 1, case .doubles(let values) = arguments[0].data {
            var result = arguments[0]
            result.type = type
            if type == .double {
                result.data = .doubles(values.map { unary(function, $0) })
            } else {
                result.data = .bools(values.map { test(function, $0) ? 1 : 0 })
            }
            return result
        }
        return try RowWise.map(arguments, type, count: count) { (values) throws(InteractionError) in
            switch (values[0], values.count > 1 ? values[1] : .null) {
            case (.double(let x), .double(let y)): return .double(binary(function, x, y))
            case (.double(let x), .int(let digits)): return .double(cut(function, x, digits))
            case (.int(let x), let other):
                if case .int(let y) = other { return try integers(function, x, y) }
                return try integer(function, x)
            case (.hugeint(let x), .int(let digits)): return .hugeint(cut(function, x, digits))
            case (let value, _): return value
            }
        }
    }

    private static func unary(_ function: MathFunction, _ x: Double) -> Double {
        switch function {
        case .cbrt: return Elementary.cubeRoot(x)
        case .log2: return Elementary.log2(x)
        case .sin: return Elementary.sin(x)
        case .cos: return Elementary.cos(x)
        case .tan: return Elementary.tan(x)
        case .asin: return Elementary.asin(x)
        case .acos: return Elementary.acos(x)
        case .atan: return Elementary.atan(x)
        case .sinh: return Elementary.sinh(x)
        case .cosh: return Elementary.cosh(x)
        case .tanh: return Elementary.tanh(x)
        case .asinh: return Elementary.asinh(x)
        case .acosh: return Elementary.acosh(x)
        case .atanh: return Elementary.atanh(x)
        case .cot: return 1 / Elementary.tan(x)
        case .degrees: return x * (180 / Double.pi)
        case .radians: return x * (Double.pi / 180)
        case .gamma: return Elementary.gamma(x)
        case .lgamma: return Elementary.logGamma(x)
        case .even:
            let away = x < 0 ? x.rounded(.down) : x.rounded(.up)
            return away.truncatingRemainder(dividingBy: 2) == 0 || !away.isFinite ? away : away + (x < 0 ? -1 : 1)
        case .trunc: return x.rounded(.towardZero)
        default: return x
        }
    }

    private static func test(_ function: MathFunction, _ x: Double) -> Bool {
        switch function {
        case .isNaN: x.isNaN
        case .isInfinite: x.isInfinite
        case .isFinite: x.isFinite
        default: x.sign == .minus
        }
    }

    private static func binary(_ function: MathFunction, _ x: Double, _ y: Double) -> Double {
        switch function {
        case .atan2: return Elementary.atan2(x, y)
        case .logarithm: return Elementary.log10(y) / Elementary.log10(x)
        case .nextAfter: return x.isNaN || y.isNaN ? .nan : x == y ? y : y > x ? x.nextUp : x.nextDown
        case .floorQuotient: return (x / y).rounded(.down)
        case .floorRemainder: return x - (x / y).rounded(.down) * y
        default: return x
        }
    }

    /// trunc and round_even with digits.
    private static func cut(_ function: MathFunction, _ x: Double, _ digits: Int64) -> Double {
        let rule: FloatingPointRoundingRule = function == .trunc ? .towardZero : .toNearestOrEven
        let factor = Elementary.power(10, Double(min(400, digits.magnitude)))
        let value = digits < 0 ? (x / factor).rounded(rule) * factor : (x * factor).rounded(rule) / factor
        return value.isFinite ? value : digits < 0 ? 0 : x
    }

    private static func cut(_ function: MathFunction, _ x: Int128, _ digits: Int64) -> Int128 {
        guard digits < 0 else { return x }
        guard digits > -38, let factor = ExactDecimal.power(of: Int(-digits)) else { return 0 }
        let (quotient, rest) = x.quotientAndRemainder(dividingBy: factor)
        var rounded = quotient
        if function == .roundEven {
            let half = factor / 2
            if rest.magnitude > half.magnitude || (rest.magnitude == half.magnitude && quotient % 2 != 0) { rounded += x < 0 ? -1 : 1 }
        }
        let (value, overflow) = rounded.multipliedReportingOverflow(by: factor)
        return overflow ? x : value
    }

    private static func overflow(_ what: String) -> InteractionError { InteractionError(.invalidQuery, "\(what) is out of range") }

    private static func integers(_ function: MathFunction, _ x: Int64, _ y: Int64) throws(InteractionError) -> ResultValue {
        switch function {
        case .xor: return .int(x ^ y)
        case .trunc, .roundEven:
            guard let value = Int64(exactly: cut(function, Int128(x), y)) else { throw overflow("\(function.name)(\(x), \(y))") }
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

    private static func integer(_ function: MathFunction, _ x: Int64) throws(InteractionError) -> ResultValue {
        guard function == .factorial else { return .int(Int64(x.nonzeroBitCount)) }
        guard (0...33).contains(x) else { throw overflow("factorial(\(x))") }
        var product: Int128 = 1
        for factor in stride(from: Int64(2), through: x, by: 1) { product *= Int128(factor) }
        return .hugeint(product)
    }
}
