// Days, weeks and months of the calendar: the buckets of usage stats, cohorts and life cycles.

import InteractionModel
import InteractionPlan

/// The length of a bucket of time, by the calendar of a zone.
public enum CalendarPeriod: String, Sendable, Hashable, CaseIterable {
    case day
    /// From Monday.
    case week
    case month

    /// The first day of the bucket that holds a day.
    public func start(of day: Day) -> Day {
        switch self {
        case .day: return day
        case .week: return day.advanced(by: 1 - day.isoWeekday)
        case .month:
            let (year, month, _) = day.civil
            return Day(year: year, month: month, day: 1)
        }
    }

    /// The first day of the bucket after the one that begins on a day.
    public func next(after start: Day) -> Day {
        switch self {
        case .day: return start.advanced(by: 1)
        case .week: return start.advanced(by: 7)
        case .month:
            let (year, month, _) = start.civil
            return Day(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
        }
    }

    /// The same as SQL truncates to it.
    var part: DatePart {
        switch self {
        case .day: .day
        case .week: .week
        case .month: .month
        }
    }
}
