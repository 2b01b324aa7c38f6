// How far two times are from each other on the calendar.

import InteractionModel
import InteractionPlan

/// Distances on the calendar, of times on one clock.
enum CalendarDistance {
    /// Number of starts of the unit after `a` up to `b`; of weeks the days between them over seven, as DuckDB 2 counts.
    static func boundaries(_ part: DatePart, _ a: Int64, _ b: Int64) -> Int64 {
        part == .week ? (index(.day, b) - index(.day, a)) / 7 : index(part, b) - index(part, a)
    }

    /// The number of the unit that holds a time.
    private static func index(_ part: DatePart, _ time: Int64) -> Int64 {
        let day = Timestamp(microseconds: time).day
        let (year, month, _) = day.civil
        func floored(_ a: Int, _ b: Int) -> Int64 { TimeFunctions.floorDivide(Int64(a), Int64(b)) }
        switch part {
        case .microsecond: return time
        case .millisecond: return TimeFunctions.floorDivide(time, 1000)
        case .second, .epoch: return TimeFunctions.floorDivide(time, 1_000_000)
        case .minute: return TimeFunctions.floorDivide(time, 60_000_000)
        case .hour: return TimeFunctions.floorDivide(time, 3_600_000_000)
        case .day, .dayOfWeek, .isoDayOfWeek, .dayOfYear: return Int64(day.number)
        case .week: return floored(Int(day.number), 7)
        case .month: return Int64(year * 12 + month)
        case .quarter: return Int64(year * 4 + (month - 1) / 3)
        case .year: return Int64(year)
        case .isoYear: return TimeFunctions.field(.isoYear, of: time)
        case .decade: return floored(year, 10)
        case .century: return floored(year, 100)
        case .millennium: return floored(year, 1000)
        // The binder takes no distance in these.
        case .era, .julian, .yearWeek, .timezone, .timezoneHour, .timezoneMinute: return 0
        }
    }

    /// Number of whole units from `a` to `b`, towards zero.
    static func whole(_ part: DatePart, _ a: Int64, _ b: Int64) -> Int64 {
        let difference = b &- a
        switch part {
        case .microsecond: return difference
        case .millisecond: return difference / 1000
        case .second, .epoch: return difference / 1_000_000
        case .minute: return difference / 60_000_000
        case .hour: return difference / 3_600_000_000
        case .day, .dayOfWeek, .isoDayOfWeek, .dayOfYear: return difference / Timestamp.microsecondsPerDay
        case .week: return difference / (7 * Timestamp.microsecondsPerDay)
        case .month: return months(a, b)
        case .quarter: return months(a, b) / 3
        case .year, .isoYear: return months(a, b) / 12
        case .decade: return months(a, b) / 120
        case .century: return months(a, b) / 1200
        case .millennium: return months(a, b) / 12_000
        case .era, .julian, .yearWeek, .timezone, .timezoneHour, .timezoneMinute: return 0
        }
    }

    /// Whole months; a month from the 31st is complete at the end of a shorter month, as in DuckDB.
    private static func months(_ a: Int64, _ b: Int64) -> Int64 {
        if a > b { return -months(b, a) }
        let (from, to) = (Timestamp(microseconds: a).day, Timestamp(microseconds: b).day)
        var (y1, m1, d1) = from.civil
        let (y2, m2, d2) = to.civil
        let last = Day.daysInMonth(m2, year: y2)
        let (t1, t2) = (a - from.start.microseconds, b - to.start.microseconds)
        if d2 == last, d1 > last || (d1 == last && t1 < t2) { (y1, m1, d1) = (y1, m1, last) }
        let months = Int64((y2 - y1) * 12 + m2 - m1)
        return (d2, t2) < (d1, t1) ? months - 1 : months
    }

    /// The interval from `b` to `a` in years, months, days and time, borrowing days from the month of `b`.
    static func age(_ a: Int64, _ b: Int64) -> Interval {
        if a < b {
            let span = age(b, a)
            return Interval(months: -span.months, days: -span.days, microseconds: -span.microseconds)
        }
        let (from, to) = (Timestamp(microseconds: b).day, Timestamp(microseconds: a).day)
        let (y1, m1, d1) = from.civil
        let (y2, m2, d2) = to.civil
        var months = (y2 - y1) * 12 + m2 - m1
        var days = d2 - d1
        var micros = (a - to.start.microseconds) - (b - from.start.microseconds)
        if micros < 0 {
            micros += Timestamp.microsecondsPerDay
            days -= 1
        }
        if days < 0 {
            days += Day.daysInMonth(m1, year: y1)
            months -= 1
        }
        return Interval(months: Int32(months), days: Int32(days), microseconds: micros)
    }
}
