// Arithmetic of vectors. Integers raise on overflow, // and integers' % raise by zero, other doubles follow IEEE (1/0 is inf).

import InteractionModel
import InteractionPlan

enum Arithmetic {
    static func apply(
        _ op: ArithmeticOperator, _ a: Vector, _ b: Vector, _ type: ScalarType
    ) throws(InteractionError) -> Vector {
        let count = a.count
        if op == .concatenate { return try TextFunctions.concatenate([a, b], skippingNulls: false) }
        if case .nulls = a.data { return .nulls(type, count: count) }
        if case .nulls = b.data { return .nulls(type, count: count) }
        if type == .variant { return try VariantArithmetic.apply(op, a, b) }
        let isConstant = a.isConstant && b.isConstant
        let rows = isConstant ? min(1, count) : count
        let valid = Validity.both(a.presence(), a.stride, b.presence(), b.stride, rows)
        let pair = Pair(strideA: a.stride, strideB: b.stride, rows: rows, valid: valid)
        let data: Vector.Data
        switch (a.data, b.data) {
        case (.doubles(let x), .doubles(let y)):
            if op == .integerDivide { try checkDivisors(x, y, pair) }
            data = .doubles(doubles(op, x, y, pair))
        case (.ints(let x), .ints(let y)) where a.type == .timestamp && b.type == .timestamp:
            data = .intervals(try pair.map(x, y) { (p, q) throws(InteractionError) in try Temporal.difference(p, q) })
        case (.ints(let x), .ints(let y)) where a.type == .date || b.type == .date:
            data = .ints(try dates(op, x, y, pair, isDifference: b.type == .date))
        case (.ints(let x), .ints(let y)): data = .ints(try integers(op, x, y, pair))
        case (.hugeints(let x), .hugeints(let y)): data = .hugeints(try integers(op, x, y, pair))
        case (.ints(let x), .intervals(let y)):
            data = .ints(
                try pair.map(x, y) { (p, q) throws(InteractionError) in
                    try Temporal.shift(p, by: op == .subtract ? try Temporal.negated(q) : q)
                })
        case (.intervals(let x), .intervals(let y)):
            data = .intervals(
                try pair.map(x, y) { (p, q) throws(InteractionError) in
                    try Temporal.sum(p, op == .subtract ? try Temporal.negated(q) : q)
                })
        case (.intervals(let x), .doubles(let y)):
            data = .intervals(
                try pair.map(x, y) { (p, q) throws(InteractionError) in try Temporal.scaled(p, q, isDivision: op == .divide) })
        case (.intervals(let x), .ints(let y)):
            data = .intervals(try pair.map(x, y) { (p, q) throws(InteractionError) in try Temporal.product(p, q) })
        default:
            throw InteractionError(.invalidQuery, "\(op.rawValue) does not take \(a.type) and \(b.type)")
        }
        return Vector(type, data, count: count, validity: valid, isConstant: isConstant)
    }

    /// Two operands row by row; NULL rows are left out of what can fail.
    fileprivate struct Pair {
        var strideA: Int
        var strideB: Int
        var rows: Int
        var valid: [UInt8]?

        func map<A, B, C>(
            _ a: [A], _ b: [B], _ body: (A, B) throws(InteractionError) -> C
        ) throws(InteractionError) -> [C] where C: ExpressibleByZero {
            var result: [C] = []
            result.reserveCapacity(rows)
            for row in 0..<rows {
                if let valid, valid[row] == 0 {
                    result.append(C.zeroValue)
                } else {
                    result.append(try body(a[row &* strideA], b[row &* strideB]))
                }
            }
            return result
        }
    }

    /// x // 0.0 raises, as in DuckDB; x / 0.0 does not.
    private static func checkDivisors(_ x: [Double], _ y: [Double], _ pair: Pair) throws(InteractionError) {
        guard y.contains(0) else { return }
        for row in 0..<pair.rows where pair.valid.map({ $0[row] != 0 }) ?? true && y[row &* pair.strideB] == 0 {
            throw InteractionError(.invalidQuery, "\(x[row &* pair.strideA]) // 0: division by zero")
        }
    }

    private static func doubles(_ op: ArithmeticOperator, _ a: [Double], _ b: [Double], _ pair: Pair) -> [Double] {
        @inline(__always) func each(_ body: (Double, Double) -> Double) -> [Double] {
            [Double](unsafeUninitializedCapacity: pair.rows) { out, written in
                for row in 0..<pair.rows { out[row] = body(a[row &* pair.strideA], b[row &* pair.strideB]) }
                written = pair.rows
            }
        }
        switch op {
        case .add: return each { $0 + $1 }
        case .subtract: return each { $0 - $1 }
        case .multiply: return each { $0 * $1 }
        case .divide, .concatenate: return each { $0 / $1 }
        case .integerDivide: return each { $0 / $1 }
        case .remainder: return each { $1 == 0 ? .nan : $0.truncatingRemainder(dividingBy: $1) }
        }
    }

    private static func integers<T: FixedWidthInteger & ExpressibleByZero>(
        _ op: ArithmeticOperator, _ a: [T], _ b: [T], _ pair: Pair
    ) throws(InteractionError) -> [T] {
        try pair.map(a, b) { (x, y) throws(InteractionError) -> T in
            let (value, overflow): (T, Bool)
            switch op {
            case .add: (value, overflow) = x.addingReportingOverflow(y)
            case .subtract: (value, overflow) = x.subtractingReportingOverflow(y)
            case .multiply: (value, overflow) = x.multipliedReportingOverflow(by: y)
            default:
                if y == 0 { throw InteractionError(.invalidQuery, "\(x) \(op.rawValue) 0: division by zero") }
                (value, overflow) =
                    op == .remainder
                    ? (y == -1 ? (0, false) : (x % y, false)) : x.dividedReportingOverflow(by: y)
            }
            if overflow {
                let name = T.bitWidth == 64 ? "BIGINT" : "HUGEINT"
                throw InteractionError(.invalidQuery, "\(x) \(op.rawValue) \(y) overflows \(name)", hint: "convert one operand to DOUBLE")
            }
            return value
        }
    }

    /// DATE - DATE in days, DATE + BIGINT, DATE - BIGINT. A date is of the years 1-9999, as a timestamp is.
    private static func dates(
        _ op: ArithmeticOperator, _ a: [Int64], _ b: [Int64], _ pair: Pair, isDifference: Bool
    ) throws(InteractionError) -> [Int64] {
        try pair.map(a, b) { (x, y) throws(InteractionError) -> Int64 in
            let (value, overflow) = op == .subtract ? x.subtractingReportingOverflow(y) : x.addingReportingOverflow(y)
            if overflow || (!isDifference && CalendarArithmetic.date(value) == nil) {
                throw InteractionError(.invalidQuery, "a date is out of range")
            }
            return value
        }
    }

    static func negate(_ a: Vector) throws(InteractionError) -> Vector {
        if a.type == .variant { return VariantArithmetic.negate(a) }
        var result = a
        let pair = Pair(strideA: 1, strideB: 0, rows: a.isConstant ? min(1, a.count) : a.count, valid: a.validity)
        switch a.data {
        case .doubles(let values): result.data = .doubles(values.map { -$0 })
        case .ints(let values): result.data = .ints(try integers(.subtract, [Int64](repeating: 0, count: values.count), values, pair.aligned))
        case .hugeints(let values):
            result.data = .hugeints(try integers(.subtract, [Int128](repeating: 0, count: values.count), values, pair.aligned))
        case .intervals(let values):
            result.data = .intervals(
                try pair.map(values, [0]) { (span, _: Int) throws(InteractionError) in try Temporal.negated(span) })
        default: break
        }
        return result
    }
}

extension Arithmetic.Pair {
    /// The same rows with two arrays of full length.
    fileprivate var aligned: Self {
        var copy = self
        copy.strideB = 1
        return copy
    }
}

/// A value that stands in the rows that are NULL.
protocol ExpressibleByZero {
    static var zeroValue: Self { get }
}

extension Int64: ExpressibleByZero { static var zeroValue: Int64 { 0 } }
extension Int128: ExpressibleByZero { static var zeroValue: Int128 { 0 } }
extension Double: ExpressibleByZero { static var zeroValue: Double { 0 } }
extension UInt8: ExpressibleByZero { static var zeroValue: UInt8 { 0 } }
extension Interval: ExpressibleByZero { static var zeroValue: Interval { Interval() } }
