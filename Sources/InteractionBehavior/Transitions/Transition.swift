// Directly-follows edges (SEMANTICS 6): how often one label comes right after another inside a session, and how long that takes.

import InteractionModel
import InteractionPlan

/// One edge.
public struct Transition: Sendable, Hashable {
    public var from: String
    public var to: String
    /// Times that `to` came right after `from`. Over all edges: events with a label less sessions.
    public var count: Int
    /// Mean and median time between the two, in seconds.
    public var meanGapSeconds: Double
    public var medianGapSeconds: Double

    public init(from: String, to: String, count: Int, meanGapSeconds: Double, medianGapSeconds: Double) {
        self.from = from
        self.to = to
        self.count = count
        self.meanGapSeconds = meanGapSeconds
        self.medianGapSeconds = medianGapSeconds
    }
}

/// What a question about transitions may choose beside its events.
public struct TransitionRequest: Sendable, Hashable {
    /// SQL over one event, such as `component` or `details.page`; events where it is NULL are left out.
    public var label: String
    /// nil for given sessions, else the pause that ends one (`SessionRequest.gap`).
    public var gap: Duration?

    public init(label: String = "action", gap: Duration? = nil) {
        self.label = label
        self.gap = gap
    }
}
