// Whole events of one session, as a timeline.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// Reads whole events back.
package enum EventReading {
    /// True when an event has this user id. Cost: a look at each source's dictionary of users.
    package static func hasUser(_ id: String, in sources: [any SegmentSource]) throws(InteractionError) -> Bool {
        for source in sources where try source.dictionary(.user).firstIndex(of: id) != nil { return true }
        return false
    }

    /// Given session ids, each once, in the order of sources; for hints, so no more than 50,000.
    package static func sessionIds(in sources: [any SegmentSource]) throws(InteractionError) -> [String] {
        var seen: Set<String> = []
        var ids: [String] = []
        for source in sources {
            let clusters = try source.clusters()
            for cluster in 0..<clusters.count where clusters.kinds[cluster] == .session {
                let id = clusters.ids.withBytes(at: cluster) { String(decoding: $0, as: UTF8.self) }
                if seen.insert(id).inserted { ids.append(id) }
                if ids.count == 50_000 { return ids }
            }
        }
        return ids
    }

    /// The chosen events of a given session id in order. nil when no event at all has the id. Cost: looks for the id in each
    /// source's cluster table, decodes the row groups that hold it.
    package static func events(
        ofSession id: String, in sources: [any SegmentSource], _ selection: EventSelection = .all
    ) throws(InteractionError) -> (events: [Interaction]?, read: ScanFacts) {
        let name = Array(id.utf8)
        var found: [(key: (Int64, Int, UInt32, Int), event: Interaction)] = []
        var isKnown = false
        var read = ScanFacts()
        let evaluator = Evaluator()
        for (index, source) in sources.enumerated() {
            let clusters = try source.clusters()
            var rows: Range<Int>?
            for cluster in 0..<clusters.count where clusters.kinds[cluster] == .session {
                if clusters.ids.compare(cluster, name) == 0 {
                    rows = Int(clusters.firstRows[cluster])..<Int(clusters.firstRows[cluster + 1])
                    break
                }
            }
            if rows != nil { isKnown = true }
            guard let rows, selection.admits(source) else {
                read.segmentsSkipped += 1
                read.rowsSkipped += source.facts.rowCount
                continue
            }
            read.segmentsRead += 1
            let reader = try EventRows(source)
            let view = SourceView(source)
            for (group, facts) in source.rowGroups.enumerated() {
                guard facts.rows.overlaps(rows) else {
                    read.rowsSkipped += facts.rowCount
                    continue
                }
                read.rowsRead += facts.rowCount
                let chosen = try selection.rows(UnitReader(view, group: group), evaluator).map { Set($0.map { facts.firstRow + Int($0) }) }
                if chosen?.isEmpty == true { continue }
                try reader.forEach(group: group, where: { rows.contains($0) && (chosen?.contains($0) ?? true) }) { (row) throws(InteractionError) in
                    found.append(
                        (
                            (row.filling.timestamp, index, row.tie, row.row),
                            try ShapeRenderer.interaction(row.shape, row.filling)
                        ))
                }
            }
        }
        return (isKnown ? found.sorted { $0.key < $1.key }.map(\.event) : nil, read)
    }
}
