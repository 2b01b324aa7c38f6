// The columns of an event that a plan can read.

import InteractionModel

/// One column of the relation `interactions`. `metrics.x` has no case: binding turns it into
/// `coalesce(details.x, metadata.x)`.
public enum ColumnReference: Sendable, Hashable {
    case timestamp
    case sessionId
    case userId
    case action
    case component
    /// A property. With no keys it is the whole object as JSON text (VARCHAR); with keys a VARIANT: null when the key is
    /// absent or JSON null, compact JSON text when an object or array stands there.
    case property(PropertyPath)
}

extension ColumnReference {
    /// The type of its values.
    public var type: ScalarType {
        switch self {
        case .timestamp: .timestamp
        case .sessionId, .userId, .action, .component: .varchar
        case .property(let path): path.keys.isEmpty ? .varchar : .variant
        }
    }

    /// The columns that `SELECT *` gives, in order.
    public static let all: [ColumnReference] = [
        .timestamp, .sessionId, .userId, .action, .component, .property(PropertyPath(.details, [])),
        .property(PropertyPath(.metadata, [])),
    ]
}

extension ColumnReference: CustomStringConvertible {
    /// The name in SQL: `session_id`, `details.price`.
    public var description: String {
        switch self {
        case .timestamp: "timestamp"
        case .sessionId: "session_id"
        case .userId: "user_id"
        case .action: "action"
        case .component: "component"
        case .property(let path): path.description
        }
    }
}
