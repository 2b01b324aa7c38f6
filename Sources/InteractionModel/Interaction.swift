// The event itself, as an app hands it over.

/// One interaction of a user with an app.
public struct Interaction: Sendable, Hashable {
    /// When it happened, as the client's clock said.
    public var timestamp: Timestamp
    /// The session it belongs to; nil when the app keeps none.
    public var sessionId: String?
    /// The identified user; nil for an anonymous one.
    public var userId: String?
    /// What was done: `click`, `navigation`, `generation_complete`, ... Never empty.
    public var action: String
    /// Where in the app; nil when it makes no sense.
    public var component: String?
    /// What belongs to this event alone; nil when there is nothing.
    public var details: Properties?
    /// What describes its surroundings: url, app version, user agent; nil when there is nothing.
    public var metadata: Properties?

    public init(
        timestamp: Timestamp, sessionId: String? = nil, userId: String? = nil, action: String,
        component: String? = nil, details: Properties? = nil, metadata: Properties? = nil
    ) {
        self.timestamp = timestamp
        self.sessionId = sessionId
        self.userId = userId
        self.action = action
        self.component = component
        self.details = details
        self.metadata = metadata
    }
}
