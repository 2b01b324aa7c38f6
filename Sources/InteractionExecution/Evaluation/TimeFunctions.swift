// Functions of timestamps. Rows near each other in time mostly share a bucket, so the bucket of the row before is kept.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum TimeFunctions {
    static func call(_ function: ScalarFunction, _ arguments: [Vector], _ type: ScalarType) throws(InteractionError) -> Vector {
        let first = arguments[0]
        var result = first
        result.type = type
        if case .intervals(let spans) = first.data {
            if case .datePart(let part) = function, part != .epoch {
                result.data = .ints(spans.map { field(part, of: $0) })
            } else {
                result.data = .doubles(spans.map { epoch(of: $0) })
            }
            return result
        }
        guard case .ints(let times) = first.data else { return .nulls(type, count: first.count) }
        switch function {
        case .dateTrunc(let part): result.data = .ints(buckets(times, .part(part)))
        case .zonedTrunc(let part, let zone): result.data = .ints(buckets(times, .local(part, zone)))
        case .localTime(let zone):
            var span = zone.span(at: times.first ?? 0)
            result.data = .ints(
                times.map { time in
                    if time < span.from || time >= span.to { span = zone.span(at: time) }
                    return time &+ span.offset
                })
        case .instant(let zone): result.data = .ints(times.map { zone.instant(ofLocal: $0) })
        case .localDay(let zone): result.data = .ints(localDays(times, zone))
        case .dayStart(let zone):
            var known: (day: Int64, start: Int64)?
            result.data = .ints(
                times.map { day in
                    if let known, known.day == day { return known.start }
                    let start = zone.start(of: Day(number: Int32(truncatingIfNeeded: day))).microseconds
                    known = (day, start)
                    return start
                })
        case .timeBucket(let width):
            guard arguments.count < 2 || arguments[1].isConstant else { return try buckets(first, width, arguments[1]) }
            var origin: Int64?
            if arguments.count > 1, case .timestamp(let micros) = arguments[1].value(0) { origin = micros }
            guard let rule = BucketRule(width, origin: origin) else { throw badWidth(width) }
            result.data = .ints(buckets(times, rule))
        case .datePart(.epoch), .epoch: result.data = .doubles(times.map { Double($0) / 1_000_000 })
        case .datePart(.julian):
            result.data = .doubles(
                times.map { Double(floorDivide($0, Timestamp.microsecondsPerDay) + 2_440_588)
                    + Double($0 &- floorDivide($0, Timestamp.microsecondsPerDay) &* Timestamp.microsecondsPerDay) / Double(Timestamp.microsecondsPerDay) })
        case .datePart(let part): result.data = .ints(times.map { field(part, of: $0) })
        case .epochMilliseconds: result.data = .ints(times.map { floorDivide($0 &+ ($0 < 0 ? 499 : 500), 1000) })
        case .epochMicroseconds: result.data = .ints(times)
        case .timestampOfMilliseconds:
            var micros: [Int64] = []
            micros.reserveCapacity(times.count)
            for (row, time) in times.enumerated() {
                let (value, overflow) = time.multipliedReportingOverflow(by: 1000)
                if overflow, first.validity.map({ $0[row] != 0 }) ?? true {
                    throw InteractionError(.invalidQuery, "a timestamp is out of range")
                }
                micros.append(value)
            }
            result.data = .ints(micros)
        case .dayName, .monthName:
            var table = StringTable()
            let codes = times.enumerated().map { row, time -> UInt32 in
                if let valid = first.validity, valid[row] == 0 { return 0 }
                let day = Timestamp(microseconds: time).day
                let name = function == .dayName ? dayNames[day.isoWeekday - 1] : monthNames[day.civil.month - 1]
                return table.intern(name) + 1
            }
            return Vector(type, .text(codes, table.dictionary()), count: first.count, isConstant: first.isConstant)
        default: throw InteractionError(.unsupported, "\(function) cannot be computed")
        }
        return result
    }

    private static func badWidth(_ width: Interval) -> InteractionError {
        InteractionError(.invalidQuery, "time_bucket cannot count in \(width)", hint: "a positive width in months, or in days and shorter")
    }

    private static let dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// The start of each timestamp's bucket.
    static func buckets(_ times: [Int64], _ rule: BucketRule) -> [Int64] {
        var start: Int64 = 0
        var end: Int64 = 0
        return [Int64](unsafeUninitializedCapacity: times.count) { out, written in
            for (row, time) in times.enumerated() {
                if time < start || time >= end { (start, end) = Temporal.bucket(of: time, rule) }
                out[row] = start
            }
            written = times.count
        }
    }

    /// The number of each timestamp's local day.
    private static func localDays(_ times: [Int64], _ zone: ZoneRules) -> [Int64] {
        var day = (start: Int64(0), end: Int64(0), local: Int64(0))
        return times.map { time in
            if time < day.start || time >= day.end { day = CalendarArithmetic.unit(.day, of: time, in: zone) }
            return floorDivide(day.local, Timestamp.microsecondsPerDay)
        }
    }

    /// time_bucket with an origin for each row.
    private static func buckets(_ times: Vector, _ width: Interval, _ origins: Vector) throws(InteractionError) -> Vector {
        var builder = VectorBuilder(.timestamp)
        for row in 0..<times.count {
            guard case .timestamp(let time) = times.value(row), case .timestamp(let origin) = origins.value(row) else {
                builder.append(.null)
                continue
            }
            guard let rule = BucketRule(width, origin: origin) else { throw badWidth(width) }
            builder.append(.timestamp(Temporal.bucket(of: time, rule).start))
        }
        return builder.finish()
    }

    static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
        let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// A part of an interval; what is not of a part before it is not counted in: 90 minutes are 1 hour and 30 minutes.
    static func field(_ part: DatePart, of span: Interval) -> Int64 {
        let months = Int64(span.months)
        switch part {
        case .microsecond: return span.microseconds % 60_000_000
        case .millisecond: return span.microseconds % 60_000_000 / 1000
        case .second: return span.microseconds % 60_000_000 / 1_000_000
        case .minute: return span.microseconds % 3_600_000_000 / 60_000_000
        case .hour: return span.microseconds / 3_600_000_000
        case .day: return Int64(span.days)
        case .month: return months % 12
        case .quarter: return months % 12 / 3 + 1
        case .year: return months / 12
        case .decade: return months / 120
        case .century: return months / 1200
        case .millennium: return months / 12_000
        default: return 0
        }
    }

    /// The seconds of an interval, as DuckDB counts them: years of 365.25 days, months of 30.
    static func epoch(of span: Interval) -> Double {
        let days = Double(span.months / 12) * 365.25 + Double(span.months % 12) * 30 + Double(span.days)
        return days * 86_400 + Double(span.microseconds) / 1_000_000
    }

    /// A field of a timestamp, as DuckDB counts it.
    static func field(_ part: DatePart, of time: Int64) -> Int64 {
        let day = Timestamp(microseconds: time).day
        let rest = time &- day.start.microseconds
        let (year, month, dayOfMonth) = day.civil
        func century(_ length: Int) -> Int64 { Int64(year > 0 ? (year - 1) / length + 1 : year / length - 1) }
        switch part {
        case .microsecond: return rest % 60_000_000
        case .millisecond: return rest % 60_000_000 / 1000
        case .second: return rest / 1_000_000 % 60
        case .minute: return rest / 60_000_000 % 60
        case .hour: return rest / 3_600_000_000
        case .day: return Int64(dayOfMonth)
        case .month: return Int64(month)
        case .quarter: return Int64((month - 1) / 3 + 1)
        case .year: return Int64(year)
        case .decade: return Int64(year / 10)
        case .century: return century(100)
        case .millennium: return century(1000)
        case .dayOfWeek: return Int64(day.isoWeekday % 7)
        case .isoDayOfWeek: return Int64(day.isoWeekday)
        case .dayOfYear: return Int64(day.number - Day(year: year, month: 1, day: 1).number + 1)
        case .week, .isoYear:
            let isoYear = day.advanced(by: 4 - day.isoWeekday).civil.year
            if part == .isoYear { return Int64(isoYear) }
            let fourth = Day(year: isoYear, month: 1, day: 4)
            let monday = fourth.advanced(by: 1 - fourth.isoWeekday)
            return Int64((day.number - monday.number) / 7 + 1)
        case .yearWeek: return field(.isoYear, of: time) * 100 + field(.week, of: time)
        case .era: return year > 0 ? 1 : 0
        case .julian: return Int64(day.number) + 2_440_588
        case .timezone, .timezoneHour, .timezoneMinute: return 0
        case .epoch: return floorDivide(time, 1_000_000)
        }
    }
}
