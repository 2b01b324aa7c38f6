// Cohorts and life cycles by their definition, one unit and one event at a time, for random stores to be held against.
import InteractionAnalytics

/// What a question about cohorts asks, in plain Swift.
struct CohortQuestion {
    var period = CalendarPeriod.day
    var start: @Sendable (Interaction) -> Bool = { _ in true }
    var back: @Sendable (Interaction) -> Bool = { _ in true }
    var unit: @Sendable (Interaction) -> String? = CohortReference.user
    var criterion = ReturnCriterion.on
    var isRecurring = false
    var isRolling = false
    var brackets: [ClosedRange<Int>] = []
    /// The end of the chosen time.
    var to: Timestamp?
}

enum CohortReference {
    static let user: @Sendable (Interaction) -> String? = { event in event.userId.map { "u" + $0 } ?? event.sessionId.map { "s" + $0 } }
    static let identified: @Sendable (Interaction) -> String? = { $0.userId }
    static let session: @Sendable (Interaction) -> String? = { $0.sessionId }

    /// How many buckets lie between two of them.
    static func distance(_ from: Day, _ to: Day, _ period: CalendarPeriod) -> Int {
        if to < from { return -distance(to, from, period) }
        var (day, count) = (from, 0)
        while day < to {
            day = period.next(after: day)
            count += 1
        }
        return count
    }

    static func cells(_ events: [Interaction], _ question: CohortQuestion, _ zone: ZoneRules) -> [CohortCell] {
        guard let newest = events.map(\.timestamp.microseconds).max() else { return [] }
        let end = question.to.map { $0.microseconds - 1 } ?? newest
        func bucket(_ time: Int64) -> Day { question.period.start(of: zone.day(of: Timestamp(microseconds: time))) }
        let width: Int64 = (question.period == .week ? 7 : 1) * 86_400_000_000
        var units: [String: [Interaction]] = [:]
        for event in events { if let unit = question.unit(event) { units[unit, default: []].append(event) } }
        var sizes: [Day: Int] = [:]
        var hits: [Day: [Int: Int]] = [:]
        for own in units.values {
            let starts = own.filter(question.start).map(\.timestamp.microseconds).sorted()
            let returns = own.filter(question.back).map(\.timestamp.microseconds)
            var begun: [Day: Int64] = [:]
            for time in starts where begun[bucket(time)] == nil && (question.isRecurring || begun.isEmpty) { begun[bucket(time)] = time }
            for (cohort, from) in begun {
                sizes[cohort, default: 0] += 1
                let periods = Set(
                    returns.filter { $0 >= from }.map { time in
                        question.isRolling ? Int((time - from) / width) : distance(cohort, bucket(time), question.period)
                    })
                for period in periods { hits[cohort, default: [:]][period, default: 0] += question.criterion == .on && question.brackets.isEmpty ? 1 : 0 }
                if question.criterion == .onOrAfter, let last = periods.max() { for period in 0...last { hits[cohort, default: [:]][period, default: 0] += 1 } }
                for bracket in question.brackets where periods.contains(where: bracket.contains) {
                    hits[cohort, default: [:]][bracket.lowerBound, default: 0] += 1
                }
            }
        }
        var cells: [CohortCell] = []
        for (cohort, size) in sizes.sorted(by: { $0.key < $1.key }) {
            let count = question.isRolling
                ? Int((end - zone.start(of: cohort).microseconds) / width) + 1 : distance(cohort, bucket(end), question.period) + 1
            for bracket in question.brackets.isEmpty ? (0..<count).map({ $0...$0 }) : question.brackets where bracket.lowerBound < count {
                cells.append(
                    CohortCell(
                        cohort: cohort, period: bracket.lowerBound, lastPeriod: bracket.upperBound, size: size,
                        returned: hits[cohort]?[bracket.lowerBound] ?? 0))
            }
        }
        return cells
    }

    static func lifecycle(
        _ events: [Interaction], _ period: CalendarPeriod, _ zone: ZoneRules, to: Timestamp? = nil,
        where isActive: (Interaction) -> Bool = { _ in true }, unit: (Interaction) -> String? = user
    ) -> [LifecycleStats] {
        func bucket(_ time: Timestamp) -> Day { period.start(of: zone.day(of: time)) }
        guard let first = events.map(\.timestamp).min(), let newest = events.map(\.timestamp).max() else { return [] }
        let end = bucket(to.map { Timestamp(microseconds: $0.microseconds - 1) } ?? newest)
        var active: [Day: Set<String>] = [:]
        for event in events where isActive(event) { if let unit = unit(event) { active[bucket(event.timestamp), default: []].insert(unit) } }
        var known: Set<String> = []
        var before: Set<String> = []
        var stats: [LifecycleStats] = []
        var day = bucket(first)
        while day <= end {
            let now = active[day] ?? []
            let new = now.subtracting(known)
            stats.append(
                LifecycleStats(
                    bucket: day, new: new.count, returning: now.intersection(before).count,
                    resurrecting: now.intersection(known).subtracting(before).count, dormant: before.subtracting(now).count, active: now.count))
            known.formUnion(now)
            before = now
            day = period.next(after: day)
        }
        return stats
    }
}
