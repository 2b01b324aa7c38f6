// The bytes of the demo's lines: appended straight to one reused buffer. Numbers are written from integers, so no
// floating-point printing is involved.

/// A growing run of NDJSON bytes.
struct DemoLine {
    var bytes: [UInt8] = []

    mutating func add(_ fragment: [UInt8]) { bytes.append(contentsOf: fragment) }

    mutating func add(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ byte: UInt8) { bytes.append(byte) }

    /// A whole number, at least 0.
    mutating func add(_ number: Int) {
        if number >= 10 { add(number / 10) }
        bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }

    /// `number` in exactly `digits` digits, leading zeros kept.
    mutating func add(_ number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 48 + number / divisor % 10))
            divisor /= 10
        }
    }

    /// A decimal fraction given in units of its last digit: 84231 with 2 is 842.31. The last digit is made 1-9, as a clock of
    /// sub-millisecond resolution almost always gives, so that the number never ends in a zero.
    mutating func add(units: Int, decimals: Int) {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let kept = units % 10 == 0 ? units + 1 : units
        add(kept / scale)
        bytes.append(UInt8(ascii: "."))
        add(kept % scale, digits: decimals)
    }

    /// An amount of money as JavaScript prints it: 1990 is 19.9, 2000 is 20.
    mutating func add(cents: Int) {
        add(cents / 100)
        guard cents % 100 != 0 else { return }
        bytes.append(UInt8(ascii: "."))
        if cents % 10 == 0 { add(cents / 10 % 10) } else { add(cents % 100, digits: 2) }
    }

    mutating func addHex(_ value: UInt64, digits: Int) {
        var shift = (digits - 1) * 4
        while shift >= 0 {
            let nibble = UInt8(truncatingIfNeeded: value >> UInt64(shift) & 15)
            bytes.append(nibble < 10 ? 48 + nibble : 87 + nibble)
            shift -= 4
        }
    }
}
