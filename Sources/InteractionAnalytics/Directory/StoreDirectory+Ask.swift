// Questions to a store's directory that need no SQL: sessions, transitions, one session's events, all events. Blocking; each
// takes a snapshot of its own and no lock.

import InteractionBehavior
import InteractionExecution
import InteractionStorage

extension StoreDirectory {
    /// Sessions by start. `range` keeps events of [from, to) only.
    package func sessions(
        _ request: SessionRequest = SessionRequest(), range: Range<Timestamp>? = nil
    ) throws(InteractionError) -> SessionList {
        try SessionList.build(request, EventFeed(try snapshot().sources, range: range?.inMicroseconds))
    }

    /// Edges between consecutive events inside sessions, most frequent first.
    package func transitions(
        _ request: SessionRequest = SessionRequest(), range: Range<Timestamp>? = nil
    ) throws(InteractionError) -> [Transition] {
        try Transition.count(request, EventFeed(try snapshot().sources, range: range?.inMicroseconds))
    }

    /// The events of one given session id, in order. Errors: `.notFound` when there is none.
    package func session(_ id: String) throws(InteractionError) -> [Interaction] {
        let events = try EventReading.events(ofSession: id, in: try snapshot().sources)
        guard !events.isEmpty else {
            throw InteractionError(.notFound, "no session has this id", place: id, hint: "`iaq sessions` lists them")
        }
        return events
    }

    /// Hands over runs of events as lines of JSON, each ended by a line feed, in the order of events.
    package func export(
        range: Range<Timestamp>? = nil, _ body: (_ lines: [UInt8], _ count: Int) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        try EventExport(try snapshot().sources, range: range?.inMicroseconds).run(body)
    }
}

extension Range<Timestamp> {
    /// The same range as microseconds.
    var inMicroseconds: Range<Int64> { lowerBound.microseconds..<upperBound.microseconds }
}
