// Which part of time a question in Swift looks at.

/// A span of time; half-open.
public enum EventRange: Sendable, Hashable {
    case all
    /// The time up to now.
    case last(Duration)
    case between(Range<Timestamp>)

    /// nil for all time. Errors: `.invalidArgument` for a negative duration.
    func bounds(now: Timestamp) throws(InteractionError) -> Range<Timestamp>? {
        switch self {
        case .all: return nil
        case .between(let range): return range
        case .last(let duration):
            guard duration >= .zero else { throw InteractionError(.invalidArgument, "a duration cannot be negative", place: "last") }
            let (start, overflow) = now.microseconds.subtractingReportingOverflow(duration.microseconds)
            return Timestamp(microseconds: overflow ? .min : start)..<now
        }
    }
}
