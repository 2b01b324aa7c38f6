// Questions to a store's directory that need no SQL: sessions, transitions, one session's events, all events. Blocking; each
// takes a snapshot of its own and no lock, and says which damaged or missing files it had to do without.

import InteractionBehavior
import InteractionExecution
import InteractionSegment
import InteractionStorage

extension StoreDirectory {
    /// Sessions by start. `range` keeps events of [from, to) only.
    package func sessions(
        _ request: SessionRequest = SessionRequest(), range: Range<Timestamp>? = nil
    ) throws(InteractionError) -> Answer<SessionList> {
        try answered { (sources) throws(InteractionError) in
            try SessionList.build(request, EventFeed(sources, range: range?.inMicroseconds))
        }.concerning(range)
    }

    /// Edges between consecutive events inside sessions, most frequent first.
    package func transitions(
        _ request: SessionRequest = SessionRequest(), range: Range<Timestamp>? = nil
    ) throws(InteractionError) -> Answer<[Transition]> {
        try answered { (sources) throws(InteractionError) in
            try Transition.count(request, EventFeed(sources, range: range?.inMicroseconds))
        }.concerning(range)
    }

    /// The events of one given session id, in order. Errors: `.notFound` when there is none in a store that is whole.
    package func session(_ id: String) throws(InteractionError) -> Answer<[Interaction]> {
        let answer = try answered { (sources) throws(InteractionError) in try EventReading.events(ofSession: id, in: sources) }
        guard !answer.value.isEmpty || !answer.missing.isEmpty else {
            throw InteractionError(.notFound, "no session has this id", place: id, hint: "`iaq sessions` lists them")
        }
        return answer
    }

    /// Hands over runs of events as lines of JSON, each ended by a line feed, in the order of events. Every file of a day is
    /// checked before the first line of the day, so that a damaged one is left out as a whole; the value is the number of events.
    /// Errors: `.damaged` for damage that comes while lines are already out, and those of `body`.
    @discardableResult
    package func export(
        range: Range<Timestamp>? = nil, _ body: (_ lines: [UInt8], _ count: Int) throws(InteractionError) -> Void
    ) throws(InteractionError) -> Answer<Int> {
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
        return Answer(value: count, missing: view.missing + missing).concerning(range)
    }

    /// The columns that events have, and how many distinct values each has, all over the same events.
    package func columns(now: Timestamp) throws(InteractionError) -> Answer<[(column: StoreColumn, distinct: QueryValue)]> {
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
