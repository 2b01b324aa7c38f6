// Questions to a store's directory that need no SQL: sessions, transitions, one session's events, all events. Blocking; each
// takes a snapshot of its own and no lock, and says which damaged or missing files it had to do without.

import InteractionBehavior
import InteractionExecution
import InteractionFiles
import InteractionPlan
import InteractionSegment
import InteractionStorage

extension StoreDirectory {
    /// Rows of sessions, with the columns of some names.
    package func sessions(
        _ request: SessionRequest, _ filter: EventFilter, columns: [String], now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        try answer(QueryRun(try request.call(filter: filter.expression, now: now, zone: zone), columns: columns))
    }

    /// One row of facts over all sessions.
    package func sessionSummary(
        _ request: SessionRequest, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        try answer(
            try QueryRun(
                """
                SELECT count(*) AS sessions, avg(durationSeconds) AS meanDurationSeconds, median(durationSeconds) AS medianDurationSeconds,
                avg(events) AS meanEvents, avg(CASE WHEN isBounce THEN 1 ELSE 0 END) AS bounceRate FROM sessions()
                """, over: try request.call(filter: filter.expression, now: now, zone: zone)))
    }

    /// Edges between consecutive events inside sessions, most frequent first.
    package func transitions(
        _ request: TransitionRequest, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        let label = try EventLabel.bound(request.label, now: now, zone: zone, labels: try labels())
        return try answer(QueryRun(try request.call(label: label, filter: filter.expression, now: now, zone: zone)))
    }

    /// Common paths, most frequent first.
    package func paths(
        _ request: PathRequest, _ filter: EventFilter, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        let label = try EventLabel.bound(request.label, now: now, zone: zone, labels: try labels())
        return try answer(QueryRun(try request.call(label: label, filter: filter.expression, now: now, zone: zone)))
    }

    /// The steps of a funnel.
    package func funnel(
        _ request: FunnelRequest, _ filter: EventFilter, hasBreakdown: Bool, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        let call = try request.call(FunnelFunction(), filter: filter.expression, context: .asked(now: now, zone: zone, labels: try labels()))
        return try answer(QueryRun(call, columns: call.columns.map(\.name).filter { hasBreakdown || $0 != "breakdown" }))
    }

    /// Units that entered a funnel: those that reached a number of steps, or the one of a name, or all.
    package func funnelUnits(
        _ request: FunnelRequest, _ filter: EventFilter, reached: Int?, unit: String?, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> QueryResult {
        let call = try request.call(FunnelFunction(listsUnits: true), filter: filter.expression, context: .asked(now: now, zone: zone, labels: try labels()))
        var text = "SELECT * FROM funnel_units(steps => ['*'])"
        if let reached { text += " WHERE reached = \(reached)" }
        if let unit { text += " WHERE unit = \(Literal.quoted(unit))" }
        return try answer(try QueryRun(text, over: call))
    }

    /// Those of some actions that no event has, each with the nearest name that some have.
    package func unknownActions(_ names: [String], now: Timestamp) throws(InteractionError) -> [(name: String, near: String?)] {
        let found = try answer(try QueryRun("SELECT DISTINCT action FROM interactions", now: now))
        let known = (0..<found.rowCount).map { found[$0, 0].description }
        return names.filter { !known.contains($0) }.map { ($0, NameDistance.nearest(to: $0, among: known)) }
    }

    private func timed<Value: Sendable>(
        _ filter: EventFilter, _ body: ([any SegmentSource]) throws(InteractionError) -> (Value, ScanFacts)
    ) throws(InteractionError) -> Answer<Value> {
        let began = SystemTime.shared.nanoseconds
        let answer = try answered(body).concerning(filter.range)
        let (value, read) = answer.value
        return Answer(
            value: value,
            provenance: QueryProvenance(
                read, missing: answer.missingEvents,
                elapsed: .nanoseconds(Int64(clamping: SystemTime.shared.nanoseconds &- began))))
    }

    /// The events of one given session id that the filter lets through, in order. Errors: `.notFound` with the nearest help
    /// when no event at all of a whole store has the id.
    package func session(_ id: String, _ filter: EventFilter = EventFilter()) throws(InteractionError) -> Answer<[Interaction]> {
        let answer = try timed(filter) { (sources) throws(InteractionError) in
            try EventReading.events(ofSession: id, in: sources, filter.selection)
        }
        guard answer.value != nil || answer.provenance.isPartial else {
            let help = try answered { (sources) throws(InteractionError) in try Self.help(forSession: id, sources) }
            throw InteractionError(.notFound, "no session has the id '\(id)'", hint: help.value)
        }
        return Answer(value: answer.value ?? [], provenance: answer.provenance)
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
    package func zone() throws(InteractionError) -> ZoneRules { try manifests.view().manifest.zone() }

    /// The labels that the store keeps, by name.
    package func labels() throws(InteractionError) -> [String: String] { try manifests.view().manifest.labels }

    /// Hands over runs of events as lines of JSON, each ended by a line feed, in the order of events. Every file of a day is
    /// checked before the first line of the day, so that a damaged one is left out as a whole; the value is the number of events.
    /// Errors: `.damaged` for damage that comes while lines are already out, and those of `body`.
    @discardableResult
    package func export(
        range: Range<Timestamp>? = nil, _ body: (_ lines: [UInt8], _ count: Int) throws(InteractionError) -> Void
    ) throws(InteractionError) -> PartialAnswer<Int> {
        var missing: [MissingFile] = []
        var count = 0
        let view = try snapshot()
        try EventExport(view.sources, range: range?.inMicroseconds).run(
            admits: { (source) throws(InteractionError) in
                guard let bad = try view.damage(of: source) else { return true }
                missing.append(bad)
                return false
            },
            { (lines, lineCount) throws(InteractionError) in
                count += lineCount
                try body(lines, lineCount)
            })
        return PartialAnswer(value: count, missing: view.missing + missing).concerning(range)
    }

    /// The columns that events have, and how many distinct values each has, all over the same events.
    package func columns(now: Timestamp) throws(InteractionError) -> PartialAnswer<[(column: StoreColumn, distinct: QueryValue)]> {
        try answered { (sources) throws(InteractionError) in
            let columns = try StoreColumn.all(sources)
            var found: [(column: StoreColumn, distinct: QueryValue)] = []
            // A few at a time: counting distinct values of all columns at once would hold them all in memory.
            for start in stride(from: 0, to: columns.count, by: 8) {
                let part = Array(columns[start..<min(columns.count, start + 8)])
                let items = part.map { "count(DISTINCT \($0.column))" }.joined(separator: ", ")
                let result = try QueryRun("SELECT \(items) FROM interactions", now: now).answer(sources)
                for (index, column) in part.enumerated() { found.append((column, result[0, index])) }
            }
            return found
        }
    }
}

extension Range<Timestamp> {
    /// The same range as microseconds.
    var inMicroseconds: Range<Int64> { lowerBound.microseconds..<upperBound.microseconds }
}
