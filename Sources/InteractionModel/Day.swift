// A calendar day in UTC, the unit of storage. Conversions follow Howard Hinnant's "chrono-compatible low-level date
// algorithms" (days_from_civil, civil_from_days) on the proleptic Gregorian calendar.

/// A UTC day, counted from 1970-01-01.
public struct Day: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01; negative before it.
    public var number: Int32

    public init(number: Int32) { self.number = number }

    /// The day of a calendar date. Months 1-12 and days 1-31 are taken as they are; `checked` refuses bad ones.
    public init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
    }

    /// The day of a calendar date, or nil when there is no such date (month 13, 30 February) or the year is outside 1-9999.
    public static func checked(year: Int, month: Int, day: Int) -> Day? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= daysInMonth(month, year: year)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// Days in a month, 28-31. `month` is 1-12.
    public static func daysInMonth(_ month: Int, year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
    }

    /// Year, month (1-12) and day of month (1-31).
    public var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }

    /// The first instant of the day.
    public var start: Timestamp { Timestamp(microseconds: Int64(number) &* Timestamp.microsecondsPerDay) }
    /// The first instant of the next day.
    public var end: Timestamp { Timestamp(microseconds: (Int64(number) &+ 1) &* Timestamp.microsecondsPerDay) }

    public static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    /// The day `days` later.
    public func advanced(by days: Int) -> Day { Day(number: Int32(truncatingIfNeeded: Int(number) &+ days)) }

    /// ISO weekday: Monday is 1, Sunday is 7.
    public var isoWeekday: Int { ((Int(number) + 3) % 7 + 7) % 7 + 1 }
}

extension Day: CustomStringConvertible, LosslessStringConvertible {
    /// `yyyy-mm-dd`.
    public var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads `yyyy-mm-dd`; nil for anything else.
    public init?(_ description: String) {
        let bytes = Array(description.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let made = Day.checked(year: year, month: month, day: day)
        else { return nil }
        self = made
    }

    /// Appends `yyyy-mm-dd` to `bytes`.
    public func write(to bytes: inout [UInt8]) {
        let (year, month, day) = civil
        var divisor = 1000
        while divisor > 0 {
            bytes.append(UInt8(48 + max(0, year) / divisor % 10))
            divisor /= 10
        }
        for part in [month, day] {
            bytes.append(UInt8(ascii: "-"))
            bytes.append(UInt8(48 + part / 10))
            bytes.append(UInt8(48 + part % 10))
        }
    }
}
