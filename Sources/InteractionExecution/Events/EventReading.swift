// Whole events of one session, as a timeline.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// Reads whole events back.
package enum EventReading {
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
