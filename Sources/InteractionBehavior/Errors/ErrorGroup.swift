// Errors in groups (SEMANTICS 9): one row of the answer, the whole of it, and one group looked at closely. An event is an error
// when its action is `error`; its fields are details.error, details.stack, details.component and details.critical.

import InteractionModel
import InteractionPlan

/// Errors that are one: equal in message without numbers and ids, in the top frames of the stack, and in component.
public struct ErrorGroup: Sendable, Hashable {
    /// 16 hexadecimal digits; the same for the same error on every machine and in every store.
    public var fingerprint: String
    /// The first line of the message with `#` for numbers and ids; of the stack, where there is no message. nil without both.
    public var message: String?
    /// `details.component`, else the event's component.
    public var component: String?
    /// Up to three frames of the stack from the place of the error outwards, without lines and columns.
    public var frames: [String]
    public var count: Int
    /// Distinct units affected: users, and sessions of events without a user.
    public var units: Int
    /// Distinct sessions affected.
    public var sessions: Int
    /// Errors with `critical: true`, and uncaught ones (`uncaught: true`) that do not say `critical`.
    public var critical: Int
    public var firstSeen: Timestamp
    public var lastSeen: Timestamp
    /// Errors by local day, from the first day on which any chosen error was seen to the last; of more than 1,000 days the last
    /// ones, of fewer where there are over 16,000 groups.
    public var daily: [Int]

    public init(
        fingerprint: String, message: String?, component: String?, frames: [String], count: Int, units: Int, sessions: Int,
        critical: Int, firstSeen: Timestamp, lastSeen: Timestamp, daily: [Int]
    ) {
        self.fingerprint = fingerprint
        self.message = message
        self.component = component
        self.frames = frames
        self.count = count
        self.units = units
        self.sessions = sessions
        self.critical = critical
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.daily = daily
    }
}

/// All errors of a question.
public struct ErrorReport: Sendable, Hashable {
    /// Most frequent first, equal ones by message, frames and component in byte order.
    public var groups: [ErrorGroup]
    /// Errors in all.
    public var errors: Int
    /// Those that are critical.
    public var critical: Int
    /// Distinct units with an error.
    public var units: Int
    /// Distinct sessions of all chosen events, errors or not.
    public var sessions: Int
    /// Distinct sessions with an error.
    public var sessionsWithErrors: Int

    public init(groups: [ErrorGroup], errors: Int, critical: Int, units: Int, sessions: Int, sessionsWithErrors: Int) {
        self.groups = groups
        self.errors = errors
        self.critical = critical
        self.units = units
        self.sessions = sessions
        self.sessionsWithErrors = sessionsWithErrors
    }

    /// The share of sessions without an error, 0-1; nil without sessions.
    public var errorFreeSessions: Double? {
        sessions == 0 ? nil : Double(sessions - sessionsWithErrors) / Double(sessions)
    }
}

/// One group of errors with an example.
public struct ErrorDetail: Sendable, Hashable {
    public var group: ErrorGroup
    /// The group's last error in a session; without any in a session, its last.
    public var example: Interaction
    /// Up to 100 events before the example in its session, in order.
    public var breadcrumbs: [Interaction]

    public init(group: ErrorGroup, example: Interaction, breadcrumbs: [Interaction]) {
        self.group = group
        self.example = example
        self.breadcrumbs = breadcrumbs
    }
}

/// What groups errors.
package struct ErrorKey: Hashable, Sendable {
    package var message: String?
    /// Frames, one a line.
    package var frames: String?
    package var component: String?

    package init(message: String?, frames: String?, component: String?) {
        self.message = message
        self.frames = frames
        self.component = component
    }

    /// The three parts over an event, in SQL.
    static let columns = [
        "coalesce(error_message(details.error), error_message(details.stack))",
        "coalesce(error_frames(details.stack), error_frames(details.error.stack))",
        "coalesce(CAST(details.component AS VARCHAR), component)",
    ]

    /// FNV-1a of the parts, each ended by a byte that tells whether there is one.
    package var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for part in [message, frames, component] {
            for byte in (part ?? "").utf8 { add(byte) }
            add(part == nil ? 0x1E : 0x1F)
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    package static func == (a: ErrorKey, b: ErrorKey) -> Bool {
        func same(_ a: String?, _ b: String?) -> Bool { a.map { Array($0.utf8) } == b.map { Array($0.utf8) } }
        return same(a.message, b.message) && same(a.frames, b.frames) && same(a.component, b.component)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    /// By message, frames, component in byte order; none last.
    static func precedes(_ a: ErrorKey, _ b: ErrorKey) -> Bool {
        for (x, y) in [(a.message, b.message), (a.frames, b.frames), (a.component, b.component)] {
            guard let x, let y else {
                if (x == nil) != (y == nil) { return y == nil }
                continue
            }
            if !x.utf8.elementsEqual(y.utf8) { return x.utf8.lexicographicallyPrecedes(y.utf8) }
        }
        return false
    }
}
