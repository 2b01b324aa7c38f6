// Questions to a store's directory that need no SQL: sessions, transitions, one session's events, all events. Blocking; each
// takes a snapshot of its own and no lock.

import InteractionBehavior
import InteractionExecution
import InteractionFiles
import InteractionPlan
import InteractionSegment
import InteractionStorage

extension StoreDirectory {
    /// Sessions by start, of the events that the filter lets through.
    package func sessions(
        _ request: SessionRequest = SessionRequest(), _ filter: EventFilter = EventFilter()
    ) throws(InteractionError) -> Answer<SessionList> {
        try walk(filter) { (feed) throws(InteractionError) in try SessionList.build(request, feed) }
    }

    /// Edges between consecutive events inside sessions, most frequent first.
    package func transitions(
        _ request: SessionRequest = SessionRequest(), _ filter: EventFilter = EventFilter()
    ) throws(InteractionError) -> Answer<[Transition]> {
        try walk(filter) { (feed) throws(InteractionError) in try Transition.count(request, feed) }
    }

    private func walk<Value: Sendable>(
        _ filter: EventFilter, _ body: (EventFeed) throws(InteractionError) -> Value
    ) throws(InteractionError) -> Answer<Value> {
        let began = SystemTime.shared.nanoseconds
        let feed = EventFeed(try snapshot().sources, filter.selection)
        let value = try body(feed)
        return Answer(
            value: value,
            provenance: QueryProvenance(feed.read, elapsed: .nanoseconds(Int64(clamping: SystemTime.shared.nanoseconds &- began))))
    }

    /// The events of one given session id that the filter lets through, in order. Errors: `.notFound` with the nearest help
    /// when no event at all has the id.
    package func session(_ id: String, _ filter: EventFilter = EventFilter()) throws(InteractionError) -> Answer<[Interaction]> {
        let began = SystemTime.shared.nanoseconds
        let sources = try snapshot().sources
        let (found, read) = try EventReading.events(ofSession: id, in: sources, filter.selection)
        guard let events = found else {
            throw InteractionError(.notFound, "no session has the id '\(id)'", hint: try Self.help(forSession: id, sources))
        }
        return Answer(
            value: events,
            provenance: QueryProvenance(read, elapsed: .nanoseconds(Int64(clamping: SystemTime.shared.nanoseconds &- began))))
    }

    private static func help(forSession id: String, _ sources: [any SegmentSource]) throws(InteractionError) -> String {
        if try EventReading.hasUser(id, in: sources) {
            return "it is a user's id: iaq sessions --where \"user_id = \(Literal.quoted(id))\""
        }
        if let mark = id.lastIndex(of: "#"), id[mark...].dropFirst().allSatisfy(\.isNumber) {
            return "ids that end in #n are cut by a gap; only given session ids have a timeline"
        }
        if let near = NameDistance.nearest(to: id, among: try EventReading.sessionIds(in: sources)) { return "did you mean \(near)?" }
        return "iaq sessions lists them"
    }

    /// The zone of days in answers: the store's setting, else UTC. Errors: `.invalidArgument` when this machine does not know it.
    package func zone() throws(InteractionError) -> ZoneRules { try manifest().zone() }

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
