// What a question about visits asks: whose they are, which events begin something and which count as coming back, and how time is
// cut. A visit is a unit with an event in a slot of time; cohorts and life cycles are made of nothing else.

import InteractionModel
import InteractionPlan

/// How time is cut into slots.
package enum VisitSlots: Sendable, Hashable {
    /// Calendar buckets in the zone of the question.
    case calendar
    /// Spans of so many microseconds, whole days of 24 hours, from each unit's first start on.
    case rolling(Int64)
}

/// A question about visits.
package struct VisitRequest: Sendable {
    /// Whose visits are looked at. As sessions only given session ids count.
    package var unit: UnitKind
    /// BOOLEAN over one event; nil for every event.
    package var start: Expression?
    package var back: Expression?
    package var slots: VisitSlots
    /// The first day of the bucket that holds a day, and of the bucket after the one that begins on a day. Buckets are
    /// consecutive days.
    package var bucket: @Sendable (Day) -> Day
    package var next: @Sendable (Day) -> Day

    package init(
        unit: UnitKind, start: Expression? = nil, back: Expression? = nil, slots: VisitSlots = .calendar,
        bucket: @escaping @Sendable (Day) -> Day, next: @escaping @Sendable (Day) -> Day
    ) {
        // Ids as values are the units that segments list themselves.
        switch unit {
        case .expression(.column(.userId)): self.unit = .identified
        case .expression(.column(.sessionId)): self.unit = .session
        default: self.unit = unit
        }
        self.start = start
        self.back = back
        self.slots = slots
        self.bucket = bucket
        self.next = next
    }

    /// True when each start is a return and the other way round.
    var isOneEvent: Bool { start == back }

    /// True when the instants decide, not the slots alone: a return counts from the start on. Where every event is a return, or
    /// a start, none comes before the start of its slot.
    var needsTimes: Bool { slots != .calendar || (start != nil && back != nil && start != back) }
}

/// The calendar buckets from the first to the last instant of a question.
package struct VisitBuckets: Sendable {
    /// The first day of each bucket, ascending.
    package let days: [Day]
    /// The first instant of each bucket, and that of the one after the last, in microseconds. Never falling.
    let instants: [Int64]

    /// Errors: `.limitReached` for more buckets than any answer can have.
    init(_ first: Int64, _ last: Int64, _ request: VisitRequest, _ zone: ZoneRules) throws(InteractionError) {
        var day = request.bucket(zone.day(of: Timestamp(microseconds: first)))
        let end = request.bucket(zone.day(of: Timestamp(microseconds: last)))
        var days: [Day] = []
        while day <= end {
            guard days.count < Self.most else {
                throw InteractionError(
                    .limitReached, "the events span more than \(Self.most) periods", hint: "ask for a longer period, or for less time")
            }
            days.append(day)
            day = request.next(day)
        }
        self.days = days
        instants = days.map { zone.start(of: $0).microseconds } + [zone.start(of: day).microseconds]
    }

    /// Buckets of one question: 300 years of days.
    package static let most = 110_000

    /// The bucket of an instant, the nearest one for those outside. Of buckets without any time the last. Cost: halving.
    package func index(of instant: Int64) -> Int {
        var low = 0
        var high = days.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if instants[middle] <= instant { low = middle } else { high = middle }
        }
        return low
    }

    /// The first instant of a bucket.
    package func start(of bucket: Int) -> Int64 { instants[min(max(0, bucket), instants.count - 1)] }
}
