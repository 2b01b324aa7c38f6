// The functions of dates and times that `TimeFunction` names, a row at a time.

import InteractionModel
import InteractionPlan

enum TimeCalls {
    static func call(
        _ function: TimeFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        var formats: [String: TimeFormat?] = [:]
        func format(_ text: String) throws(InteractionError) -> TimeFormat {
            let known = formats[text] ?? TimeFormat(text)
            formats[text] = .some(known)
            guard let known, !text.isEmpty else {
                throw InteractionError(.invalidQuery, TimeFormat.problem(in: text) ?? "the format cannot be read", hint: TimeFormat.hint)
            }
            return known
        }
        return try RowWise.map(arguments, type, count: count) { (values) throws(InteractionError) in
            switch function {
            case .formatted(let zone): return .text(TimeFormatting.text(time(values[0]), try format(values[1].plainText), zone))
            case .parsed(let zone, let isTrying):
                let wanted = ListFunctions.elements(values[1]).isEmpty ? [values[1]] : ListFunctions.elements(values[1])
                for one in wanted where one != .null {
                    if let instant = TimeFormatting.instant(values[0].plainText, try format(one.plainText), zone), isInCalendar(instant) {
                        return .timestamp(instant)
                    }
                }
                if isTrying { return .null }
                throw InteractionError(
                    .invalidQuery, "\(Literal.quoted(values[0].plainText)) does not fit the format \(Literal.quoted(wanted[0].plainText))",
                    hint: "try_strptime gives NULL instead")
            default: return try value(function, values)
            }
        }
    }

    private static func time(_ value: ResultValue) -> Int64 {
        if case .timestamp(let micros) = value { return micros }
        return 0
    }

    private static func whole(_ value: ResultValue) -> Int64 {
        if case .int(let number) = value { return number }
        return 0
    }

    private static func real(_ value: ResultValue) -> Double {
        if case .double(let number) = value { return number }
        return 0
    }

    private static func outOfRange(_ what: String) -> InteractionError { InteractionError(.invalidQuery, "\(what) is out of range") }

    private static func value(_ function: TimeFunction, _ values: [ResultValue]) throws(InteractionError) -> ResultValue {
        switch function {
        case .difference(let part): return .int(CalendarDistance.boundaries(part, try known(values[0]), try known(values[1])))
        case .completed(let part): return .int(CalendarDistance.whole(part, try known(values[0]), try known(values[1])))
        case .age: return .interval(CalendarDistance.age(try known(values[0]), try known(values[1])))
        case .shifted(let zone):
            guard case .interval(let span) = values[1] else { return .null }
            guard let result = CalendarArithmetic.add(span, to: time(values[0]), in: zone), isInCalendar(result) else {
                throw outOfRange("this timestamp")
            }
            return .timestamp(result)
        case .lastDay:
            let (year, month, _) = Timestamp(microseconds: time(values[0])).day.civil
            return .date(Day(year: year, month: month, day: Day.daysInMonth(month, year: year)).number)
        case .makeDate: return .date(try day(values).number)
        case .makeTimestamp(let zone):
            let (hour, minute, seconds) = (whole(values[3]), whole(values[4]), real(values[5]))
            let isMidnight = hour == 24 && minute == 0 && seconds == 0
            guard isMidnight || (0...23).contains(hour), (0...59).contains(minute), seconds >= 0, seconds < 61 else {
                throw outOfRange("the time \(hour):\(minute):\(seconds)")
            }
            let clock = (hour * 60 + minute) * 60_000_000 + Int64((seconds * 1_000_000).rounded())
            let local = try day(values).start.microseconds + clock
            let instant = zone.instant(ofLocal: local)
            guard isInCalendar(instant) else { throw outOfRange("this timestamp") }
            return .timestamp(instant)
        case .ofSeconds:
            let micros = (real(values[0]) * 1_000_000).rounded()
            guard let micros = Int64(exactly: micros), isInCalendar(micros) else { throw outOfRange("to_timestamp(\(real(values[0])))") }
            return .timestamp(micros)
        case .ofMicroseconds:
            guard isInCalendar(whole(values[0])) else { throw outOfRange("make_timestamp(\(whole(values[0])))") }
            return .timestamp(whole(values[0]))
        case .intervalOf(let part): return .interval(try interval(part, values[0]))
        case .formatted, .parsed: return .null
        }
    }

    /// A time inside the calendar: distances of others may not fit.
    private static func known(_ value: ResultValue) throws(InteractionError) -> Int64 {
        guard isInCalendar(time(value)) else { throw outOfRange("a timestamp") }
        return time(value)
    }

    /// Years 1-9999, as everywhere in the calendar.
    private static func isInCalendar(_ micros: Int64) -> Bool {
        micros >= Day(year: 1, month: 1, day: 1).start.microseconds && micros < Day(year: 9999, month: 12, day: 31).start.microseconds + Timestamp.microsecondsPerDay
    }

    private static func day(_ values: [ResultValue]) throws(InteractionError) -> Day {
        let (year, month, day) = (whole(values[0]), whole(values[1]), whole(values[2]))
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.daysInMonth(Int(month), year: Int(year)) else {
            throw outOfRange("the date \(year)-\(month)-\(day)")
        }
        return Day(year: Int(year), month: Int(month), day: Int(day))
    }

    private static func interval(_ part: DatePart, _ value: ResultValue) throws(InteractionError) -> Interval {
        let result: Interval?
        if case .double(let number) = value {
            result = CalendarArithmetic.interval(number, of: part)
        } else {
            result = CalendarArithmetic.interval(whole(value), of: part)
        }
        guard let result else { throw outOfRange("the interval of \(value.plainText) \(part.rawValue)s") }
        return result
    }
}
