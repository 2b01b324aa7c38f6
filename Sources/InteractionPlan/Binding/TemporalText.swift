// Reads dates, timestamps and intervals from text, as casts and comparisons with text constants do. The forms are
// DuckDB's; an offset from UTC is applied (DuckDB 2.0 drops it), because stored timestamps are instants.

import InteractionModel

/// Text to temporal values; nil for text that is none.
package enum TemporalText {
    /// Microseconds of `yyyy-mm-dd[( |T)hh:mm[:ss[.ffffff]]][Z|±hh[:mm]]`, spaces around allowed. Digits under a
    /// microsecond are cut. Without an offset it is the zone's local time: of two instants that have it the first, of none
    /// the first after.
    package static func timestamp(_ text: String, in localZone: ZoneRules = .utc) -> Int64? {
        var reader = Reader(text)
        reader.skipSpaces()
        guard let day = reader.day() else { return nil }
        var seconds = 0
        var microseconds = 0
        var offset: Int?
        if reader.take(UInt8(ascii: "T")) || reader.take(UInt8(ascii: "t")) || (reader.here == 32 && reader.nextIsDigit) {
            reader.skipSpaces()
            guard let hour = reader.digits(1...2), hour < 24, reader.take(58), let minute = reader.digits(1...2), minute < 60
            else { return nil }
            seconds = hour * 3600 + minute * 60
            if reader.take(58) {
                guard let second = reader.digits(1...2), second < 60 else { return nil }
                seconds += second
                if reader.take(46) {
                    guard let fraction = reader.fraction() else { return nil }
                    microseconds = fraction
                }
            }
            guard let zone = reader.zone() else { return nil }
            offset = zone.isWritten ? zone.seconds : nil
        }
        reader.skipSpaces()
        guard reader.isAtEnd else { return nil }
        let local = day.start.microseconds + Int64(seconds * 1_000_000 + microseconds)
        return offset.map { local - Int64($0) * 1_000_000 } ?? (localZone.isUTC ? local : localZone.instant(ofLocal: local))
    }

    /// The day of a date, or of a timestamp's text (its time is left out, as in DuckDB).
    package static func date(_ text: String) -> Int32? {
        var reader = Reader(text)
        reader.skipSpaces()
        guard let day = reader.day() else { return nil }
        reader.skipSpaces()
        return reader.isAtEnd || timestamp(text) != nil ? day.number : nil
    }

    /// True for the parts that an interval counts in.
    package static func isIntervalUnit(_ part: DatePart) -> Bool { part.isUnit && part != .isoYear }

    /// An interval such as `5 minutes`, `1 day 2 hours`, `-1:30:00`, `1.5 hours`. A fraction goes down to the next part
    /// (months of a year, days of a month, microseconds of the rest).
    package static func interval(_ text: String) -> Interval? {
        var reader = Reader(text)
        var sum = Sum()
        var parts = 0
        reader.skipSpaces()
        while !reader.isAtEnd {
            let sign: Int128 = reader.take(UInt8(ascii: "-")) ? -1 : 1
            if sign == 1 { _ = reader.take(UInt8(ascii: "+")) }
            guard let whole = reader.digits(1...18) else { return nil }
            if reader.take(58) {
                guard let minute = reader.digits(1...2), minute < 60 else { return nil }
                var micros = Int128(whole) * 3_600_000_000 + Int128(minute) * 60_000_000
                if reader.take(58) {
                    guard let second = reader.digits(1...2), second < 60 else { return nil }
                    micros += Int128(second) * 1_000_000
                    if reader.take(46) {
                        guard let fraction = reader.fraction() else { return nil }
                        micros += Int128(fraction)
                    }
                }
                sum.microseconds += sign * micros
            } else {
                var millionths = Int128(whole) * 1_000_000
                if reader.take(46) {
                    guard let fraction = reader.fraction() else { return nil }
                    millionths += Int128(fraction)
                }
                reader.skipSpaces()
                guard let part = DatePart(name: reader.word()), isIntervalUnit(part) else { return nil }
                sum.add(sign * millionths, part)
            }
            parts += 1
            reader.skipSpaces()
            _ = reader.take(UInt8(ascii: ","))
            reader.skipSpaces()
        }
        return parts == 0 ? nil : sum.interval
    }

    /// Months, days and microseconds while they are added up; at most 18 digits a part, so that nothing overflows.
    private struct Sum {
        var months: Int128 = 0
        var days: Int128 = 0
        var microseconds: Int128 = 0

        mutating func add(_ millionths: Int128, _ part: DatePart) {
            let million: Int128 = 1_000_000
            func addMonths(_ factor: Int128) {
                let all = millionths * factor
                months += all / million
                addDays(all % million * 30)
            }
            func addDays(_ all: Int128) {
                days += all / million
                microseconds += all % million * 86_400
            }
            switch part {
            case .microsecond: microseconds += millionths / million
            case .millisecond: microseconds += millionths / 1000
            case .second: microseconds += millionths
            case .minute: microseconds += millionths * 60
            case .hour: microseconds += millionths * 3600
            case .day: addDays(millionths)
            case .week: addDays(millionths * 7)
            case .month: addMonths(1)
            case .quarter: addMonths(3)
            case .year: addMonths(12)
            case .decade: addMonths(120)
            case .century: addMonths(1200)
            case .millennium: addMonths(12_000)
            default: break
            }
        }

        var interval: Interval? {
            guard let months = Int32(exactly: months), let days = Int32(exactly: days), let micros = Int64(exactly: microseconds)
            else { return nil }
            return Interval(months: months, days: days, microseconds: micros)
        }
    }
}

/// A cursor over the bytes of a text.
private struct Reader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8.prefix(200)) + (text.utf8.count > 200 ? [0] : []) }

    var isAtEnd: Bool { position >= bytes.count }
    var here: UInt8 { position < bytes.count ? bytes[position] : 0 }
    var nextIsDigit: Bool { position + 1 < bytes.count && bytes[position + 1] >= 48 && bytes[position + 1] <= 57 }

    mutating func skipSpaces() { while here == 32 { position += 1 } }

    mutating func take(_ byte: UInt8) -> Bool {
        guard here == byte, byte != 0 else { return false }
        position += 1
        return true
    }

    mutating func digits(_ count: ClosedRange<Int>) -> Int? {
        var value = 0
        let start = position
        while here >= 48, here <= 57 {
            guard position - start < count.upperBound else { return nil }
            value = value * 10 + Int(here - 48)
            position += 1
        }
        return position - start >= count.lowerBound ? value : nil
    }

    /// Digits after a point in millionths; further digits are cut.
    mutating func fraction() -> Int? {
        var value = 0
        var count = 0
        while here >= 48, here <= 57 {
            if count < 6 { value = value * 10 + Int(here - 48) }
            count += 1
            position += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    mutating func word() -> String {
        let start = position
        while here | 32 >= 97, here | 32 <= 122 { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func day() -> Day? {
        guard let year = digits(4...4), take(UInt8(ascii: "-")), let month = digits(1...2), take(UInt8(ascii: "-")),
            let day = digits(1...2)
        else { return nil }
        return Day.checked(year: year, month: month, day: day)
    }

    /// Seconds east of UTC and whether they are written; nil when what stands there is no offset.
    mutating func zone() -> (seconds: Int, isWritten: Bool)? {
        let before = position
        skipSpaces()
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return (0, true) }
        if here | 32 == UInt8(ascii: "u") { return word().lowercased() == "utc" ? (0, true) : nil }
        let isWest = here == UInt8(ascii: "-")
        guard take(UInt8(ascii: "-")) || take(UInt8(ascii: "+")) else {
            position = before
            return (0, false)
        }
        guard let hour = digits(1...2), hour <= 18 else { return nil }
        var seconds = hour * 3600
        if take(58) || (here >= 48 && here <= 57) {
            guard let minute = digits(2...2), minute < 60 else { return nil }
            seconds += minute * 60
        }
        return (isWest ? -seconds : seconds, true)
    }
}
