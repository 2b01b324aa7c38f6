// The parts of a date that date_trunc, date_part and extract know, with the names DuckDB takes for them.

/// A unit or field of a timestamp.
public enum DatePart: String, Sendable, Hashable, CaseIterable {
    case microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
    case decade, century, millennium
    /// Day of week: Sunday 0 to Saturday 6.
    case dayOfWeek = "dow"
    /// ISO day of week: Monday 1 to Sunday 7.
    case isoDayOfWeek = "isodow"
    /// Day of year, from 1.
    case dayOfYear = "doy"
    /// The year that the ISO week belongs to.
    case isoYear = "isoyear"
    /// Seconds since 1970-01-01T00:00:00Z with fraction, as DOUBLE.
    case epoch
    /// 1 for the years from 1 on, else 0.
    case era
    /// The Julian day with the time of day as its fraction, as DOUBLE.
    case julian
    /// ISO year and week: 202653.
    case yearWeek = "yearweek"
    /// Seconds east of UTC, and its hours and minutes, of the zone the query is asked in.
    case timezone
    case timezoneHour = "timezone_hour"
    case timezoneMinute = "timezone_minute"

    /// The part of a name as DuckDB takes it (any case), or nil.
    package init?(name: String) {
        let lower = name.lowercased()
        if let part = DatePart(rawValue: lower) {
            self = part
        } else if let part = DatePart.otherNames[lower] {
            self = part
        } else {
            return nil
        }
    }

    /// Other spellings that DuckDB takes.
    package static let otherNames: [String: DatePart] = [
        "microseconds": .microsecond, "us": .microsecond, "usec": .microsecond, "usecs": .microsecond,
        "milliseconds": .millisecond, "ms": .millisecond, "msec": .millisecond, "msecs": .millisecond,
        "seconds": .second, "s": .second, "sec": .second, "secs": .second,
        "minutes": .minute, "m": .minute, "min": .minute, "mins": .minute,
        "hours": .hour, "h": .hour, "hr": .hour, "hrs": .hour,
        "days": .day, "d": .day, "dayofmonth": .day,
        "weeks": .week, "w": .week, "weekofyear": .week,
        "months": .month, "mon": .month, "mons": .month,
        "quarters": .quarter, "years": .year, "y": .year, "yr": .year, "yrs": .year,
        "decades": .decade, "centuries": .century, "c": .century, "millenniums": .millennium, "millenium": .millennium,
        "weekday": .dayOfWeek, "dayofweek": .dayOfWeek, "dayofyear": .dayOfYear,
    ]

    /// True where date_trunc can cut: the fields that are not lengths of time cannot.
    package var isUnit: Bool {
        switch self {
        case .dayOfWeek, .isoDayOfWeek, .dayOfYear, .epoch, .era, .julian, .yearWeek, .timezone, .timezoneHour, .timezoneMinute: false
        default: true
        }
    }

    /// The type of the field.
    package var type: ScalarType { self == .epoch || self == .julian ? .double : .bigint }

    /// True for the parts that an interval has.
    package var isOfInterval: Bool {
        switch self {
        case .microsecond, .millisecond, .second, .minute, .hour, .day, .month, .quarter, .year, .decade, .century, .millennium, .epoch: true
        default: false
        }
    }

    /// The function that makes an interval of so many: `to_minutes`; nil for parts that are no length of time.
    package var intervalFunction: String? {
        switch self {
        case .century: "to_centuries"
        case .millennium: "to_millennia"
        default: TemporalText.isIntervalUnit(self) ? "to_\(rawValue)s" : nil
        }
    }
}
