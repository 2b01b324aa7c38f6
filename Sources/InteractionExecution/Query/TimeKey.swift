// Grouping keys that follow the time: when a whole row group falls into one bucket, the key is a constant of the group and
// its timestamps are not read.

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
}
