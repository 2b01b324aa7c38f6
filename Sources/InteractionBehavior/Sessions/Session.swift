// Sessions as an answer: one value for each, and the whole list with its summary.

import InteractionExecution
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

    /// From first to last event, in seconds.
    public var durationSeconds: Double { Double(end.microseconds - start.microseconds) / 1_000_000 }
    /// True with a single event.
    public var isBounce: Bool { events == 1 }
}

/// All sessions of a question, by start, then ingest.
public struct SessionList: Sendable {
    /// Compact records; names are looked up when a session is asked for.
    struct Record: Sendable {
        var name: UInt32
        var ordinal: UInt32
        var user: UInt32
        var start: Int64
        var end: Int64
        var events: UInt32
        var entry: UInt32
        var exit: UInt32
    }

    var records: [Record]
    var names: [String]
    var users: [String]
    var actions: [String]

    public var count: Int { records.count }

    /// The session at an index below `count`.
    public subscript(index: Int) -> Session {
        let record = records[index]
        return Session(
            sessionId: names[Int(record.name)] + (record.ordinal == 0 ? "" : "#\(record.ordinal)"),
            userId: record.user == 0 ? nil : users[Int(record.user) - 1],
            start: Timestamp(microseconds: record.start), end: Timestamp(microseconds: record.end),
            events: Int(record.events), entryAction: actions[Int(record.entry)], exitAction: actions[Int(record.exit)])
    }

    /// Means, medians and the share of bounces.
    public var summary: SessionSummary {
        let durations = records.map { $0.end - $0.start }.sorted()
        let events = records.reduce(0) { $0 + Int($1.events) }
        let total = durations.reduce(Int128(0)) { $0 + Int128($1) }
        let bounces = records.reduce(0) { $0 + ($1.events == 1 ? 1 : 0) }
        let count = records.count
        return SessionSummary(
            sessions: count,
            meanDurationSeconds: count == 0 ? nil : Double(total) / Double(count) / 1_000_000,
            medianDurationSeconds: Median.of(sorted: durations).map { $0 / 1_000_000 },
            meanEvents: count == 0 ? nil : Double(events) / Double(count),
            bounceRate: count == 0 ? nil : Double(bounces) / Double(count))
    }
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
}

/// The median by linear interpolation.
enum Median {
    /// nil of nothing; the mean of the middle two where there is no middle.
    static func of(sorted values: [Int64]) -> Double? {
        guard !values.isEmpty else { return nil }
        let upper = values[values.count / 2]
        if values.count % 2 == 1 { return Double(upper) }
        let lower = values[values.count / 2 - 1]
        return Double(lower) + Double(upper - lower) / 2
    }
}
