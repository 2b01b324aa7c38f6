// The fields of an event as import knows them: the names they go by, and a user's own names for them.

import CSimdjson
import InteractionModel

/// A top-level field of an event.
package enum EventField: Int32, Sendable, Hashable, CaseIterable {
    case timestamp = 0
    case sessionId = 1
    case userId = 2
    case action = 3
    case component = 4
    case details = 5
    case metadata = 6

    /// Its name in JSON.
    package var name: String {
        switch self {
        case .timestamp: "timestamp"
        case .sessionId: "sessionId"
        case .userId: "userId"
        case .action: "action"
        case .component: "component"
        case .details: "details"
        case .metadata: "metadata"
        }
    }

    /// The names that are understood without a mapping, the best one first.
    package var usualNames: [String] {
        switch self {
        case .timestamp: ["timestamp", "ts", "time", "createdAt", "created_at"]
        case .sessionId: ["sessionId", "session_id"]
        case .userId: ["userId", "user_id"]
        default: [name]
        }
    }

    /// The field that a name stands for when the user writes a mapping; camelCase or snake_case.
    package static func named(_ name: String) -> EventField? {
        allCases.first { $0.name == name || ($0 != .timestamp && $0.usualNames.contains(name)) }
    }
}

/// Which top-level keys or columns the fields are read from.
package struct FieldMapping: Sendable, Hashable {
    /// The one name of each field that is not read from its usual names.
    package private(set) var names: [EventField: String] = [:]

    package init() {}

    /// Reads `timestamp=time,action=event`. Errors: `.invalidArgument` for an unknown field, a missing name, and for a field
    /// or name that stands there twice.
    package init(parsing text: String) throws(InteractionError) {
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else {
                throw InteractionError(.invalidArgument, "'\(part)' is no mapping", hint: "timestamp=time,action=event")
            }
            guard let field = EventField.named(sides[0]) else {
                let known = EventField.allCases.map(\.name).joined(separator: ", ")
                throw InteractionError(.invalidArgument, "an event has no field '\(sides[0])'", hint: known)
            }
            guard names[field] == nil else {
                throw InteractionError(.invalidArgument, "\(field.name) is mapped twice", hint: "timestamp=time,action=event")
            }
            if let other = names.first(where: { $0.value == sides[1] }) {
                throw InteractionError(.invalidArgument, "'\(sides[1])' is mapped to \(other.key.name) and to \(field.name)")
            }
            names[field] = sides[1]
        }
    }

    /// Reads a field from this key alone.
    package mutating func map(_ field: EventField, to name: String) { names[field] = name }

    /// The field a column name stands for, and how good a name it is (0 is best); nil when it is no field.
    func field(ofColumn name: String) -> (field: EventField, rank: Int)? {
        for (field, own) in names where own == name { return (field, 0) }
        for field in EventField.allCases where names[field] == nil {
            if let rank = field.usualNames.firstIndex(of: name) { return (field, field == .timestamp ? rank : 0) }
        }
        return nil
    }
}
