// Which events an answer is compared with, and the span of time just before another.

import InteractionPlan

/// The events that numbers are compared with.
public enum EventComparison: Sendable, Hashable {
    /// Those of the time of equal length just before: of whole local days as many days, else as many microseconds.
    case previous
    case between(Range<Timestamp>)

    /// The span of time. Errors: `.invalidArgument` where there is no time before, because the range lacks an end.
    package func range(comparedWith range: Range<Timestamp>?, zone: ZoneRules) throws(InteractionError) -> Range<Timestamp> {
        if case .between(let other) = self { return other }
        guard let range, range.lowerBound.microseconds != .min, range.upperBound.microseconds != .max else {
            throw InteractionError(
                .invalidArgument, "a comparison with the time before needs a range with both ends", place: "compare",
                hint: "for example --last 7d, or --from with --to")
        }
        let days = zone.day(of: range.lowerBound)..<zone.day(of: range.upperBound)
        if zone.start(of: days.lowerBound) == range.lowerBound, zone.start(of: days.upperBound) == range.upperBound {
            let count = Int(days.upperBound.number) - Int(days.lowerBound.number)
            return zone.start(of: days.lowerBound.advanced(by: -count))..<range.lowerBound
        }
        let (length, isLong) = range.upperBound.microseconds.subtractingReportingOverflow(range.lowerBound.microseconds)
        let (start, isBefore) = range.lowerBound.microseconds.subtractingReportingOverflow(length)
        guard !isLong, !isBefore else {
            throw InteractionError(.invalidArgument, "the time before reaches beyond all time", place: "compare")
        }
        return Timestamp(microseconds: start)..<range.lowerBound
    }
}
