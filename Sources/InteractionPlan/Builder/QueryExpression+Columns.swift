// The columns of interactions in the builder.

import InteractionModel

extension QueryExpression {
    /// When it happened.
    public static var timestamp: QueryExpression { QueryExpression(text: "timestamp") }
    /// The session's id; NULL without one.
    public static var sessionId: QueryExpression { QueryExpression(text: "session_id") }
    /// The user's id; NULL without one.
    public static var userId: QueryExpression { QueryExpression(text: "user_id") }
    /// What was done.
    public static var action: QueryExpression { QueryExpression(text: "action") }
    /// Where it was done; NULL without one.
    public static var component: QueryExpression { QueryExpression(text: "component") }

    /// A property of `details`, by its keys from the outside in. NULL where an event does not have it. More keys than
    /// `EventLimit.depth` are an error of the query.
    public static func details(_ key: String, _ deeper: String...) -> QueryExpression { property("details", [key] + deeper) }
    /// A property of `metadata`, by its keys from the outside in. NULL where an event does not have it.
    public static func metadata(_ key: String, _ deeper: String...) -> QueryExpression { property("metadata", [key] + deeper) }
    /// An extracted metric by its name: `generationTime`, `promptLength`, `provider`, `success`, `errorType`. Any other is an error
    /// of the query.
    public static func metric(_ name: String) -> QueryExpression { property("metrics", [name]) }

    /// A column by its name: one that `as` gave, in `having` and `order(by:)`, or one of the events. An unknown one is an error of the
    /// query.
    public static func column(_ name: String) -> QueryExpression { QueryExpression(text: identifier(name)) }

    private static func property(_ root: String, _ keys: [String]) -> QueryExpression {
        QueryExpression(text: root + keys.map { "." + identifier($0) }.joined())
    }

    /// A name in quotes, whatever is in it.
    package static func identifier(_ name: String) -> String { Literal.quoted(name, with: UInt8(ascii: "\"")) }
}
