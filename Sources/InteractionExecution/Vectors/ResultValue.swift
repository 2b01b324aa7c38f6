// One value of a result, outside of its column, and the order of values: what ORDER BY, min and max follow.

import InteractionModel
import InteractionPlan

/// A value of any type.
package enum ResultValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case hugeint(Int128)
    case double(Double)
    case decimal(ExactDecimal)
    case text(String)
    /// A JSON number that neither Int64 nor Double gives back.
    case number(String)
    /// An array or object as compact JSON text.
    case json(String)
    /// Microseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int64)
    /// Days since 1970-01-01.
    case date(Int32)
    case interval(Interval)
    /// Elements of one type; NULL among them.
    case list([ResultValue])

    /// The value as text, as a cast to VARCHAR gives it; empty for NULL.
    package var plainText: String {
        switch self {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .hugeint(let number): String(number)
        case .double(let number): ValueText.double(number)
        case .decimal(let number): number.description
        case .text(let text), .number(let text), .json(let text): text
        case .timestamp(let micros): ValueText.timestamp(micros)
        case .date(let day): Day(number: day).description
        case .interval(let span): span.description
        case .list(let values): ValueText.list(values)
        }
    }

    /// The rank of kinds in the order of variants.
    private var rank: Int {
        switch self {
        case .null: 3
        case .bool: 0
        case .int, .hugeint, .double, .decimal, .number: 1
        default: 2
        }
    }

    private var asDouble: Double {
        switch self {
        case .int(let number): Double(number)
        case .hugeint(let number): Double(number)
        case .double(let number): number
        case .decimal(let number): number.double
        case .number(let text): TextConversion.double(text) ?? 0
        default: 0
        }
    }

    /// -1, 0 or 1 in the order of values of one type, or of variants; NULL last, NaN the largest number.
    package static func order(_ a: ResultValue, _ b: ResultValue) -> Int {
        switch (a, b) {
        case (.int(let x), .int(let y)): return sign(x, y)
        case (.text(let x), .text(let y)): return ByteOrder.compare(x, y)
        case (.bool(let x), .bool(let y)): return x == y ? 0 : x ? 1 : -1
        case (.hugeint(let x), .hugeint(let y)): return sign(x, y)
        case (.timestamp(let x), .timestamp(let y)): return sign(x, y)
        case (.date(let x), .date(let y)): return sign(x, y)
        case (.interval(let x), .interval(let y)): return IntervalOrder.compare(x, y)
        case (.list(let x), .list(let y)):
            for (first, second) in zip(x, y) {
                let order = order(first, second)
                if order != 0 { return order }
            }
            return sign(x.count, y.count)
        case (.decimal(let x), .decimal(let y)) where x.scale == y.scale: return sign(x.coefficient, y.coefficient)
        default: break
        }
        if a.rank != b.rank { return a.rank < b.rank ? -1 : 1 }
        switch a.rank {
        case 1:
            if case .int(let x) = a, case .double(let y) = b { return compare(x, y) }
            if case .double(let x) = a, case .int(let y) = b { return -compare(y, x) }
            let order = NumberOrder.compare(a.asDouble, b.asDouble)
            if order == 0, case .number(let x) = a, case .number(let y) = b { return ByteOrder.compare(x, y) }
            return order
        case 2: return ByteOrder.compare(a.plainText, b.plainText)
        default: return 0
        }
    }

    private static func sign<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a == b ? 0 : 1 }

    /// An integer against a double, exactly.
    private static func compare(_ a: Int64, _ b: Double) -> Int {
        if b.isNaN || b >= 9_223_372_036_854_775_808.0 { return -1 }
        if b < -9_223_372_036_854_775_808.0 { return 1 }
        let whole = b.rounded(.towardZero)
        let order = sign(a, Int64(whole))
        return order != 0 ? order : sign(0, b - whole)
    }
}

/// Order of doubles: NaN equals itself and is above all; -0 equals 0.
enum NumberOrder {
    static func compare(_ a: Double, _ b: Double) -> Int {
        if a < b { return -1 }
        if a > b { return 1 }
        if a == b { return 0 }
        return a.isNaN ? (b.isNaN ? 0 : 1) : -1
    }

    /// An integer whose order is that of the doubles; one number for both zeros and one for all NaNs.
    static func key(_ value: Double) -> Int64 {
        if value.isNaN { return .max }
        let bits = Int64(bitPattern: (value == 0 ? 0.0 : value).bitPattern)
        return bits >= 0 ? bits : bits ^ .max
    }

    /// The double of such an integer.
    static func value(ofKey key: Int64) -> Double {
        if key == .max { return .nan }
        return Double(bitPattern: UInt64(bitPattern: key >= 0 ? key : key ^ .max))
    }
}

/// Order of intervals as DuckDB has it: a month counts 30 days, a day 24 hours.
enum IntervalOrder {
    static func compare(_ a: Interval, _ b: Interval) -> Int {
        let x = length(a)
        let y = length(b)
        return x < y ? -1 : x == y ? 0 : 1
    }

    /// Microseconds, months counting 30 days.
    static func length(_ span: Interval) -> Int128 {
        (Int128(span.months) * 30 + Int128(span.days)) * Int128(Timestamp.microsecondsPerDay) + Int128(span.microseconds)
    }
}

/// Order of strings by their bytes.
enum ByteOrder {
    static func compare(_ a: String, _ b: String) -> Int {
        var a = a
        var b = b
        return a.withUTF8 { x in
            b.withUTF8 { y in
                let shared = min(x.count, y.count)
                for index in 0..<shared where x[index] != y[index] { return x[index] < y[index] ? -1 : 1 }
                return x.count < y.count ? -1 : x.count == y.count ? 0 : 1
            }
        }
    }
}
