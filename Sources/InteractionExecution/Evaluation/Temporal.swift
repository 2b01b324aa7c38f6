// Arithmetic of single timestamps and intervals, with the errors that a query raises.

import InteractionModel
import InteractionPlan

enum Temporal {
    private static func outOfRange(_ what: String) -> InteractionError {
        InteractionError(.invalidQuery, "\(what) is out of range")
    }

    static func shift(_ micros: Int64, by span: Interval) throws(InteractionError) -> Int64 {
        guard let result = CalendarArithmetic.add(span, to: micros) else { throw outOfRange("a timestamp") }
        return result
    }

    static func negated(_ span: Interval) throws(InteractionError) -> Interval {
        guard let result = CalendarArithmetic.negated(span) else { throw outOfRange("an interval") }
        return result
    }

    static func sum(_ a: Interval, _ b: Interval) throws(InteractionError) -> Interval {
        let (months, over1) = a.months.addingReportingOverflow(b.months)
        let (days, over2) = a.days.addingReportingOverflow(b.days)
        let (micros, over3) = a.microseconds.addingReportingOverflow(b.microseconds)
        if over1 || over2 || over3 { throw outOfRange("an interval") }
        return Interval(months: months, days: days, microseconds: micros)
    }

    static func product(_ a: Interval, _ factor: Int64) throws(InteractionError) -> Interval {
        guard let result = CalendarArithmetic.product(a, factor) else { throw outOfRange("an interval") }
        return result
    }

    /// Each part times a factor or divided by it; what is left of a month goes to the days, of a day to the microseconds.
    static func scaled(_ a: Interval, _ factor: Double, isDivision: Bool) throws(InteractionError) -> Interval {
        if isDivision, factor == 0 { throw InteractionError(.invalidQuery, "\(a) / 0: division by zero") }
        func part(_ value: Double) -> Double { isDivision ? value / factor : value * factor }
        let months = part(Double(a.months))
        let days = part(Double(a.days)) + (months - months.rounded(.towardZero)) * 30
        let micros = part(Double(a.microseconds)) + (days - days.rounded(.towardZero)) * Double(Timestamp.microsecondsPerDay)
        guard let months = Int32(exactly: months.rounded(.towardZero)), let days = Int32(exactly: days.rounded(.towardZero)),
            let micros = Int64(exactly: micros.rounded())
        else { throw outOfRange("an interval") }
        return Interval(months: months, days: days, microseconds: micros)
    }

    /// Days and the rest in microseconds, as DuckDB has it.
    static func difference(_ a: Int64, _ b: Int64) throws(InteractionError) -> Interval {
        let (micros, overflow) = a.subtractingReportingOverflow(b)
        let (days, rest) = micros.quotientAndRemainder(dividingBy: Timestamp.microsecondsPerDay)
        guard !overflow, let days = Int32(exactly: days) else { throw outOfRange("an interval") }
        return Interval(days: days, microseconds: rest)
    }

    /// Truncation and buckets of a timestamp with the end of the bucket, so that neighbours in time are not computed again.
    static func bucket(of micros: Int64, _ rule: BucketRule) -> (start: Int64, end: Int64) {
        switch rule {
        case .part(let part):
            let start = CalendarArithmetic.truncate(micros, to: part)
            guard let length = CalendarArithmetic.length(of: part) ?? (part == .isoYear ? Interval(days: 1) : nil),
                let end = CalendarArithmetic.add(length, to: start), start <= micros, micros < end
            else { return (start, micros == .max ? micros : micros + 1) }
            return (start, end)
        case .local(let part, let zone):
            let unit = CalendarArithmetic.unit(part, of: micros, in: zone)
            return (unit.start, unit.end)
        case .width(let width, let origin):
            let (offset, overflow) = micros.subtractingReportingOverflow(origin)
            if overflow { return (micros, micros) }
            var rest = offset % width
            if rest < 0 { rest += width }
            let (start, under) = micros.subtractingReportingOverflow(rest)
            let (end, over) = start.addingReportingOverflow(width)
            return (under ? .min : start, over ? .max : end)
        case .months(let width, let origin):
            let (year, month, _) = Timestamp(microseconds: micros).day.civil
            let (originYear, originMonth, _) = Timestamp(microseconds: origin).day.civil
            let base = originYear * 12 + originMonth - 1
            let index = year * 12 + month - 1 - base
            let floored = (index >= 0 ? index / width : -((width - 1 - index) / width)) * width + base
            func start(_ months: Int) -> Int64 {
                let year = months >= 0 ? months / 12 : -((11 - months) / 12)
                return Day(year: year, month: months - year * 12 + 1, day: 1).start.microseconds
            }
            return (start(floored), start(floored + width))
        }
    }
}

/// How a timestamp finds its bucket.
enum BucketRule: Sendable, Hashable {
    case part(DatePart)
    /// A unit of a zone's local time.
    case local(DatePart, ZoneRules)
    /// Microseconds, counted from an origin.
    case width(Int64, origin: Int64)
    /// Months, counted from the month of an origin.
    case months(Int, origin: Int64)

    /// The rule of time_bucket; nil when the width is not positive or mixes months with shorter parts.
    init?(_ width: Interval, origin: Int64?) {
        if width.months != 0 {
            guard width.months > 0, width.days == 0, width.microseconds == 0 else { return nil }
            self = .months(Int(width.months), origin: origin ?? Day(year: 2000, month: 1, day: 1).start.microseconds)
        } else {
            guard let micros = width.fixedMicroseconds, micros > 0 else { return nil }
            self = .width(micros, origin: origin ?? Day(year: 2000, month: 1, day: 3).start.microseconds)
        }
    }
}
