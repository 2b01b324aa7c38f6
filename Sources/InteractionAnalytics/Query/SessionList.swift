// All sessions of a question, as columns; a session becomes a value when it is asked for.

import InteractionBehavior

/// Sessions by start, then ingest.
public struct SessionList: Sendable {
    static let columns = ["sessionId", "userId", "start", "end", "events", "entryAction", "exitAction"]
    private let result: QueryResult

    init(_ result: QueryResult) { self.result = result }

    public var count: Int { result.rowCount }

    /// The session at an index below `count`.
    public subscript(index: Int) -> Session {
        func time(_ column: Int) -> Timestamp {
            if case .timestamp(let time) = result[index, column] { return time }
            return Timestamp(microseconds: 0)
        }
        let user = result[index, 1]
        return Session(
            sessionId: result[index, 0].description, userId: user == .null ? nil : user.description, start: time(2), end: time(3),
            events: result.count(index, "events"), entryAction: result[index, 5].description, exitAction: result[index, 6].description)
    }

    /// Means, medians and the share of bounces.
    public var summary: SessionSummary {
        var durations: [Int64] = []
        var (events, bounces) = (0, 0)
        for index in 0..<count {
            if case .timestamp(let start) = result[index, 2], case .timestamp(let end) = result[index, 3] {
                durations.append(end.microseconds - start.microseconds)
            }
            let number = result.count(index, "events")
            events += number
            bounces += number == 1 ? 1 : 0
        }
        durations.sort()
        let total = durations.reduce(Int128(0)) { $0 + Int128($1) }
        func mean(_ sum: Double) -> Double? { count == 0 ? nil : sum / Double(count) }
        return SessionSummary(
            sessions: count, meanDurationSeconds: mean(Double(total) / 1_000_000),
            medianDurationSeconds: Median.of(sorted: durations).map { $0 / 1_000_000 }, meanEvents: mean(Double(events)),
            bounceRate: mean(Double(bounces)))
    }
}
