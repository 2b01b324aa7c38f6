// Exact sums of doubles by group. Nearly all values in practice fit a fixed-point number of 128 bits; those that do not (tiny,
// huge, not finite) and overflows go to a wide sum of the group.

/// Exact running sums.
struct ExactSums: Sendable {
    /// The last bit of the fixed-point numbers has weight 2^-scale.
    private let scale: Int
    private var fixed: [Int128] = []
    private var wide: [Int: WideSum] = [:]

    init(scale: Int = 64) { self.scale = scale }

    var count: Int { fixed.count }
    var byteCount: Int { fixed.count * 16 + wide.count * 720 }

    mutating func grow(to groups: Int) {
        if fixed.count < groups { fixed.append(contentsOf: repeatElement(0, count: groups - fixed.count)) }
    }

    /// `value` in units of the last bit; nil when it does not fit.
    @inline(__always)
    private static func fixedPoint(_ value: Double, _ scale: Int) -> Int128? {
        let bits = value.bitPattern
        let exponent = Int(truncatingIfNeeded: bits >> 52 & 0x7ff)
        let shift = exponent - 1075 + scale
        // 53 bits shifted by up to 73 stay below 2^126.
        guard shift >= 0, shift <= 73, exponent > 0 else { return value == 0 ? 0 : nil }
        let magnitude = Int128(bits & 0xf_ffff_ffff_ffff | 1 << 52) &<< Int128(shift)
        return bits >> 63 == 0 ? magnitude : -magnitude
    }

    @inline(__always)
    mutating func add(_ value: Double, to group: Int) {
        if let part = Self.fixedPoint(value, scale) {
            let (sum, overflow) = fixed[group].addingReportingOverflow(part)
            if !overflow {
                fixed[group] = sum
                return
            }
        }
        addWide(value, to: group)
    }

    @inline(never)
    private mutating func addWide(_ value: Double, to group: Int) { wide[group, default: WideSum()].add(value) }

    /// Adds the valid values of one group; `nil` validity is all.
    mutating func add(_ values: [Double], valid: [UInt8]?, to group: Int) {
        var sum: Int128 = 0
        for row in 0..<values.count {
            if let valid, valid[row] == 0 { continue }
            if let part = Self.fixedPoint(values[row], scale) {
                let (next, overflow) = sum.addingReportingOverflow(part)
                if !overflow {
                    sum = next
                    continue
                }
            }
            addWide(values[row], to: group)
        }
        add(sum, to: group)
    }

    /// Adds each value to the group of its row.
    mutating func add(_ values: [Double], to groups: [UInt32]) {
        let scale = self.scale
        var rest: [Int] = []
        fixed.withUnsafeMutableBufferPointer { fixed in
            for (row, (value, group)) in zip(values, groups).enumerated() {
                if let part = Self.fixedPoint(value, scale) {
                    let (sum, overflow) = fixed[Int(group)].addingReportingOverflow(part)
                    if !overflow {
                        fixed[Int(group)] = sum
                        continue
                    }
                }
                rest.append(row)
            }
        }
        for row in rest { addWide(values[row], to: Int(groups[row])) }
    }

    /// Adds a number of units of the last bit.
    private mutating func add(_ units: Int128, to group: Int) {
        let (sum, overflow) = fixed[group].addingReportingOverflow(units)
        if overflow {
            wide[group, default: WideSum()].add(units.magnitude, isNegative: units < 0, weight: -scale)
        } else {
            fixed[group] = sum
        }
    }

    mutating func merge(_ other: ExactSums, _ map: [UInt32]) {
        for (group, units) in other.fixed.enumerated() { add(units, to: Int(map[group])) }
        for (group, sum) in other.wide { wide[Int(map[group]), default: WideSum()].add(sum) }
    }

    /// The sum of a group, exact.
    func total(_ group: Int) -> WideSum {
        var sum = wide[group] ?? WideSum()
        sum.add(fixed[group].magnitude, isNegative: fixed[group] < 0, weight: -scale)
        return sum
    }

    /// The nearest double to the sum of a group.
    func value(_ group: Int) -> Double {
        if wide[group] != nil || scale != 64 { return total(group).value }
        // Both parts of this product are exact or correctly rounded, as `total` is.
        return Self.double(fixed[group]) * 0x1p-64
    }

    /// The nearest double: what `Double(value)` gives, without its generic way.
    static func double(_ value: Int128) -> Double {
        let magnitude = value.magnitude
        let spare = 64 - magnitude.leadingZeroBitCount
        let result: Double
        if spare <= 0 {
            result = Double(UInt64(truncatingIfNeeded: magnitude))
        } else {
            // 64 bits from the top one on; the lowest says whether anything lies below.
            let rest = magnitude & ((1 << UInt128(spare)) - 1)
            result = Double(UInt64(truncatingIfNeeded: magnitude >> UInt128(spare)) | (rest == 0 ? 0 : 1))
                * Double(bitPattern: UInt64(1023 + spare) << 52)
        }
        return value < 0 ? -result : result
    }
}
