// A point in time: microseconds since 1970-01-01T00:00:00Z, and its printed form.

/// An instant in UTC with microsecond resolution.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

    /// Microseconds in one UTC day.
    public static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The UTC day that holds this instant.
    public var day: Day {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
        return Day(number: Int32(truncatingIfNeeded: remainder < 0 ? quotient - 1 : quotient))
    }

    /// The first instant taken from input: 1900-01-01T00:00:00Z.
    public static let earliest = Day(year: EventLimit.firstYear, month: 1, day: 1).start
    /// The first instant after the range taken from input: 2201-01-01T00:00:00Z.
    public static let end = Day(year: EventLimit.lastYear + 1, month: 1, day: 1).start
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with six fraction digits, for example `2026-04-01T09:30:00.000000Z`.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the printed form (27 bytes for years 0-9999) to `bytes`.
    public func write(to bytes: inout [UInt8]) {
        let day = self.day
        var rest = microseconds &- Int64(day.number) &* Self.microsecondsPerDay
        day.write(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        let micros = rest % 1_000_000
        rest /= 1_000_000
        func two(_ value: Int64) {
            bytes.append(UInt8(48 + value / 10 % 10))
            bytes.append(UInt8(48 + value % 10))
        }
        two(rest / 3600)
        bytes.append(UInt8(ascii: ":"))
        two(rest / 60 % 60)
        bytes.append(UInt8(ascii: ":"))
        two(rest % 60)
        bytes.append(UInt8(ascii: "."))
        var divisor: Int64 = 100_000
        while divisor > 0 {
            bytes.append(UInt8(48 + micros / divisor % 10))
            divisor /= 10
        }
        bytes.append(UInt8(ascii: "Z"))
    }
}
