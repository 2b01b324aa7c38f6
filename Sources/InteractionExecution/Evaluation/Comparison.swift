// Comparison of two vectors of one type. NaN equals itself and is above every number; texts compare by bytes.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum Comparison {
    /// BOOLEAN; NULL where an operand is, except for IS [NOT] DISTINCT FROM.
    static func apply(_ op: ComparisonOperator, _ a: Vector, _ b: Vector) -> Vector {
        let count = a.count
        let isConstant = a.isConstant && b.isConstant
        let rows = isConstant ? min(1, count) : count
        let (presenceA, presenceB) = (a.presence(), b.presence())
        if op == .distinct || op == .notDistinct {
            let equal = compared(.equal, a, b, rows)
            let values = (0..<rows).map { row -> UInt8 in
                let hasA = presenceA.map { $0[row &* a.stride] } ?? 1
                let hasB = presenceB.map { $0[row &* b.stride] } ?? 1
                let same: UInt8 = hasA == 1 && hasB == 1 ? equal[row] : hasA == hasB ? 1 : 0
                return op == .notDistinct ? same : 1 - same
            }
            return Vector(.boolean, .bools(values), count: count, isConstant: isConstant)
        }
        if case .nulls = a.data { return .nulls(.boolean, count: count) }
        if case .nulls = b.data { return .nulls(.boolean, count: count) }
        return Vector(
            .boolean, .bools(compared(op, a, b, rows)), count: count,
            validity: Validity.both(presenceA, a.stride, presenceB, b.stride, rows), isConstant: isConstant)
    }

    private static func compared(_ op: ComparisonOperator, _ a: Vector, _ b: Vector, _ rows: Int) -> [UInt8] {
        switch (a.data, b.data) {
        case (.ints(let x), .ints(let y)): return ordered(op, x, a.stride, y, b.stride, rows)
        case (.bools(let x), .bools(let y)): return ordered(op, x, a.stride, y, b.stride, rows)
        case (.hugeints(let x), .hugeints(let y)): return ordered(op, x, a.stride, y, b.stride, rows)
        case (.doubles(let x), .doubles(let y)):
            if b.isConstant, let bound = y.first, !bound.isNaN, op == .less || op == .lessOrEqual || op == .equal {
                // NaN compares false with these in IEEE, as it should: it is above every number.
                return ordered(op, x, a.stride, y, b.stride, rows)
            }
            return ordered(
                op, x.map { NumberOrder.key($0) }, a.stride, y.map { NumberOrder.key($0) }, b.stride, rows)
        case (.text(let x, let first), .text(let y, let second)):
            return texts(op, x, a.stride, first, y, b.stride, second, rows)
        case (.intervals(let x), .intervals(let y)):
            return ordered(
                op, x.map { IntervalOrder.length($0) }, a.stride, y.map { IntervalOrder.length($0) }, b.stride, rows)
        default:
            return (0..<rows).map { row in
                let (x, y) = (a.value(row), b.value(row))
                return holds(op, ResultValue.order(x, y)) ? 1 : 0
            }
        }
    }

    private static func ordered<T: Comparable>(
        _ op: ComparisonOperator, _ a: [T], _ strideA: Int, _ b: [T], _ strideB: Int, _ rows: Int
    ) -> [UInt8] {
        switch op {
        case .equal, .notDistinct: return each(a, strideA, b, strideB, rows) { $0 == $1 }
        case .notEqual, .distinct: return each(a, strideA, b, strideB, rows) { $0 != $1 }
        case .less: return each(a, strideA, b, strideB, rows) { $0 < $1 }
        case .lessOrEqual: return each(a, strideA, b, strideB, rows) { $0 <= $1 }
        case .greater: return each(a, strideA, b, strideB, rows) { $0 > $1 }
        case .greaterOrEqual: return each(a, strideA, b, strideB, rows) { $0 >= $1 }
        }
    }

    @inline(__always)
    private static func each<T>(
        _ a: [T], _ strideA: Int, _ b: [T], _ strideB: Int, _ rows: Int, _ test: (T, T) -> Bool
    ) -> [UInt8] {
        guard rows > 0 else { return [] }
        return a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                [UInt8](unsafeUninitializedCapacity: rows) { out, written in
                    if strideB == 0, strideA == 1 {
                        let bound = b[0]
                        for row in 0..<rows { out[row] = test(a[row], bound) ? 1 : 0 }
                    } else {
                        for row in 0..<rows { out[row] = test(a[row &* strideA], b[row &* strideB]) ? 1 : 0 }
                    }
                    written = rows
                }
            }
        }
    }

    private static func texts(
        _ op: ComparisonOperator, _ a: [UInt32], _ strideA: Int, _ first: StringDictionary, _ b: [UInt32],
        _ strideB: Int, _ second: StringDictionary, _ rows: Int
    ) -> [UInt8] {
        let isEquality = op == .equal || op == .notEqual || op == .distinct || op == .notDistinct
        if first === second, isEquality { return ordered(op, a, strideA, b, strideB, rows) }
        if strideB == 0, let code = b.first, code > 0 {
            let text = Array(second.slice(at: Int(code) - 1))
            return (0..<rows).map { row in
                let code = a[row &* strideA]
                return code > 0 && holds(op, first.compare(Int(code) - 1, text)) ? 1 : 0
            }
        }
        return (0..<rows).map { row in
            let (x, y) = (a[row &* strideA], b[row &* strideB])
            guard x > 0, y > 0 else { return 0 }
            return holds(op, TextOrder.compare(first.slice(at: Int(x) - 1), second.slice(at: Int(y) - 1))) ? 1 : 0
        }
    }

    static func holds(_ op: ComparisonOperator, _ order: Int) -> Bool {
        switch op {
        case .equal, .notDistinct: order == 0
        case .notEqual, .distinct: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }
}

/// Joining validities.
enum Validity {
    /// 1 where both are; nil when that is everywhere.
    static func both(_ a: [UInt8]?, _ strideA: Int, _ b: [UInt8]?, _ strideB: Int, _ rows: Int) -> [UInt8]? {
        guard rows > 0 else { return nil }
        switch (a, b) {
        case (nil, nil): return nil
        case (let mask?, nil): return strideA == 1 ? mask : [UInt8](repeating: mask[0], count: rows)
        case (nil, let mask?): return strideB == 1 ? mask : [UInt8](repeating: mask[0], count: rows)
        case (let x?, let y?): return (0..<rows).map { x[$0 &* strideA] & y[$0 &* strideB] }
        }
    }
}
