// Which events a step of an analysis means, and whose events belong together, as people write them in Swift and on a command line.

import InteractionBehavior
import InteractionExecution
import InteractionModel
import InteractionPlan

/// The events that a step of an analysis means.
public enum EventMatch: Sendable, Hashable, ExpressibleByStringLiteral {
    /// Events with this action.
    case action(String)
    /// Events for which a condition in SQL holds: `action = 'buy' AND details.price > 10`.
    case condition(String)
    /// Events for which the label of this name holds that the store keeps.
    case label(String)

    public init(stringLiteral action: String) { self = .action(action) }

    /// An action's name, or `where:` and a condition, or `label:` and a name.
    public init(parsing text: String) {
        let rest = String(text.dropFirst(6))
        self = text.hasPrefix("where:") ? .condition(rest) : text.hasPrefix("label:") ? .label(rest) : .action(text)
    }

    /// BOOLEAN over one event. Errors: `.invalidQuery` with the position in the condition.
    package func expression(now: Timestamp, zone: ZoneRules, labels: [String: String]) throws(InteractionError) -> Expression {
        switch self {
        case .action(let name): .action(name)
        case .condition(let text): try BoundQuery.condition(text, context: .asked(now: now, zone: zone, labels: labels))
        case .label(let name): try BoundQuery.step("label:" + name, context: .asked(now: now, zone: zone, labels: labels))
        }
    }
}

/// Whose events belong together (SEMANTICS 0).
public enum CountedUnit: Sendable, Hashable {
    /// The event's own user id, else its session id.
    case user
    /// The own user id only.
    case identified
    /// The session id only.
    case session
    /// A value of the event in SQL, such as `details.account`; NULL is no unit.
    case value(String)

    /// One of the words, or a value in SQL.
    public init(parsing text: String) {
        switch text {
        case "user": self = .user
        case "identified": self = .identified
        case "session": self = .session
        default: self = .value(text)
        }
    }

    /// Errors: `.invalidQuery` with the position in the value.
    package func bound(now: Timestamp, zone: ZoneRules, labels: [String: String]) throws(InteractionError) -> UnitKind {
        switch self {
        case .user: .user
        case .identified: .identified
        case .session: .session
        case .value(let text): .expression(try BoundQuery.value(text, context: .asked(now: now, zone: zone, labels: labels)))
        }
    }
}
