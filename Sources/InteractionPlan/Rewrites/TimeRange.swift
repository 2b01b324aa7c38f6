// The rule "time range": which span of time a filter lets through at most. The storage skips days, segments and row groups
// outside it; the filter itself stays in the plan, so the range may be wider than the filter but never narrower.

import InteractionModel

/// A half-open span of microseconds since 1970-01-01T00:00:00Z.
public struct TimeRange: Sendable, Hashable {
    /// The first microsecond inside.
    public var from: Int64
    /// The first microsecond after.
    public var to: Int64

    public init(from: Int64, to: Int64) {
        self.from = from
        self.to = to
    }

    /// Everything.
    public static let all = TimeRange(from: .min, to: .max)
    /// Nothing.
    public static let none = TimeRange(from: 0, to: 0)

    public var isEmpty: Bool { from >= to }

    /// What both hold.
    public func intersection(_ other: TimeRange) -> TimeRange {
        let both = TimeRange(from: max(from, other.from), to: min(to, other.to))
        return both.isEmpty ? .none : both
    }

    /// The smallest range over both.
    public func hull(_ other: TimeRange) -> TimeRange {
        isEmpty ? other : other.isEmpty ? self : TimeRange(from: min(from, other.from), to: max(to, other.to))
    }
}

extension TimeRange {
    /// The span outside of which `filter` is never true. Reads AND, OR, IN, comparisons of `timestamp`, of its date and
    /// of `date_trunc` of it with constants; everything else counts as everything.
    public static func implied(by filter: Expression?) -> TimeRange {
        guard let filter else { return .all }
        switch filter {
        case .and(let terms): return terms.reduce(.all) { $0.intersection(implied(by: $1)) }
        case .or(let terms): return terms.reduce(.none) { $0.hull(implied(by: $1)) }
        case .literal(.boolean(false), _), .literal(.null, _): return .none
        case .comparison(let op, let a, let b):
            if let value = b.constant { return range(a, op, value) ?? .all }
            if let value = a.constant { return range(b, op.swapped, value) ?? .all }
            return .all
        case .inList(let operand, let list):
            var result = TimeRange.none
            for element in list {
                guard let value = element.constant, let range = range(operand, .equal, value) else { return .all }
                result = result.hull(range)
            }
            return result
        default: return .all
        }
    }

    /// Where `operand op value` can be true; nil when the operand does not follow the time.
    private static func range(_ operand: Expression, _ op: ComparisonOperator, _ value: Literal) -> TimeRange? {
        // Local time in some zone is at most this far from the instant.
        if let plain = withoutLocalTime(operand), let range = range(plain, op, value) {
            let reach: Int64 = 26 * 3_600_000_000
            if range.isEmpty { return range }
            return TimeRange(
                from: range.from < .min + reach ? .min : range.from - reach, to: range.to > .max - reach ? .max : range.to + reach)
        }
        let unit: DatePart
        var zone = ZoneRules.utc
        switch operand {
        case .column(.timestamp): unit = .microsecond
        case .cast(.column(.timestamp), .date, _): unit = .day
        case .cast(.cast(.column(.timestamp), .date, _), .timestamp, _): unit = .day
        case .call(.dateTrunc(let part), let arguments, _) where arguments == [.column(.timestamp)]: unit = part
        case .call(.zonedTrunc(let part, let rules), let arguments, _) where arguments == [.column(.timestamp)]:
            unit = part
            zone = rules
        case .call(.localDay(let rules), let arguments, _) where arguments == [.column(.timestamp)]:
            unit = .day
            zone = rules
        case .call(.dayStart(let rules), let arguments, _) where arguments == [.call(.localDay(rules), [.column(.timestamp)], .date)]:
            unit = .day
            zone = rules
        default: return nil
        }
        let instant: Int64
        switch value {
        case .timestamp(let microseconds): instant = microseconds
        case .date(let number) where !zone.isUTC:
            // By its number: a day that the zone skips has no instant of its own.
            let day = Day(number: number)
            let start = zone.start(of: day).microseconds
            return range(op, start, start: start, next: zone.start(of: day.advanced(by: 1)).microseconds)
        case .date(let day): instant = Day(number: day).start.microseconds
        case .null: return op == .distinct || op == .notDistinct ? nil : TimeRange.none
        default: return nil
        }
        return range(op, instant, unit, zone)
    }

    /// The operand with the instant itself in place of the local time made of it; nil where there is none.
    private static func withoutLocalTime(_ operand: Expression) -> Expression? {
        switch operand {
        case .call(.localTime, [.column(.timestamp)], _): return .column(.timestamp)
        case .call(.dateTrunc(let part), let arguments, let type):
            return arguments.first.flatMap(withoutLocalTime).map { .call(.dateTrunc(part), [$0], type) }
        case .cast(let inner, let type, let mode): return withoutLocalTime(inner).map { .cast($0, type, mode) }
        default: return nil
        }
    }

    private static func range(_ op: ComparisonOperator, _ instant: Int64, _ unit: DatePart, _ zone: ZoneRules) -> TimeRange? {
        if !zone.isUTC {
            let local = CalendarArithmetic.unit(unit, of: instant, in: zone)
            return range(op, instant, start: local.start, next: local.end)
        }
        let start = CalendarArithmetic.truncate(instant, to: unit)
        if unit == .microsecond { return range(op, instant, start: start, next: start == .max ? .max : start + 1) }
        guard let length = CalendarArithmetic.length(of: unit), let end = CalendarArithmetic.add(length, to: start) else { return nil }
        return range(op, instant, start: start, next: end)
    }

    /// The instants whose start of unit compares so with `instant`, which lies in the unit [start, next).
    private static func range(_ op: ComparisonOperator, _ instant: Int64, start: Int64, next: Int64) -> TimeRange? {
        let isStart = start == instant
        switch op {
        case .equal, .notDistinct: return isStart ? TimeRange(from: start, to: next) : TimeRange.none
        case .less: return TimeRange(from: .min, to: isStart ? start : next)
        case .lessOrEqual: return TimeRange(from: .min, to: next)
        case .greater: return TimeRange(from: next, to: .max)
        case .greaterOrEqual: return TimeRange(from: isStart ? start : next, to: .max)
        case .notEqual, .distinct: return nil
        }
    }
}
