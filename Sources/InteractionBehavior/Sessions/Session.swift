// Sessions as an answer: one value for each, and facts over all of them.

import InteractionModel

/// One session.
public struct Session: Sendable, Hashable {
    /// The given id; for sessions cut by a gap the first event's id, `#` and a running number.
    public var sessionId: String
    /// The last user id seen in it.
    public var userId: String?
    /// Time of the first and last event.
    public var start: Timestamp
    public var end: Timestamp
    /// Events in it, at least 1.
    public var events: Int
    /// Action of the first and last event.
    public var entryAction: String
    public var exitAction: String

    public init(
        sessionId: String, userId: String?, start: Timestamp, end: Timestamp, events: Int, entryAction: String, exitAction: String
    ) {
        self.sessionId = sessionId
        self.userId = userId
        self.start = start
        self.end = end
        self.events = events
        self.entryAction = entryAction
        self.exitAction = exitAction
    }

    /// From first to last event, in seconds.
    public var durationSeconds: Double { Double(end.microseconds - start.microseconds) / 1_000_000 }
    /// True with a single event.
    public var isBounce: Bool { events == 1 }
}

/// Facts over all sessions of a question. A mean over no sessions is nil.
public struct SessionSummary: Sendable, Hashable {
    public var sessions: Int
    /// Sessions of one event count with 0 s.
    public var meanDurationSeconds: Double?
    public var medianDurationSeconds: Double?
    public var meanEvents: Double?
    /// Share of sessions with a single event, 0-1.
    public var bounceRate: Double?

    public init(
        sessions: Int, meanDurationSeconds: Double?, medianDurationSeconds: Double?, meanEvents: Double?, bounceRate: Double?
    ) {
        self.sessions = sessions
        self.meanDurationSeconds = meanDurationSeconds
        self.medianDurationSeconds = medianDurationSeconds
        self.meanEvents = meanEvents
        self.bounceRate = bounceRate
    }
}

/// The median by linear interpolation.
package enum Median {
    /// nil of nothing; the mean of the middle two where there is no middle.
    package static func of(sorted values: [Int64]) -> Double? {
        guard !values.isEmpty else { return nil }
        let upper = values[values.count / 2]
        if values.count % 2 == 1 { return Double(upper) }
        let lower = values[values.count / 2 - 1]
        return Double(lower) + Double(upper - lower) / 2
    }
}
