// Writes what says where rows are: time steps, tie ordinals and the cluster table (Format/segment.md, "Time" and "Clusters").

import InteractionCoding
import InteractionModel

extension Merge {
    /// Time steps and ties, one chunk for each row group. A time chunk holds the group's first timestamp when the group starts
    /// inside a cluster, then the step from the row before for every row that is not the first of its cluster.
    func writeOrder(to writer: SegmentFileWriter) throws(InteractionError) {
        var cluster = 0
        for (ordinal, group) in rowGroups.enumerated() {
            var out = ByteWriter()
            var steps: [Int64] = []
            steps.reserveCapacity(group.rowCount)
            for row in group.rows {
                if cluster < firstRows.count, Int(firstRows[cluster]) == row {
                    cluster += 1
                } else if row == group.firstRow {
                    out.zigzag(times[row] &- facts.day.start.microseconds)
                } else {
                    steps.append(times[row] &- times[row - 1])
                }
            }
            out.append(bytes: IntegerChunk.encode(steps))
            try writer.add(ChunkKey(.timestamp, ordinal: ordinal), out.bytes, valueCount: steps.count)
            guard !ties.isEmpty else { continue }
            let part = Array(ties[group.rows])
            guard part.contains(where: { $0 != 0 }) else { continue }
            try writer.add(
                ChunkKey(.tie, ordinal: ordinal), IntegerChunk.encode(part.map(Int64.init)), valueCount: part.count)
        }
    }

    /// The cluster table, a chunk of each column for every run of clusters.
    func writeClusters(to writer: SegmentFileWriter) throws(InteractionError) {
        let pieces = TablePieces.ranges(count: clusterKinds.count) { clusterIds.length(at: $0) }
        for (ordinal, piece) in pieces.enumerated() {
            let first = piece.lowerBound
            let end = piece.upperBound
            let count = piece.count
            func add(_ kind: ChunkKind, _ bytes: [UInt8], isText: Bool = false) throws(InteractionError) {
                try writer.add(ChunkKey(kind, ordinal: ordinal), bytes, valueCount: count, isText: isText)
            }
            try add(.clusterKind, CodeChunk.encode(clusterKinds[first..<end].map { UInt32($0.rawValue) }))
            try add(.clusterId, clusterIds.slice(first..<end).encoded(), isText: true)
            var rows: [Int64] = []
            var starts: [Int64] = []
            var durations: [Int64] = []
            var previous = first == 0 ? facts.day.start.microseconds : times[Int(firstRows[first - 1])]
            for index in first..<end {
                let firstRow = Int(firstRows[index])
                let endRow = Int(firstRows[index + 1])
                rows.append(Int64(endRow - firstRow))
                starts.append(times[firstRow] &- previous)
                previous = times[firstRow]
                durations.append(times[endRow - 1] &- times[firstRow])
            }
            try add(.clusterRows, IntegerChunk.encode(rows))
            try add(.clusterStart, IntegerChunk.encode(starts))
            try add(.clusterDuration, IntegerChunk.encode(durations))
        }
    }
}
