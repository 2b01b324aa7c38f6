// An exact sum of doubles of any size, after Radford Neal's small superaccumulator: digits of base 2^32 over the whole range
// of doubles. Exact, so it does not depend on the order of adding: any number of threads and any layout give the same bits.

/// A running exact sum.
struct WideSum: Sendable {
    /// Weight of digit i is 2^(32 i - 1216): below the smallest double, and low enough for exact squares.
    private static let offset = 1216
    private static let digitCount = 75
    private var digits = [Int64](repeating: 0, count: WideSum.digitCount)
    private var pending = 0
    /// Infinities and NaNs seen.
    private var special: Double?

    /// Adds a double.
    mutating func add(_ value: Double) {
        guard value.isFinite else {
            special = (special ?? 0) + value
            return
        }
        guard value != 0 else { return }
        let exponent = Int(value.exponentBitPattern)
        let mantissa = exponent == 0 ? value.significandBitPattern : value.significandBitPattern | 1 << 52
        add(UInt128(mantissa), isNegative: value < 0, weight: max(exponent, 1) - 1075)
    }

    /// Adds `magnitude` times 2^`weight`; the weight is at least -1216 and the product below 2^1100.
    mutating func add(_ magnitude: UInt128, isNegative: Bool, weight: Int) {
        let position = weight + Self.offset
        var index = position >> 5
        let shift = UInt128(position & 31)
        var low = magnitude << shift
        let high = shift == 0 ? 0 : magnitude >> (128 - shift)
        for _ in 0..<4 {
            let digit = Int64(truncatingIfNeeded: low & 0xffff_ffff)
            digits[index] += isNegative ? -digit : digit
            low >>= 32
            index += 1
        }
        digits[index] += isNegative ? -Int64(truncatingIfNeeded: high) : Int64(truncatingIfNeeded: high)
        pending += 1
        if pending == 1 << 30 { carry() }
    }

    mutating func add(_ other: WideSum) {
        var other = other
        other.carry()
        carry()
        for index in digits.indices { digits[index] += other.digits[index] }
        pending = 2
        if let value = other.special { special = (special ?? 0) + value }
    }

    /// Digits to 0..<2^32, but the top one, which keeps the sign.
    private mutating func carry() {
        for index in 0..<Self.digitCount - 1 {
            let over = digits[index] >> 32
            digits[index] -= over << 32
            digits[index + 1] += over
        }
        pending = 0
    }

    /// The nearest double.
    var value: Double {
        if let special { return special }
        var sum = self
        sum.carry()
        let isNegative = sum.digits[Self.digitCount - 1] < 0
        if isNegative {
            for index in sum.digits.indices { sum.digits[index] = -sum.digits[index] }
            sum.carry()
        }
        guard let top = sum.digits.lastIndex(where: { $0 != 0 }) else { return 0 }
        // 64 bits from the top one on, and whether anything lies below them.
        var bits: UInt128 = 0
        for index in 0..<3 {
            bits = bits << 32 | (top - index >= 0 ? UInt128(truncatingIfNeeded: sum.digits[top - index]) : 0)
        }
        let spare = 128 - bits.leadingZeroBitCount - 64
        var head = UInt64(truncatingIfNeeded: spare >= 0 ? bits >> UInt128(spare) : bits << UInt128(-spare))
        let lost = spare > 0 && bits & ((1 << UInt128(spare)) - 1) != 0
        if lost || sum.digits[..<max(0, top - 2)].contains(where: { $0 != 0 }) { head |= 1 }
        let weight = (top - 2) * 32 - Self.offset + spare
        let magnitude = Double(head)
        let scaled = Double(sign: .plus, exponent: weight / 2, significand: magnitude)
        let result = Double(sign: .plus, exponent: weight - weight / 2, significand: scaled)
        return isNegative ? -result : result
    }

    /// The value as a sum of two doubles, good to about 106 bits.
    var pair: (high: Double, low: Double) {
        let high = value
        guard high.isFinite else { return (high, 0) }
        var rest = self
        rest.add(-high)
        return (high, rest.value)
    }
}
