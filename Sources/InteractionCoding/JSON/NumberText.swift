// What a JSON number is kept as: an Int64 where it is written as an integer that fits; a double where the shortest form of the
// nearest double stands for the same decimal number; else its text. Every maker of rows uses this one rule.

/// Classifies JSON numbers.
package enum NumberText {
    /// How a number is kept.
    package enum Kind: Sendable, Hashable {
        case int(Int64)
        case double(Double)
        /// As its text.
        case text
    }

    /// nil when the bytes are not a number by JSON's grammar. Integers beyond Int64 keep their text; `-0` is the double -0.0.
    package static func classify(_ bytes: ArraySlice<UInt8>) -> Kind? {
        guard let decimal = Decimal(bytes) else { return nil }
        if decimal.isInteger {
            if decimal.digits.isEmpty { return decimal.isNegative ? .double(-0.0) : .int(0) }
            guard let value = decimal.int64 else { return .text }
            return .int(value)
        }
        if decimal.digits.isEmpty { return .double(decimal.isNegative ? -0.0 : 0.0) }
        // A shortest form has at most 17 digits; up to 15 digits always come back, in the range of normal doubles.
        guard decimal.digits.count <= 17, decimal.power > -400, decimal.power < 400 else { return .text }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite, value != 0 else { return .text }
        let magnitude = decimal.power + decimal.digits.count
        if decimal.digits.count <= 15, magnitude > -290, magnitude < 290 { return .double(value) }
        guard let shortest = Decimal(Array(value.description.utf8)[...]) else { return .text }
        return shortest.digits == decimal.digits && shortest.power == decimal.power ? .double(value) : .text
    }

    /// A JSON number taken apart: its digits without leading and trailing zeros times a power of ten.
    private struct Decimal {
        var isNegative = false
        /// Written without fraction and exponent.
        var isInteger = true
        /// 0-9 each; empty for zero.
        var digits: [UInt8] = []
        var power = 0

        init?(_ bytes: ArraySlice<UInt8>) {
            var rest = bytes
            func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 >= 48 && $0 <= 57 } ?? false }
            if rest.first == UInt8(ascii: "-") {
                isNegative = true
                rest = rest.dropFirst()
            }
            guard isDigit(rest.first) else { return nil }
            if rest.first == 48, isDigit(rest.dropFirst().first) { return nil }
            while let byte = rest.first, isDigit(byte) {
                digits.append(byte - 48)
                rest = rest.dropFirst()
            }
            if rest.first == UInt8(ascii: ".") {
                isInteger = false
                rest = rest.dropFirst()
                guard isDigit(rest.first) else { return nil }
                while let byte = rest.first, isDigit(byte) {
                    digits.append(byte - 48)
                    power -= 1
                    rest = rest.dropFirst()
                }
            }
            if let byte = rest.first, byte | 32 == UInt8(ascii: "e") {
                isInteger = false
                rest = rest.dropFirst()
                let isDown = rest.first == UInt8(ascii: "-")
                if isDown || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
                guard isDigit(rest.first) else { return nil }
                var exponent = 0
                while let byte = rest.first, isDigit(byte) {
                    if exponent < 100_000_000 { exponent = exponent * 10 + Int(byte - 48) }
                    rest = rest.dropFirst()
                }
                power += isDown ? -exponent : exponent
            }
            guard rest.isEmpty else { return nil }
            while digits.last == 0 {
                digits.removeLast()
                power += 1
            }
            if let first = digits.firstIndex(where: { $0 != 0 }) { digits.removeFirst(first) }
            if digits.isEmpty { power = 0 }
        }

        /// The value of an integer, when it fits.
        var int64: Int64? {
            guard digits.count + power <= 19 else { return nil }
            var value: Int64 = 0
            for index in 0..<digits.count + power {
                let digit = index < digits.count ? Int64(digits[index]) : 0
                let (product, over) = value.multipliedReportingOverflow(by: 10)
                let (sum, over2) = product.addingReportingOverflow(isNegative ? -digit : digit)
                if over || over2 { return nil }
                value = sum
            }
            return value
        }
    }
}
