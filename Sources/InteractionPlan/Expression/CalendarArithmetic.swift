// Calendar arithmetic on microseconds in UTC: adding an interval, and cutting to a unit. Used when constants are folded;
// operators with a column of timestamps have kernels of their own that must agree with it.

import InteractionModel

/// Arithmetic of timestamps.
package enum CalendarArithmetic {
    /// `timestamp` plus `interval`: months first (the day is clamped to the month's length), then days, then
    /// microseconds. Nil when the result leaves the years 1-9999.
    package static func add(_ interval: Interval, to timestamp: Int64) -> Int64? {
        let start = Timestamp(microseconds: timestamp)
        var day = start.day
        let timeOfDay = timestamp &- day.start.microseconds
        if interval.months != 0 {
            let (year, month, dayOfMonth) = day.civil
            let months = year * 12 + month - 1 + Int(interval.months)
            guard months >= 12, months < 120_000 else { return nil }
            let newYear = months / 12
            let newMonth = months % 12 + 1
            day = Day(year: newYear, month: newMonth, day: min(dayOfMonth, Day.daysInMonth(newMonth, year: newYear)))
        }
        let (number, overflow) = day.number.addingReportingOverflow(interval.days)
        guard !overflow else { return nil }
        let (whole, overflow2) = Int64(number).multipliedReportingOverflow(by: Timestamp.microsecondsPerDay)
        let (sum, overflow3) = whole.addingReportingOverflow(timeOfDay)
        let (result, overflow4) = sum.addingReportingOverflow(interval.microseconds)
        guard !overflow2, !overflow3, !overflow4, (1...9999).contains(Timestamp(microseconds: result).day.civil.year) else { return nil }
        return result
    }

    /// The negative of an interval; nil when a part does not fit.
    package static func negated(_ interval: Interval) -> Interval? {
        guard interval.months != .min, interval.days != .min, interval.microseconds != .min else { return nil }
        return Interval(months: -interval.months, days: -interval.days, microseconds: -interval.microseconds)
    }

    /// An interval times a whole number; nil when a part does not fit.
    package static func product(_ interval: Interval, _ factor: Int64) -> Interval? {
        let (months, over1) = Int64(interval.months).multipliedReportingOverflow(by: factor)
        let (days, over2) = Int64(interval.days).multipliedReportingOverflow(by: factor)
        let (micros, over3) = interval.microseconds.multipliedReportingOverflow(by: factor)
        guard !over1, !over2, !over3, let months = Int32(exactly: months), let days = Int32(exactly: days) else { return nil }
        return Interval(months: months, days: days, microseconds: micros)
    }

    /// So many units; nil when they do not fit, and for parts that are no fixed unit.
    package static func interval(_ count: Int64, of part: DatePart) -> Interval? { length(of: part).flatMap { product($0, count) } }

    /// So many seconds or milliseconds, to the nearest microsecond; nil when they do not fit, and for other parts.
    package static func interval(_ count: Double, of part: DatePart) -> Interval? {
        guard part == .second || part == .millisecond else { return nil }
        return Int64(exactly: (count * (part == .second ? 1_000_000 : 1000)).rounded()).map { Interval(microseconds: $0) }
    }

    /// The date of a number of days since 1970-01-01; nil outside of the years 1-9999.
    package static func date(_ days: Int64) -> Int32? {
        Int32(exactly: days).flatMap { (1...9999).contains(Day(number: $0).civil.year) ? $0 : nil }
    }

    /// The start of the unit that holds the timestamp; weeks start on Monday. Parts that are no unit leave it as it is.
    package static func truncate(_ timestamp: Int64, to part: DatePart) -> Int64 {
        let day = Timestamp(microseconds: timestamp).day
        func floored(_ unit: Int64) -> Int64 {
            let remainder = timestamp % unit
            return timestamp &- (remainder < 0 ? remainder + unit : remainder)
        }
        func startOfYear(_ year: Int) -> Int64 { Day(year: year, month: 1, day: 1).start.microseconds }
        let (year, month, _) = day.civil
        switch part {
        case .microsecond, .dayOfWeek, .isoDayOfWeek, .dayOfYear, .epoch, .era, .julian, .yearWeek, .timezone, .timezoneHour,
            .timezoneMinute:
            return timestamp
        case .millisecond: return floored(1000)
        case .second: return floored(1_000_000)
        case .minute: return floored(60_000_000)
        case .hour: return floored(3_600_000_000)
        case .day: return day.start.microseconds
        case .week: return day.advanced(by: 1 - day.isoWeekday).start.microseconds
        case .month: return Day(year: year, month: month, day: 1).start.microseconds
        case .quarter: return Day(year: year, month: (month - 1) / 3 * 3 + 1, day: 1).start.microseconds
        case .year: return startOfYear(year)
        case .decade: return startOfYear(year / 10 * 10)
        case .century: return startOfYear(year / 100 * 100)
        case .millennium: return startOfYear(year / 1000 * 1000)
        case .isoYear:
            let thursday = day.advanced(by: 4 - day.isoWeekday)
            let fourth = Day(year: thursday.civil.year, month: 1, day: 4)
            return fourth.advanced(by: 1 - fourth.isoWeekday).start.microseconds
        }
    }

    /// The length of a unit as an interval, for the end of what `truncate` began; nil for parts that are no fixed unit.
    package static func length(of part: DatePart) -> Interval? {
        switch part {
        case .microsecond: Interval(microseconds: 1)
        case .millisecond: Interval(microseconds: 1000)
        case .second: Interval(microseconds: 1_000_000)
        case .minute: Interval(microseconds: 60_000_000)
        case .hour: Interval(microseconds: 3_600_000_000)
        case .day: Interval(days: 1)
        case .week: Interval(days: 7)
        case .month: Interval(months: 1)
        case .quarter: Interval(months: 3)
        case .year: Interval(months: 12)
        case .decade: Interval(months: 120)
        case .century: Interval(months: 1200)
        case .millennium: Interval(months: 12_000)
        default: nil
        }
    }
}
