// Verification of one segment file: every part against its checksum, and on request every value against the rules of
// Format/segment.md and the summaries that queries believe instead of reading it.

import InteractionCoding
import InteractionFiles
import InteractionModel

extension SegmentFile {
    /// Checks the file. Without `deep` reads and checksums every part; with it decodes every chunk and holds order, ties, counts,
    /// dictionaries, zone maps, cluster table, shapes, overflow and rollup against the rows. Errors: `.damaged` with the place.
    /// Cost of `deep`: about that of an export, and a few numbers for each row in memory.
    package func verify(deep: Bool) throws(InteractionError) {
        for part in footer.parts {
            let stored = try file.read(offset: part.offset, count: part.storedLength)
            guard CRC32C.checksum(stored) == part.checksum else {
                throw InteractionError(.damaged, "part checksum", place: "\(name), offset \(part.offset)")
            }
        }
        guard deep else { return }
        try checkDirectory()
        var check = try SegmentCheck(self)
        for group in rowGroups.indices { try check.take(group) }
        try check.finish()
    }

    func broken(_ what: String, _ where_: String? = nil) -> InteractionError {
        InteractionError(.damaged, what, place: where_.map { name + ", " + $0 } ?? name)
    }

    /// The directory against itself: columns once, chunks of row groups that exist, chunks that do not overlap.
    private func checkDirectory() throws(InteractionError) {
        guard facts.lastSequence - facts.firstSequence >= Int64(facts.rowCount) - 1 else { throw broken("fewer sequences than rows") }
        var columns: Set<String> = []
        for column in properties {
            guard columns.insert("\(column.lane.rawValue) \(column.path)").inserted else {
                throw broken("a property column stands twice", "\(column.path)")
            }
        }
        var spans: [Int: [(start: Int, end: Int)]] = [:]
        for (key, entry) in footer.chunks {
            switch key.kind {
            case .timestamp, .tie, .user, .action, .component, .shape, .property, .overflow:
                guard rowGroups.indices.contains(key.ordinal) else { throw bad("a chunk of no row group", key) }
            default: break
            }
            spans[entry.part, default: []].append((entry.offset, entry.offset + entry.length))
        }
        for (part, chunks) in spans {
            var end = 0
            for chunk in chunks.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
                guard chunk.start >= end else { throw broken("two chunks overlap", "part \(part)") }
                end = chunk.end
            }
        }
    }
}
