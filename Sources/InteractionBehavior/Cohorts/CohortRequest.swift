// Cohort retention and life cycles (SEMANTICS 5): what questions about them may choose, and one row of each answer.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// What counts as coming back in a period.
public enum ReturnCriterion: String, Sendable, Hashable, CaseIterable {
    /// A return in the period.
    case on
    /// A return in the period or a later one.
    case onOrAfter
}

/// Which cohorts a unit is in.
public enum CohortEntry: String, Sendable, Hashable, CaseIterable {
    /// That of its first start in the chosen time.
    case first
    /// That of each period in which it has a start.
    case recurring
}

/// One cell of a retention table: of the units that started in an interval, how many came back so many periods later.
public struct CohortCell: Sendable, Hashable {
    /// The day, the Monday or the first of the month in which they started.
    public var cohort: Day
    /// Periods since then; of a bracket its first one.
    public var period: Int
    /// The last period of a bracket; else equal to `period`.
    public var lastPeriod: Int
    /// Units of the cohort, at least 1.
    public var size: Int
    /// Those of them that came back.
    public var returned: Int

    public init(cohort: Day, period: Int, lastPeriod: Int? = nil, size: Int, returned: Int) {
        self.cohort = cohort
        self.period = period
        self.lastPeriod = lastPeriod ?? period
        self.size = size
        self.returned = returned
    }

    /// `returned` of `size`, 0-1.
    public var rate: Double { Double(returned) / Double(size) }
}

/// The life of units in one period. `active(t) = active(t - 1) - dormant(t) + new(t) + resurrecting(t)`.
public struct LifecycleStats: Sendable, Hashable {
    /// The day, the Monday or the first of the month.
    public var bucket: Day
    /// Units with their first event of the chosen time.
    public var new: Int
    /// Active in this period and the one before.
    public var returning: Int
    /// Active now and at some time, but not in the period before.
    public var resurrecting: Int
    /// Active in the period before, but not in this one.
    public var dormant: Int
    /// Units with an event: new, returning and resurrecting.
    public var active: Int

    public init(bucket: Day, new: Int, returning: Int, resurrecting: Int, dormant: Int, active: Int) {
        self.bucket = bucket
        self.new = new
        self.returning = returning
        self.resurrecting = resurrecting
        self.dormant = dormant
        self.active = active
    }
}

/// What a question about cohorts may choose beside its events.
package struct CohortRequest: Sendable {
    package var period: CalendarPeriod = .day
    /// BOOLEAN over one event; nil for every event.
    package var start: Expression?
    package var back: Expression?
    package var unit: UnitKind = .user
    package var criterion: ReturnCriterion = .on
    package var entry: CohortEntry = .first
    /// Periods are windows of 24 hours (of 7 times 24 hours) from each unit's first start on.
    package var isRolling = false
    /// Periods that are counted together, ascending and apart; empty for each by itself.
    package var brackets: [ClosedRange<Int>] = []

    package init() {}

    /// Errors: `.invalidArgument` for choices that exclude each other, and for brackets out of order.
    package func check() throws(InteractionError) {
        func refused(_ message: String, _ place: String) -> InteractionError { InteractionError(.invalidArgument, message, place: place) }
        if isRolling, period == .month { throw refused("a month has no fixed length to roll: take days or weeks", "rolling") }
        if isRolling, entry == .recurring { throw refused("rolling periods begin at the first start, so that cohorts cannot recur", "rolling") }
        if !brackets.isEmpty, criterion != .on { throw refused("brackets and the criterion onOrAfter exclude each other", "brackets") }
        var last = -1
        for bracket in brackets {
            guard bracket.lowerBound > last else { throw refused("brackets ascend from 0 and do not overlap: '0', '1-3', '4-7'", "brackets") }
            last = bracket.upperBound
        }
    }

    var visits: VisitRequest {
        let width: Int64? = isRolling ? (period == .week ? 7 : 1) * Timestamp.microsecondsPerDay : nil
        return VisitRequest(
            unit: unit, start: start, back: back, slots: width.map { .rolling($0) } ?? .calendar,
            bucket: { [period] in period.start(of: $0) }, next: { [period] in period.next(after: $0) })
    }

    /// Brackets of texts such as `0`, `1-3` or `0,1-3,4-7`. Errors: `.invalidArgument` for any other.
    package static func brackets(_ texts: [String]) throws(InteractionError) -> [ClosedRange<Int>] {
        var brackets: [ClosedRange<Int>] = []
        for text in texts {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { end in
                    Int(end.drop { $0 == " " }.prefix { $0 != " " }).flatMap { (0...VisitBuckets.most).contains($0) ? $0 : nil }
                }
                guard ends.count <= 2, let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high else {
                    throw InteractionError(
                        .invalidArgument, "'\(part)' is no bracket of periods", place: "brackets", hint: "write '0', '1-3', '4-7'")
                }
                brackets.append(low...high)
            }
        }
        return brackets
    }
}
