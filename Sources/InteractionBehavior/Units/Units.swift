// Counting units in SQL (SEMANTICS 0): an event's unit is its own user id, else its session id; and the values that come back.

import InteractionExecution
import InteractionModel

enum Units {
    /// Two aggregates whose sum is the number of distinct units: a session never equals a user.
    static let aggregates = ["count(DISTINCT user_id)", "count(DISTINCT session_id) FILTER (WHERE user_id IS NULL)"]
}

extension ResultValue {
    /// A whole number; 0 for anything else.
    var whole: Int {
        switch self {
        case .int(let number): Int(number)
        case .hugeint(let number): Int(clamping: number)
        default: 0
        }
    }

    /// A text; nil for anything else.
    var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    /// A number as a double; nil for anything else.
    var number: Double? {
        switch self {
        case .int(let number): Double(number)
        case .hugeint(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}
