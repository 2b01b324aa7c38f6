// Further functions of dates and times. Calendar fields are those of a clock that the binder has already put on the zone
// (`local_time`); where a function turns fields into an instant, the zone is in the case.

import InteractionModel

/// A known function of dates and times. NULL in an argument gives NULL.
public enum TimeFunction: Sendable, Hashable {
    /// Distances raise for times outside of the years 1-9999.
    /// How many starts of the unit lie after the first TIMESTAMP up to the second (negative the other way round), as BIGINT.
    case difference(DatePart)
    /// How many whole units lie between two TIMESTAMPs, as BIGINT. Months count as complete at the end of a shorter month.
    case completed(DatePart)
    /// The last day of the month of a TIMESTAMP, as DATE.
    case lastDay
    /// The DATE of year, month and day (BIGINTs). Raises for days that do not exist.
    case makeDate
    /// The TIMESTAMP on the zone's clocks of year, month, day, hour, minute (BIGINTs) and seconds (DOUBLE, up to 60).
    case makeTimestamp(ZoneRules)
    /// The TIMESTAMP of seconds since 1970 (DOUBLE), of microseconds (BIGINT). Raise beyond the calendar.
    case ofSeconds, ofMicroseconds
    /// A TIMESTAMP as text by a format in strftime's letters, on the zone's clocks; of local time the zone is UTC.
    case formatted(ZoneRules)
    /// The TIMESTAMP that a text tells by a format; times without offset are the zone's. Text that does not fit raises, or
    /// (`isTrying`) gives NULL.
    case parsed(ZoneRules, isTrying: Bool)
    /// The INTERVAL of a number (BIGINT; seconds and milliseconds DOUBLE) of units. Raises where it does not fit.
    case intervalOf(DatePart)
    /// Years, months, days and time from the second TIMESTAMP to the first, as on a calendar.
    case age
    /// A TIMESTAMP and an INTERVAL: later by the interval, whose months and days are those of the zone's clocks. Raises beyond the
    /// calendar.
    case shifted(ZoneRules)
}

extension TimeFunction {
    /// The name in SQL.
    package var name: String {
        switch self {
        case .difference: "date_diff"
        case .completed: "date_sub"
        case .lastDay: "last_day"
        case .makeDate: "make_date"
        case .makeTimestamp: "make_timestamp"
        case .ofSeconds: "to_timestamp"
        case .ofMicroseconds: "make_timestamp"
        case .formatted: "strftime"
        case .parsed(_, let isTrying): isTrying ? "try_strptime" : "strptime"
        case .intervalOf(let part): part.intervalFunction ?? "to_\(part.rawValue)"
        case .age: "age"
        case .shifted: "date_add"
        }
    }

    /// True when a value can make it fail.
    package var mayRaise: Bool {
        switch self {
        case .lastDay: false
        case .parsed(_, let isTrying): !isTrying
        default: true
        }
    }
}
