// All events of a snapshot as they were written, in the order of events: by day, and inside a day by (timestamp, order of
// ingest), which segments keep as (timestamp, segment by first sequence, tie, row). Memory is a key of 24 bytes for each event
// of one day and one slice of rendered lines.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// Gives events back as lines of JSON.
package struct EventExport {
    /// Events rendered at a time.
    private static let sliceRows = 131_072

    private let days: [(day: Day, sources: [any SegmentSource])]
    private let from: Int64
    private let to: Int64

    /// Events of sources in snapshot order (by day, then sequence), with a timestamp in `range` (microseconds) only.
    package init(_ sources: [any SegmentSource], range: Range<Int64>? = nil) {
        from = range?.lowerBound ?? .min
        to = range?.upperBound ?? .max
        var days: [(day: Day, sources: [any SegmentSource])] = []
        for source in sources {
            let facts = source.facts
            if facts.lastTimestamp < from || facts.firstTimestamp >= to { continue }
            if days.last?.day == facts.day {
                days[days.count - 1].sources.append(source)
            } else {
                days.append((facts.day, [source]))
            }
        }
        self.days = days
    }

    /// Hands over runs of lines, each ended by a line feed, in the order of events. `count` is the lines in the run. `admits` is
    /// asked about each source of a day before the day's first line; one that it refuses is left out. Errors: `.damaged`,
    /// `.inputOutput`, `.cancelled`, and those of `admits` and `body`.
    package func run(
        admits: (any SegmentSource) throws(InteractionError) -> Bool = { (_) throws(InteractionError) in true },
        _ body: (_ lines: [UInt8], _ count: Int) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        for (_, all) in days {
            var sources: [any SegmentSource] = []
            for source in all where try admits(source) { sources.append(source) }
            let keys = try sortedKeys(sources)
            let readers = try readers(sources)
            var start = 0
            while start < keys.count {
                if Task.isCancelled { throw InteractionError(.cancelled, "interrupted") }
                let end = min(keys.count, start + Self.sliceRows)
                try body(try slice(keys[start..<end], sources, readers), end - start)
                start = end
            }
        }
    }

    private func readers(_ sources: [any SegmentSource]) throws(InteractionError) -> [EventRows] {
        var readers: [EventRows] = []
        for source in sources { readers.append(try EventRows(source)) }
        return readers
    }

    private func sortedKeys(_ sources: [any SegmentSource]) throws(InteractionError) -> [EventPlace] {
        var keys: [EventPlace] = []
        keys.reserveCapacity(sources.reduce(0) { $0 + $1.facts.rowCount })
        for (index, source) in sources.enumerated() {
            for (group, facts) in source.rowGroups.enumerated() {
                let times = try source.timestamps(group: group)
                let ties = try source.ties(group: group)
                for row in times.indices where times[row] >= from && times[row] < to {
                    keys.append(
                        EventPlace(
                            time: times[row], source: UInt32(truncatingIfNeeded: index), tie: ties.isEmpty ? 0 : ties[row],
                            row: UInt32(truncatingIfNeeded: facts.firstRow + row)))
                }
            }
        }
        keys.sort(by: <)
        return keys
    }

    /// The lines of one run of keys, in their order.
    private func slice(
        _ keys: ArraySlice<EventPlace>, _ sources: [any SegmentSource], _ readers: [EventRows]
    ) throws(InteractionError) -> [UInt8] {
        // Wanted rows by source, ascending, each with its place in the slice.
        var wanted: [[(row: Int, slot: Int)]] = Array(repeating: [], count: sources.count)
        for (slot, key) in keys.enumerated() { wanted[Int(key.source)].append((Int(key.row), slot)) }
        var rendered = ByteWriter()
        var ranges = [Range<Int>](repeating: 0..<0, count: keys.count)
        for (index, source) in sources.enumerated() where !wanted[index].isEmpty {
            let rows = wanted[index].sorted { $0.row < $1.row }
            var next = 0
            for (group, facts) in source.rowGroups.enumerated() where next < rows.count {
                guard rows[next].row < facts.firstRow + facts.rowCount else { continue }
                var candidate = next
                try readers[index].forEach(
                    group: group,
                    where: { row in
                        guard candidate < rows.count, rows[candidate].row == row else { return false }
                        candidate += 1
                        return true
                    },
                    { (event) throws(InteractionError) in
                        let start = rendered.bytes.count
                        try ShapeRenderer.render(event.shape, event.filling, into: &rendered)
                        rendered.append(bytes: [10])
                        ranges[rows[next].slot] = start..<rendered.bytes.count
                        next += 1
                    })
            }
        }
        var lines: [UInt8] = []
        lines.reserveCapacity(rendered.bytes.count)
        for range in ranges { lines.append(contentsOf: rendered.bytes[range]) }
        return lines
    }
}
