// Times and ties of a segment file, of a whole row group or of some of its rows. The first time of each cluster is in the cluster
// table; the chunk has the steps from one row of a cluster to the next (Format/segment.md).

import InteractionCoding
import InteractionModel

extension SegmentFile {
    package func timestamps(group: Int) throws(InteractionError) -> [Int64] {
        let facts = try checked(group)
        let table = try clusters()
        let key = ChunkKey(.timestamp, ordinal: group)
        guard let found = try chunk(key) else { throw bad("a chunk is missing", key) }
        var input = ByteReader(found.bytes, place: place(key))
        let end = facts.firstRow + facts.rowCount
        var cluster = table.count == 0 ? 0 : table.index(ofRow: facts.firstRow)
        var times = [Int64](repeating: 0, count: facts.rowCount)
        var row = facts.firstRow
        // Inside a cluster at the start of the group, the chunk says where it stands.
        if cluster < table.count, Int(table.firstRows[cluster]) < row {
            times[0] = self.facts.day.start.microseconds &+ (try input.zigzag())
            row += 1
            cluster += 1
        }
        let steps = try IntegerChunk.decode(input.rest(), count: found.count, in: input)
        let clusters = min(cluster, table.count)..<table.count
        guard let range = RowTimes.fill(&times, from: facts.firstRow, rows: row..<end, steps, starts: table.starts[clusters], at: table.firstRows[clusters])
        else { throw bad("not as many time steps as rows", key) }
        // Zone maps and the day are believed by queries and merges, so no time may leave them.
        guard range.lowerBound >= facts.firstTimestamp, range.upperBound <= facts.lastTimestamp else {
            throw bad("a time outside the zone map", key)
        }
        return times
    }

    package func ties(group: Int) throws(InteractionError) -> [UInt32] {
        let facts = try checked(group)
        let key = ChunkKey(.tie, ordinal: group)
        guard let found = try chunk(key) else { return [] }
        guard found.count == facts.rowCount else { throw bad("\(found.count) values, not \(facts.rowCount)", key) }
        let ties = try IntegerChunk.decode(found.bytes, count: found.count, place: place(key))
        guard ties.allSatisfy({ UInt32(exactly: $0) != nil }) else { throw bad("a tie out of range", key) }
        return ties.map { UInt32(truncatingIfNeeded: $0) }
    }

    package func timestamps(group: Int, rows: [UInt32]) throws(InteractionError) -> [Int64] {
        let facts = try checked(group)
        let table = try clusters()
        for (index, row) in rows.enumerated() where Int(row) >= facts.rowCount || (index > 0 && rows[index - 1] >= row) {
            throw InteractionError(.invalidArgument, "row \(row) out of order or beyond \(facts.rowCount) rows", place: name)
        }
        guard rows.count * 16 < facts.rowCount, table.count > 0 else {
            let times = try timestamps(group: group)
            return rows.map { times[Int($0)] }
        }
        let key = ChunkKey(.timestamp, ordinal: group)
        guard let found = try chunk(key) else { throw bad("a chunk is missing", key) }
        var input = ByteReader(found.bytes, place: place(key))
        // Each cluster of the group has one row without a step; the first may have begun in the group before.
        let clusters = table.indexes(of: facts)
        let opening = Int(table.firstRows[clusters.lowerBound]) < facts.firstRow
            ? self.facts.day.start.microseconds &+ (try input.zigzag()) : nil
        guard found.count == facts.rowCount - clusters.count else { throw bad("\(found.count) time steps", key) }
        // The steps from the start of a cluster to its last wanted row, cluster by cluster.
        var wanted: [(cluster: Int, rows: Range<Int>)] = []
        for (index, row) in rows.enumerated() {
            let global = facts.firstRow + Int(row)
            if let open = wanted.last, global < Int(table.firstRows[open.cluster + 1]) {
                wanted[wanted.count - 1].rows = open.rows.lowerBound..<index + 1
            } else {
                wanted.append((table.index(ofRow: global), index..<index + 1))
            }
        }
        func start(_ cluster: Int) -> Int { max(0, Int(table.firstRows[cluster]) - facts.firstRow) }
        let ranges = wanted.map { part in
            let first = start(part.cluster)
            let step = first - (part.cluster - clusters.lowerBound)
            return step..<step + Int(rows[part.rows.upperBound - 1]) - first
        }
        let steps = try IntegerChunk.decode(input.rest(), count: found.count, ranges: ranges, in: input)
        var times: [Int64] = []
        times.reserveCapacity(rows.count)
        var next = 0
        for (part, range) in zip(wanted, ranges) {
            var row = start(part.cluster)
            var now = table.starts[part.cluster]
            if part.cluster == clusters.lowerBound, let opening { now = opening }
            for index in part.rows {
                while row < Int(rows[index]) {
                    now = now &+ steps[next + row - start(part.cluster)]
                    row += 1
                }
                guard now >= facts.firstTimestamp, now <= facts.lastTimestamp else { throw bad("a time outside the zone map", key) }
                times.append(now)
            }
            next += range.count
        }
        return times
    }

    package func ties(group: Int, rows: [UInt32]) throws(InteractionError) -> [UInt32] {
        let facts = try checked(group)
        let key = ChunkKey(.tie, ordinal: group)
        guard let found = try chunk(key) else { return [] }
        guard found.count == facts.rowCount else { throw bad("\(found.count) values, not \(facts.rowCount)", key) }
        let input = ByteReader(found.bytes, place: place(key))
        let ranges = rows.map { Int($0)..<Int($0) + 1 }
        let ties = try IntegerChunk.decode(found.bytes, count: found.count, ranges: ranges, in: input)
        guard ties.allSatisfy({ UInt32(exactly: $0) != nil }) else { throw bad("a tie out of range", key) }
        return ties.map { UInt32(truncatingIfNeeded: $0) }
    }
}
