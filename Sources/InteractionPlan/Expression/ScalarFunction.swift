// The scalar functions that a plan can call. Constant arguments that steer a function (the part of date_trunc, the width
// of time_bucket) are kept in the case, so that an operator never evaluates them for each row.

import InteractionModel

/// A known function of one row. NULL in any argument gives NULL unless said otherwise.
public enum ScalarFunction: Sendable, Hashable {
    /// The start of the unit that holds the TIMESTAMP (weeks start on Monday). One TIMESTAMP argument; gives TIMESTAMP.
    case dateTrunc(DatePart)
    /// The first instant of the unit of the zone's local time that holds the TIMESTAMP.
    case zonedTrunc(DatePart, ZoneRules)
    /// The TIMESTAMP as the zone's clocks show it, to read fields from.
    case localTime(ZoneRules)
    /// The instant at which the zone's clocks show a local time, as DuckDB's AT TIME ZONE has it: of two such the later one; for
    /// a time that a change skips, by the offset before the change.
    case instant(ZoneRules)
    /// The zone's local day that holds the TIMESTAMP, as DATE.
    case localDay(ZoneRules)
    /// The first instant of a DATE in the zone, as TIMESTAMP.
    case dayStart(ZoneRules)
    /// A field of the TIMESTAMP as BIGINT; `second` without fraction, `millisecond` and `microsecond` with the seconds
    /// (as DuckDB: 1.5 s gives 1500). `epoch` and `julian` give DOUBLE. Of an INTERVAL the parts it is made of.
    case datePart(DatePart)
    /// A BIGINT that the type can hold; any other raises, or with `isTrying` is NULL.
    case fitting(IntegerWidth, isTrying: Bool)
    /// Seconds (DOUBLE) since 1970 of a TIMESTAMP, or of an INTERVAL (years count 365.25 days, further months 30).
    case epoch
    /// Milliseconds since 1970 of a TIMESTAMP as BIGINT, rounded to the nearest, halves away from zero.
    case epochMilliseconds
    /// Microseconds since 1970 of a TIMESTAMP as BIGINT.
    case epochMicroseconds
    /// The TIMESTAMP of epoch milliseconds (BIGINT).
    case timestampOfMilliseconds
    /// The start of the bucket of this width that holds the TIMESTAMP. The width has either months or days and
    /// microseconds, never both, and is positive. Without a second argument (a TIMESTAMP of origin) buckets are counted
    /// from 2000-01-03, or from 2000-01-01 for widths in months.
    case timeBucket(Interval)
    /// English name of the weekday (`Monday`) or month (`January`).
    case dayName, monthName
    /// The first argument that is not NULL; NULL when all are.
    case coalesce
    /// The first argument, or NULL when it equals the second. The first may be NULL.
    case nullIf
    /// The largest or smallest argument; NULLs are skipped.
    case greatest, least
    /// BIGINT and HUGEINT raise on overflow.
    case abs
    /// To the nearest integer, halves away from zero; with a second argument (BIGINT) to that many digits. Integers stay.
    case round
    case floor, ceil
    /// -1, 0 or 1 as BIGINT.
    case sign
    case sqrt
    /// Natural and decimal logarithm; of 0 -inf, of negatives NaN.
    case ln, log10
    case exp
    /// The first DOUBLE to the power of the second.
    case power
    case lower, upper
    /// Number of Unicode scalars (`length`), of bytes (`strlen`).
    case length, byteLength
    /// Text from a position counted from 1 (negative: from the end) of scalars, as long as the third argument says.
    case substring
    /// Without the characters of the second argument (default: space) at both ends, the left end, the right end.
    case trim, trimLeft, trimRight
    /// The first argument with each occurrence of the second replaced by the third; an empty second changes nothing.
    case replace
    case contains, startsWith, endsWith
    /// The texts of all arguments joined; NULLs are skipped, never NULL itself.
    case concat
    /// The first or last n scalars (second argument, BIGINT; negative: all but that many).
    case left, right
    /// Functions of lists, texts, JSON, numbers, times.
    case list(ListFunction)
    case text(TextFunction)
    case json(JSONFunction)
    case math(MathFunction)
    case time(TimeFunction)
    /// Regular expressions, with the letters of their options.
    case regex(RegexFunction, options: String)
}

extension ScalarFunction {
    /// The name in SQL.
    package var name: String {
        switch self {
        case .dateTrunc, .zonedTrunc: "date_trunc"
        case .localTime: "local_time"
        case .localDay: "local_day"
        case .fitting: "fitting"
        case .instant: "instant"
        case .dayStart: "day_start"
        case .datePart: "date_part"
        case .epoch: "epoch"
        case .epochMilliseconds: "epoch_ms"
        case .epochMicroseconds: "epoch_us"
        case .timestampOfMilliseconds: "make_timestamp_ms"
        case .timeBucket: "time_bucket"
        case .dayName: "dayname"
        case .monthName: "monthname"
        case .coalesce: "coalesce"
        case .nullIf: "nullif"
        case .greatest: "greatest"
        case .least: "least"
        case .abs: "abs"
        case .round: "round"
        case .floor: "floor"
        case .ceil: "ceil"
        case .sign: "sign"
        case .sqrt: "sqrt"
        case .ln: "ln"
        case .log10: "log10"
        case .exp: "exp"
        case .power: "pow"
        case .lower: "lower"
        case .upper: "upper"
        case .length: "length"
        case .byteLength: "strlen"
        case .substring: "substring"
        case .trim: "trim"
        case .trimLeft: "ltrim"
        case .trimRight: "rtrim"
        case .replace: "replace"
        case .contains: "contains"
        case .startsWith: "starts_with"
        case .endsWith: "ends_with"
        case .concat: "concat"
        case .left: "left"
        case .right: "right"
        case .list(let function): function.name
        case .text(let function): function.name
        case .json(let function): function.name
        case .math(let function): function.name
        case .time(let function): function.name
        case .regex(let function, _): function.rawValue
        }
    }
}
