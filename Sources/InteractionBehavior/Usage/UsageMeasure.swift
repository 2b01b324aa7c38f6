// The aggregates over the events of a bucket that columns of usage stats are made of. Those of few events are questions of their
// own: a condition for all of a question's rows costs less than one for an aggregate beside others.

/// One aggregate.
enum UsageMeasure: Int, CaseIterable {
    case events, sessions, anonymousSessions, generations, generationTime, failures, errors

    /// In SQL; `?` is the action of a generation.
    var aggregate: String {
        switch self {
        case .events, .failures: "count(*)"
        case .sessions, .anonymousSessions: "count(DISTINCT session_id)"
        case .generations: "count(*) FILTER (WHERE action = ?)"
        case .generationTime: "avg(metrics.generationTime)"
        case .errors: "count(*) FILTER (WHERE action = 'error')"
        }
    }

    /// The events that it is over; nil for all. `?` as above.
    var condition: String? {
        switch self {
        case .anonymousSessions: "user_id IS NULL"
        case .failures: "action = ? AND metrics.success = false"
        default: nil
        }
    }
}
