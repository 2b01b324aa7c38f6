// Arithmetic of the numbers of properties: integers with integers stay integers, a double makes a double, what is no number
// is NULL. Columns of one kind are worked on as arrays, mixed ones value by value.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum VariantArithmetic {
    /// A number of a property.
    private enum Number {
        case int(Int64)
        case double(Double)

        var double: Double {
            switch self {
            case .int(let value): Double(value)
            case .double(let value): value
            }
        }
    }

    /// Errors: `.invalidQuery` for integers by zero in // and %.
    static func apply(_ op: ArithmeticOperator, _ a: Vector, _ b: Vector) throws(InteractionError) -> Vector {
        let count = a.count
        let isConstant = a.isConstant && b.isConstant
        let rows = isConstant ? min(1, count) : count
        let valid = Validity.both(a.presence(), a.stride, b.presence(), b.stride, rows)
        switch (a.data, b.data) {
        case (.ints(let x), .ints(let y)):
            if let whole = try integers(op, x, a.stride, y, b.stride, rows, valid) {
                return Vector(.variant, .ints(whole), count: count, validity: valid, isConstant: isConstant)
            }
        case (.doubles(let x), .doubles(let y)):
            return try doubles(op, x, a.stride, y, b.stride, valid, count, rows, isConstant)
        case (.ints(let x), .doubles(let y)):
            return try doubles(op, x.map { Double($0) }, a.stride, y, b.stride, valid, count, rows, isConstant)
        case (.doubles(let x), .ints(let y)):
            return try doubles(op, x, a.stride, y.map { Double($0) }, b.stride, valid, count, rows, isConstant)
        case (.text, _), (_, .text), (.bools, _), (_, .bools): return .nulls(.variant, count: count)
        default: break
        }
        var builder = VectorBuilder(.variant, capacity: rows)
        for row in 0..<rows {
            guard let x = number(a.value(row)), let y = number(b.value(row)) else {
                builder.append(.null)
                continue
            }
            builder.append(try value(op, x, y))
        }
        var result = builder.finish()
        result.isConstant = isConstant
        result.count = count
        return result
    }

    /// Minus the numbers.
    static func negate(_ a: Vector) -> Vector {
        switch a.data {
        case .nulls, .text, .bools: return .nulls(.variant, count: a.count)
        case .doubles(let values):
            var result = a
            result.data = .doubles(values.map { -$0 })
            return result
        case .ints(let values) where !values.contains(.min):
            var result = a
            result.data = .ints(values.map { -$0 })
            return result
        default: break
        }
        var builder = VectorBuilder(.variant)
        let rows = a.isConstant ? min(1, a.count) : a.count
        for row in 0..<rows {
            switch number(a.value(row)) {
            case .int(let value)?: builder.append(value == .min ? .double(-Double(value)) : .int(-value))
            case .double(let value)?: builder.append(.double(-value))
            case nil: builder.append(.null)
            }
        }
        var result = builder.finish()
        result.isConstant = a.isConstant
        result.count = a.count
        return result
    }

    private static func number(_ value: ResultValue) -> Number? {
        switch value {
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .number(let text): TextConversion.double(text).map { .double($0) }
        default: nil
        }
    }

    /// All results as integers; nil when one is beyond 64 bits.
    private static func integers(
        _ op: ArithmeticOperator, _ a: [Int64], _ strideA: Int, _ b: [Int64], _ strideB: Int, _ rows: Int, _ valid: [UInt8]?
    ) throws(InteractionError) -> [Int64]? {
        var result: [Int64] = []
        result.reserveCapacity(rows)
        for row in 0..<rows {
            if let valid, valid[row] == 0 {
                result.append(0)
                continue
            }
            let (value, overflow) = try integer(op, a[row &* strideA], b[row &* strideB])
            if overflow { return nil }
            result.append(value)
        }
        return result
    }

    private static func integer(
        _ op: ArithmeticOperator, _ x: Int64, _ y: Int64
    ) throws(InteractionError) -> (partialValue: Int64, overflow: Bool) {
        switch op {
        case .add: return x.addingReportingOverflow(y)
        case .subtract: return x.subtractingReportingOverflow(y)
        case .multiply: return x.multipliedReportingOverflow(by: y)
        default:
            if y == 0 { throw InteractionError(.invalidQuery, "\(x) \(op.rawValue) 0: division by zero") }
            if op == .remainder { return (y == -1 ? 0 : x % y, false) }
            return x.dividedReportingOverflow(by: y)
        }
    }

    private static func doubles(
        _ op: ArithmeticOperator, _ a: [Double], _ strideA: Int, _ b: [Double], _ strideB: Int, _ valid: [UInt8]?, _ count: Int,
        _ rows: Int, _ isConstant: Bool
    ) throws(InteractionError) -> Vector {
        var values: [Double] = []
        values.reserveCapacity(rows)
        for row in 0..<rows {
            let isNull = valid.map { $0[row] == 0 } ?? false
            values.append(isNull ? 0 : try real(op, a[row &* strideA], b[row &* strideB]))
        }
        return Vector(.variant, .doubles(values), count: count, validity: valid, isConstant: isConstant)
    }

    private static func real(_ op: ArithmeticOperator, _ x: Double, _ y: Double) throws(InteractionError) -> Double {
        switch op {
        case .add: return x + y
        case .subtract: return x - y
        case .multiply: return x * y
        case .remainder: return y == 0 ? .nan : x.truncatingRemainder(dividingBy: y)
        default:
            if op == .integerDivide, y == 0 { throw InteractionError(.invalidQuery, "\(x) // 0: division by zero") }
            return x / y
        }
    }

    private static func value(_ op: ArithmeticOperator, _ x: Number, _ y: Number) throws(InteractionError) -> ResultValue {
        if case .int(let p) = x, case .int(let q) = y {
            let (value, overflow) = try integer(op, p, q)
            if !overflow { return .int(value) }
        }
        return .double(try real(op, x.double, y.double))
    }
}
