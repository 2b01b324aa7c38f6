// Functions of numbers. Logarithms and roots come from the standard library's C functions by way of the language runtime.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum MathFunctions {
    static func call(_ function: ScalarFunction, _ arguments: [Vector], _ type: ScalarType) throws(InteractionError) -> Vector {
        var result = arguments[0]
        result.type = type
        if function == .power || (function == .round && arguments.count > 1) {
            return try binary(function, arguments[0], arguments[1], type)
        }
        let valid = result.validity
        func check(_ row: Int) -> Bool { valid.map { $0[row] != 0 } ?? true }
        switch result.data {
        case .doubles(let values):
            var out: [Double] = []
            if function == .sign {
                result.data = .ints(values.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 })
                return result
            }
            out.reserveCapacity(values.count)
            for (row, value) in values.enumerated() { out.append(check(row) ? try unary(function, value) : 0) }
            result.data = .doubles(out)
        case .ints(let values):
            switch function {
            case .abs:
                for (row, value) in values.enumerated() where value == .min && check(row) { throw overflow("abs(\(value))", type) }
                result.data = .ints(values.map { $0 == .min ? 0 : Swift.abs($0) })
            case .sign: result.data = .ints(values.map { $0.signum() })
            default: break
            }
        case .hugeints(let values):
            switch function {
            case .abs:
                for (row, value) in values.enumerated() where value == .min && check(row) { throw overflow("abs(\(value))", type) }
                result.data = .hugeints(values.map { $0 == .min ? 0 : Swift.abs($0) })
            case .sign: result.data = .ints(values.map { Int64($0.signum()) })
            default: break
            }
        default: break
        }
        return result
    }

    private static func overflow(_ what: String, _ type: ScalarType) -> InteractionError {
        InteractionError(.invalidQuery, "\(what) overflows \(type)")
    }

    private static func unary(_ function: ScalarFunction, _ x: Double) throws(InteractionError) -> Double {
        switch function {
        case .abs: return x.magnitude
        case .round: return x.rounded(.toNearestOrAwayFromZero)
        case .floor: return x.rounded(.down)
        case .ceil: return x.rounded(.up)
        case .sqrt:
            return x.squareRoot()
        case .ln, .log10:
            return function == .ln ? Elementary.log(x) : Elementary.log10(x)
        case .exp: return Elementary.exp(x)
        default: return x
        }
    }

    private static func binary(
        _ function: ScalarFunction, _ a: Vector, _ b: Vector, _ type: ScalarType
    ) throws(InteractionError) -> Vector {
        let isConstant = a.isConstant && b.isConstant
        let rows = isConstant ? min(1, a.count) : a.count
        let valid = Validity.both(a.presence(), a.stride, b.presence(), b.stride, rows)
        func made(_ data: Vector.Data) -> Vector {
            Vector(type, data, count: a.count, validity: valid, isConstant: isConstant)
        }
        switch (a.data, b.data) {
        case (.doubles(let x), .doubles(let y)):
            return made(.doubles((0..<rows).map { Elementary.power(x[$0 &* a.stride], y[$0 &* b.stride]) }))
        case (.doubles(let x), .ints(let digits)):
            return made(.doubles((0..<rows).map { Rounding.rounded(x[$0 &* a.stride], digits[$0 &* b.stride], .toNearestOrAwayFromZero) }))
        case (.ints(let x), .ints(let digits)):
            var out: [Int64] = []
            for row in 0..<rows {
                if let valid, valid[row] == 0 {
                    out.append(0)
                } else {
                    guard let value = Int64(exactly: Rounding.rounded(Int128(x[row &* a.stride]), digits[row &* b.stride], .toNearestOrAwayFromZero)) else {
                        throw overflow("round(\(x[row &* a.stride]))", type)
                    }
                    out.append(value)
                }
            }
            return made(.ints(out))
        case (.hugeints(let x), .ints(let digits)):
            return made(.hugeints((0..<rows).map { Rounding.rounded(x[$0 &* a.stride], digits[$0 &* b.stride], .toNearestOrAwayFromZero) }))
        default: return .nulls(type, count: a.count)
        }
    }
}
