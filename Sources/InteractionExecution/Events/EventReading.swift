// Whole events of a snapshot: all of them in order for export, or those of one session as a timeline.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// Reads whole events back.
package enum EventReading {
    /// Calls `body` with the JSON text of every event, without line end, day by day and inside a day in the total order of
    /// events. Errors: `.damaged`, `.inputOutput`, what `body` throws. Memory: the text of one day.
    package static func forEachJSON(
        _ sources: [any SegmentSource], range: Range<Int64>? = nil,
        _ body: (ArraySlice<UInt8>) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        var start = 0
        while start < sources.count {
            let day = sources[start].facts.day
            var end = start
            while end < sources.count, sources[end].facts.day == day { end += 1 }
            try exportDay(Array(sources[start..<end]), range: range, body)
            start = end
        }
    }

    private static func exportDay(
        _ sources: [any SegmentSource], range: Range<Int64>?, _ body: (ArraySlice<UInt8>) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        var text = ByteWriter()
        var ends: [Int] = [0]
        var times: [Int64] = []
        var arrival: [UInt32] = []
        for source in sources {
            let reader = try EventRows(source)
            let base = UInt32(truncatingIfNeeded: times.count)
            var ties: [UInt32] = []
            for group in source.rowGroups.indices {
                try reader.forEach(group: group) { (row) throws(InteractionError) in
                    if let range, !range.contains(row.filling.timestamp) { return }
                    try ShapeRenderer.render(row.shape, row.filling, into: &text)
                    ends.append(text.count)
                    times.append(row.filling.timestamp)
                    ties.append(row.tie)
                }
            }
            arrival += EventOrder.rows(ties: ties, count: ties.count, from: base)
        }
        for index in EventOrder.byTime(times, among: arrival) {
            try body(text.bytes[ends[Int(index)]..<ends[Int(index) + 1]])
        }
    }

    /// The events of a given session id in order. Empty when there is no such session. Cost: looks for the id in each source's
    /// cluster table, decodes the row groups that hold it.
    package static func events(
        ofSession id: String, in sources: [any SegmentSource]
    ) throws(InteractionError) -> [Interaction] {
        let name = Array(id.utf8)
        var found: [(key: (Int64, Int, UInt32, Int), event: Interaction)] = []
        for (index, source) in sources.enumerated() {
            let clusters = try source.clusters()
            var rows: Range<Int>?
            for cluster in 0..<clusters.count where clusters.kinds[cluster] == .session {
                if clusters.ids.compare(cluster, name) == 0 {
                    rows = Int(clusters.firstRows[cluster])..<Int(clusters.firstRows[cluster + 1])
                    break
                }
            }
            guard let rows else { continue }
            let reader = try EventRows(source)
            for (group, facts) in source.rowGroups.enumerated() where facts.rows.overlaps(rows) {
                try reader.forEach(group: group, where: { rows.contains($0) }) { (row) throws(InteractionError) in
                    found.append(
                        (
                            (row.filling.timestamp, index, row.tie, row.row),
                            try ShapeRenderer.interaction(row.shape, row.filling)
                        ))
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map(\.event)
    }
}
