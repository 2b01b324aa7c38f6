// Whose events belong together: the unit of sessions, funnels and paths (SEMANTICS 0).

import InteractionModel
import InteractionPlan

/// What makes events those of one unit.
package enum UnitKind: Sendable, Hashable {
    /// The session: the given id, else, of a user's events without one, the user's stream cut at pauses.
    case session
    /// The own user id, else the session id, else none.
    case user
    /// The own user id only.
    case identified
    /// A value of the event, equal as GROUP BY has it; NULL for none.
    case expression(Expression)

    /// True when a session id makes a unit of events that have one, or no user.
    var readsSessions: Bool { self == .session || self == .user }
}

/// What a stream gives for each event beside its time.
package enum StreamColumn: Sendable, Hashable {
    /// A text value: the number of its label (`UnitStream.labels`); 0 for NULL. Columns that are no dictionary columns share their
    /// numbers.
    case label(Expression)
    /// Bit i is set where condition i is true; up to 32.
    case marks([Expression])
    /// The event's session id, user id: a reference (`UnitStream.names(of:)`); 0 for none.
    case session
    case user

    /// Conditions that fit into the bits.
    package static let mostMarks = 32
}
