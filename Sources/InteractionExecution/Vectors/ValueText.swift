// How casts to VARCHAR print doubles and timestamps: as DuckDB does.

import InteractionModel
import InteractionPlan

/// Printed forms of values.
enum ValueText {
    /// The shortest digits that give the double back; exponents as `1e+20`, `1e-05`; `inf`, `-inf`, `nan`.
    static func double(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        let swift = value.description
        guard let mark = swift.utf8.firstIndex(where: { $0 == UInt8(ascii: "e") }) else {
            // Swift leaves plain notation at 2^54, DuckDB at 1e16 and 1e-4: both from the same digits.
            return value.magnitude >= 1e16 || (value != 0 && value.magnitude < 1e-4) ? exponential(swift) : swift
        }
        guard let power = Int(swift[swift.utf8.index(after: mark)...]) else { return swift }
        let mantissa = String(swift[..<mark])
        return power >= -4 && power < 16 ? plain(mantissa, power) : joined(mantissa, power)
    }

    /// A list as DuckDB prints it.
    static func list(_ values: [ResultValue]) -> String {
        let isNested = values.contains { if case .list = $0 { true } else { false } }
        return ListText.text(of: values.map { $0 == .null ? nil : $0.plainText }, isNested: isNested)
    }

    /// A mantissa and a power of ten as `1.5e+20`.
    private static func joined(_ mantissa: String, _ power: Int) -> String {
        let trimmed = mantissa.hasSuffix(".0") ? String(mantissa.dropLast(2)) : mantissa
        let digits = String(power.magnitude)
        return trimmed + "e" + (power < 0 ? "-" : "+") + (digits.utf8.count < 2 ? "0" : "") + digits
    }

    private static func split(_ text: String) -> (isNegative: Bool, whole: [UInt8], fraction: [UInt8]) {
        let isNegative = text.hasPrefix("-")
        let parts = text.utf8.drop { $0 == 45 }.split(separator: 46, omittingEmptySubsequences: false)
        return (isNegative, parts.first.map { Array($0) } ?? [], parts.count > 1 ? Array(parts[1]) : [])
    }

    private static func exponential(_ text: String) -> String {
        var (isNegative, whole, fraction) = split(text)
        var power = whole.count - 1
        var digits = whole + fraction
        while digits.count > 1, digits.first == 48 {
            digits.removeFirst()
            power -= 1
        }
        while digits.count > 1, digits.last == 48 { digits.removeLast() }
        whole = [digits[0]]
        fraction = Array(digits.dropFirst())
        let mantissa = String(decoding: whole + (fraction.isEmpty ? [] : [46] + fraction), as: UTF8.self)
        return joined((isNegative ? "-" : "") + mantissa, power)
    }

    private static func plain(_ mantissa: String, _ power: Int) -> String {
        let (isNegative, whole, fraction) = split(mantissa)
        var digits = whole + fraction
        let point = whole.count + power
        if point <= 0 { digits = [UInt8](repeating: 48, count: 1 - point) + digits }
        let position = max(1, point)
        while digits.count < position + 1 { digits.append(48) }
        while digits.count > position + 1, digits.last == 48 { digits.removeLast() }
        let text = String(decoding: digits[..<position] + [46] + digits[position...], as: UTF8.self)
        return (isNegative ? "-" : "") + text
    }

    /// `2026-04-01 09:30:00`, with a fraction of up to six digits where there is one.
    static func timestamp(_ micros: Int64) -> String {
        var bytes: [UInt8] = []
        Timestamp(microseconds: micros).write(to: &bytes)
        if let mark = bytes.firstIndex(of: UInt8(ascii: "T")) { bytes[mark] = 32 }
        if bytes.last == UInt8(ascii: "Z") { bytes.removeLast() }
        while bytes.last == 48, bytes.contains(46) { bytes.removeLast() }
        if bytes.last == 46 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
