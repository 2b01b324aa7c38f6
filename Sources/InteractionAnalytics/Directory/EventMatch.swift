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

    public init(stringLiteral action: String) { self = .action(action) }

    /// An action's name, or `where:` and a condition.
    public init(parsing text: String) {
        self = text.hasPrefix(Self.prefix) ? .condition(String(text.dropFirst(Self.prefix.count))) : .action(text)
    }

    static let prefix = "where:"

    /// BOOLEAN over one event. Errors: `.invalidQuery` with the position in the condition.
    package func expression(now: Timestamp, zone: ZoneRules) throws(InteractionError) -> Expression {
        switch self {
        case .action(let name): .action(name)
        case .condition(let text): try BoundQuery.condition(text, context: .asked(now: now, zone: zone))
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
    package func bound(now: Timestamp, zone: ZoneRules) throws(InteractionError) -> UnitKind {
        switch self {
        case .user: .user
        case .identified: .identified
        case .session: .session
        case .value(let text): .expression(try BoundQuery.rowExpression(text, context: .asked(now: now, zone: zone)))
        }
    }
}
