// Conversion of constants while a query is bound: text to the type it is compared with, integers to doubles, decimals to
// whatever they meet. What only an operator can do (a double as text) is left as a cast.

import InteractionModel

extension Literal {
    /// The constant as `type`. `converted` is the result, `impossible` a constant that has no such value (a text that is
    /// no number, a number out of range), `later` a conversion that is made when the query runs.
    package enum Conversion: Sendable, Hashable {
        case converted(Literal)
        case impossible
        case later
    }

    package func converted(to target: ScalarType) -> Conversion {
        if self == .null { return .converted(.null) }
        func result(_ value: Literal?) -> Conversion { value.map { .converted($0) } ?? .impossible }
        switch (self, target) {
        case (.varchar(let text), _): return Self.converted(text, to: target)
        case (.bigint(let value), .hugeint): return .converted(.hugeint(Int128(value)))
        case (.bigint(let value), .double): return .converted(.double(Double(value)))
        case (.bigint(let value), .boolean): return .converted(.boolean(value != 0))
        case (.bigint(let value), .varchar): return .converted(.varchar(String(value)))
        case (.bigint(let value), .decimal(let precision, let scale)):
            return result(ExactDecimal(coefficient: Int128(value), scale: 0).fitted(precision, scale).map { .decimal($0) })
        case (.hugeint(let value), .bigint): return result(Int64(exactly: value).map { .bigint($0) })
        case (.hugeint(let value), .double): return .converted(.double(Double(value)))
        case (.hugeint(let value), .varchar): return .converted(.varchar(String(value)))
        case (.decimal(let value), .double): return .converted(.double(value.double))
        case (.decimal(let value), .hugeint): return result(value.fitted(38, 0).map { .hugeint($0.coefficient) })
        case (.decimal(let value), .bigint):
            return result(value.fitted(38, 0).flatMap { Int64(exactly: $0.coefficient) }.map { .bigint($0) })
        case (.decimal(let value), .decimal(let precision, let scale)):
            return result(value.fitted(precision, scale).map { .decimal($0) })
        case (.decimal(let value), .varchar): return .converted(.varchar(value.description))
        case (.decimal(let value), .boolean): return .converted(.boolean(value.coefficient != 0))
        case (.double(let value), .bigint):
            return result(Int64(exactly: value.rounded(.toNearestOrEven)).map { .bigint($0) })
        case (.double(let value), .boolean): return .converted(.boolean(value != 0))
        case (.boolean(let value), .bigint): return .converted(.bigint(value ? 1 : 0))
        case (.boolean(let value), .hugeint): return .converted(.hugeint(value ? 1 : 0))
        case (.boolean(let value), .double): return .converted(.double(value ? 1 : 0))
        case (.boolean(let value), .varchar): return .converted(.varchar(value ? "true" : "false"))
        case (.date(let day), .timestamp): return .converted(.timestamp(Day(number: day).start.microseconds))
        case (.timestamp(let value), .date): return .converted(.date(Timestamp(microseconds: value).day.number))
        case (.date(let day), .varchar): return .converted(.varchar(Day(number: day).description))
        case (.interval(let value), .varchar): return .converted(.varchar(value.description))
        default: return type == target ? .converted(self) : .later
        }
    }

    private static func converted(_ text: String, to target: ScalarType) -> Conversion {
        func result(_ value: Literal?) -> Conversion { value.map { .converted($0) } ?? .impossible }
        switch target {
        case .varchar: return .converted(.varchar(text))
        case .boolean: return result(TextConversion.boolean(text).map { .boolean($0) })
        case .bigint: return result(TextConversion.integer(text).flatMap { Int64(exactly: $0) }.map { .bigint($0) })
        case .hugeint: return result(TextConversion.integer(text).map { .hugeint($0) })
        case .double: return result(TextConversion.double(text).map { .double($0) })
        case .decimal(let precision, let scale):
            return result(TextConversion.decimal(text).flatMap { $0.fitted(precision, scale) }.map { .decimal($0) })
        case .timestamp: return result(TemporalText.timestamp(text).map { .timestamp($0) })
        case .date: return result(TemporalText.date(text).map { .date($0) })
        case .interval: return result(TemporalText.interval(text).map { .interval($0) })
        case .null, .variant, .list: return .later
        }
    }
}

/// Text to numbers and truth values with DuckDB's rules; spaces around are skipped. Nil for text that is none.
package enum TextConversion {
    private static func trimmed(_ text: String) -> Substring {
        var part = text[...]
        while let first = part.utf8.first, first == 32 || (first >= 9 && first <= 13) { part = part.dropFirst() }
        while let last = part.utf8.last, last == 32 || (last >= 9 && last <= 13) { part = part.dropLast() }
        return part
    }

    /// true, t, yes, y, on, 1 and their opposites, in any case.
    package static func boolean(_ text: String) -> Bool? {
        switch trimmed(text).lowercased() {
        case "true", "t", "yes", "y", "on", "1": true
        case "false", "f", "no", "n", "off", "0": false
        default: nil
        }
    }

    /// An integer; digits after a point round half away from zero.
    package static func integer(_ text: String) -> Int128? {
        if let value = Int128(trimmed(text)) { return value }
        if let value = decimal(text) { return value.fitted(38, 0)?.coefficient }
        guard let value = double(text), value.isFinite else { return nil }
        return Int128(exactly: value.rounded(.toNearestOrAwayFromZero))
    }

    /// A decimal number; no hexadecimal forms. `inf`, `infinity` and `nan` in any case.
    package static func double(_ text: String) -> Double? {
        let part = trimmed(text)
        switch part.lowercased() {
        case "inf", "infinity", "+inf", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        case "nan": return .nan
        default: break
        }
        guard part.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || $0 == 43 || $0 == 45 || $0 == 46 || $0 | 32 == 101 }) else { return nil }
        return Double(part)
    }

    /// A decimal of up to 38 digits, without exponent.
    package static func decimal(_ text: String) -> ExactDecimal? {
        let parts = trimmed(text).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first else { return nil }
        let fraction = parts.count > 1 ? parts[1] : ""
        guard fraction.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), fraction.utf8.count <= ExactDecimal.maximumPrecision,
            whole.utf8.count + fraction.utf8.count > 0, let coefficient = Int128(whole + fraction), ExactDecimal.fits(coefficient)
        else { return nil }
        return ExactDecimal(coefficient: coefficient, scale: fraction.utf8.count)
    }
}

extension ExactDecimal {
    /// The value with exactly `scale` digits after the point, halves away from zero; nil when it needs more than
    /// `precision` digits.
    package func fitted(_ precision: Int, _ scale: Int) -> ExactDecimal? {
        var value = self
        if scale >= self.scale {
            guard let wider = rescaled(to: scale) else { return nil }
            value = wider
        } else {
            guard let factor = Self.power(of: self.scale - scale) else { return nil }
            let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: factor)
            let isHalf = remainder.magnitude >= (factor / 2).magnitude
            value = ExactDecimal(coefficient: isHalf ? quotient + (coefficient < 0 ? -1 : 1) : quotient, scale: scale)
        }
        return value.precision <= precision ? value : nil
    }
}
