// The columns that a plan can read: those of an event, or those of a subquery.

import InteractionModel

/// One column of the relation a plan reads. `metrics.x` has no case: binding turns it into
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
    /// A column of a subquery or of a table function, when the plan reads one.
    case field(RelationField)
}

/// A column of a subquery's result, or of a table function's.
public struct RelationField: Sendable, Hashable {
    /// Number of the subquery in `SelectPlan.subqueries`; nil in the plan of a table function, for its own columns.
    public var subquery: Int?
    /// Index of the column.
    public var index: Int
    public var name: String
    public var type: ScalarType
}

extension ColumnReference {
    /// The type of its values.
    public var type: ScalarType {
        switch self {
        case .timestamp: .timestamp
        case .sessionId, .userId, .action, .component: .varchar
        case .property(let path): path.keys.isEmpty ? .varchar : .variant
        case .field(let field): field.type
        }
    }

    /// The columns that `SELECT *` of the events gives, in order.
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
        case .field(let field): field.name
        }
    }
}
