// Truth values: spreading them to one byte a row, NOT, and rows where a condition is true.

import InteractionModel
import InteractionPlan

enum Logic {
    /// One byte a row for value and validity. Values of NULL rows are 0.
    static func parts(_ vector: Vector) -> (values: [UInt8], valid: [UInt8]) {
        let count = vector.count
        guard case .bools(let values) = vector.data else {
            let zeros = [UInt8](repeating: 0, count: count)
            return (zeros, zeros)
        }
        if vector.isConstant {
            let valid = vector.validity?.first ?? 1
            return ([UInt8](repeating: (values.first ?? 0) & valid, count: count), [UInt8](repeating: valid, count: count))
        }
        guard let valid = vector.validity else { return (values, [UInt8](repeating: 1, count: count)) }
        var masked = values
        for row in 0..<count { masked[row] &= valid[row] }
        return (masked, valid)
    }

    static func not(_ vector: Vector) -> Vector {
        guard case .bools(let values) = vector.data else { return vector }
        var result = vector
        result.data = .bools(values.map { 1 - $0 })
        return result
    }

    /// Positions of the rows where a condition is true; nil when it is true everywhere.
    static func trueRows(_ vector: Vector) -> [UInt32]? {
        guard case .bools(let values) = vector.data else { return [] }
        if vector.isConstant {
            return (values.first ?? 0) & (vector.validity?.first ?? 1) == 1 ? nil : []
        }
        let rows = [UInt32](unsafeUninitializedCapacity: vector.count) { out, written in
            var next = 0
            if let valid = vector.validity {
                for row in 0..<vector.count {
                    out[next] = UInt32(truncatingIfNeeded: row)
                    next &+= Int(values[row] & valid[row])
                }
            } else {
                for row in 0..<vector.count {
                    out[next] = UInt32(truncatingIfNeeded: row)
                    next &+= Int(values[row])
                }
            }
            written = next
        }
        return rows.count == vector.count ? nil : rows
    }
}
