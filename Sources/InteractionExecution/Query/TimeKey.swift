// Grouping keys that follow the time: when a whole row group falls into one bucket, the key is a constant of the group and
// its timestamps are not read; where it falls into few of one length, rows are told their buckets by division.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// A key that cuts the timestamp of the row.
struct TimeKey: Sendable {
    private let rule: BucketRule
    private let type: ScalarType

    /// nil when the expression is no such key.
    init?(_ expression: Expression) {
        type = expression.type
        switch expression {
        case .call(.dateTrunc(let part), let arguments, _) where arguments == [.column(.timestamp)]: rule = .part(part)
        case .call(.timeBucket(let width), let arguments, _) where arguments.first == .column(.timestamp):
            var origin: Int64?
            if arguments.count > 1 {
                guard case .timestamp(let micros)? = arguments[1].constant else { return nil }
                origin = micros
            }
            guard let made = BucketRule(width, origin: origin) else { return nil }
            rule = made
        case .call(.zonedTrunc(let part, let zone), let arguments, _) where arguments == [.column(.timestamp)]: rule = .local(part, zone)
        case .call(.localDay(let zone), let arguments, _) where arguments == [.column(.timestamp)]: rule = .local(.day, zone)
        case .cast(.column(.timestamp), .date, _): rule = .part(.day)
        case .cast(let inner, .date, _):
            guard let key = TimeKey(inner) else { return nil }
            rule = key.rule
        default: return nil
        }
    }

    /// The key of all rows of a group; nil when they have several.
    func constant(_ facts: RowGroup) -> Literal? { constant(facts.firstTimestamp, facts.lastTimestamp) }

    /// True when all times between two have one key.
    func isConstant(_ first: Int64, _ last: Int64) -> Bool {
        let (start, end) = Temporal.bucket(of: first, rule)
        return last >= start && last < end
    }

    /// The key of all rows between two times, both included; nil when they may have several.
    func constant(_ first: Int64, _ last: Int64) -> Literal? {
        guard isConstant(first, last) else { return nil }
        let (start, _) = Temporal.bucket(of: first, rule)
        guard type == .date else { return .timestamp(start) }
        if case .local(_, let zone) = rule { return .date(zone.day(of: Timestamp(microseconds: start)).number) }
        return .date(Timestamp(microseconds: start).day.number)
    }

    /// Microseconds of every bucket; nil where they are not all of one length.
    private var width: Int64? {
        switch rule {
        case .width(let width, _): return width
        case .part(let part):
            switch part {
            case .millisecond, .second, .minute, .hour, .day, .week: return CalendarArithmetic.length(of: part)?.fixedMicroseconds
            default: return nil
            }
        case .local, .months: return nil
        }
    }

    /// The keys of rows of a group, given by their times, as codes of its consecutive buckets; nil where buckets are of several lengths,
    /// or more than rows.
    func codes(_ times: [Int64], of facts: RowGroup) -> KeyCodes? {
        guard let width, !times.isEmpty else { return nil }
        let (start, end) = Temporal.bucket(of: facts.firstTimestamp, rule)
        let (span, overflow) = facts.lastTimestamp.subtractingReportingOverflow(start)
        guard !overflow, start <= facts.firstTimestamp, end == start &+ width, end > start, span / width < max(256, times.count / 4) else { return nil }
        let starts = (0...span / width).map { start + $0 * width }
        let numbers = type == .date ? starts.map { Int64(Timestamp(microseconds: $0).day.number) } : starts
        return KeyCodes(
            codes: CodeScan.buckets(times, from: start, width: width), cardinality: numbers.count + 1, values: .numbers(numbers))
    }
}
