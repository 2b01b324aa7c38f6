// Writes the row-aligned code columns with their dictionaries, and the shape table.

import InteractionCoding
import InteractionModel

extension Merge {
    /// User, action and component: one dictionary each for the segment, sorted by bytes.
    mutating func writeCodes(to writer: SegmentFileWriter) throws(InteractionError) {
        for column in [CodeColumn.user, .action, .component] {
            var table = StringTable()
            var maps: [[UInt32]] = []
            for input in inputs { maps.append(table.intern(all: try input.source.dictionary(column))) }
            let sorted = table.sortedOrder()
            var rank = [UInt32](repeating: 0, count: sorted.count)
            for (position, entry) in sorted.enumerated() { rank[Int(entry)] = UInt32(truncatingIfNeeded: position) }
            var mapped: [[UInt32]] = []
            for (input, map) in zip(inputs, maps) {
                let lookup = [0] + map.map { rank[Int($0)] + 1 }
                mapped.append(try MergeInput.codes(column, of: input.source).map { lookup[Int($0)] })
            }
            let codes = gathered(mapped)
            let dictionary = table.dictionary().reordered(sorted, isSorted: true)
            if let kind = column.dictionaryChunk {
                let pieces = TablePieces.ranges(count: dictionary.count) { dictionary.length(at: $0) }
                for (ordinal, piece) in pieces.enumerated() {
                    try writer.add(
                        ChunkKey(kind, ordinal: ordinal), dictionary.slice(piece).encoded(), valueCount: piece.count, isText: true)
                }
            }
            try write(codes, as: column.chunk, to: writer)
            if column == .action {
                actionCodes = codes
                actionCount = dictionary.count
            }
        }
    }

    private func write(_ codes: [UInt32], as kind: ChunkKind, to writer: SegmentFileWriter) throws(InteractionError) {
        for (ordinal, group) in rowGroups.enumerated() {
            try writer.add(
                ChunkKey(kind, ordinal: ordinal), CodeChunk.encode(Array(codes[group.rows])), valueCount: group.rowCount)
        }
    }

    /// Shape codes, the distinct shapes and their row counts. Shapes stand in descending row count, so that codes are small.
    mutating func writeShapes(to writer: SegmentFileWriter) throws(InteractionError) {
        var table = StringTable()
        var counts: [Int64] = []
        var maps: [[UInt32]] = []
        for input in inputs {
            var map: [UInt32] = []
            for (index, shape) in input.shapes.shapes.enumerated() {
                let code = shape.bytes.withUnsafeBytes { table.intern($0) }
                if Int(code) == counts.count { counts.append(0) }
                counts[Int(code)] += Int64(input.shapes.rowCounts[index])
                map.append(code)
            }
            maps.append(map)
        }
        // Equal counts go by bytes, so that the file does not depend on how the day was split before.
        let byBytes = table.sortedOrder()
        var bytesRank = [Int](repeating: 0, count: byBytes.count)
        for (position, entry) in byBytes.enumerated() { bytesRank[Int(entry)] = position }
        let ranked = counts.indices.sorted { (counts[$1], bytesRank[$0]) < (counts[$0], bytesRank[$1]) }
            .map { UInt32(truncatingIfNeeded: $0) }
        var rank = [UInt32](repeating: 0, count: ranked.count)
        for (position, entry) in ranked.enumerated() { rank[Int(entry)] = UInt32(truncatingIfNeeded: position) }
        var mapped: [[UInt32]] = []
        for (input, map) in zip(inputs, maps) { mapped.append(input.shapeCodes.map { rank[Int(map[Int($0)])] }) }
        shapeCodes = gathered(mapped)
        try write(shapeCodes, as: .shape, to: writer)
        let shapes = ranked.map { Array(table.slice(at: $0)) }
        for (ordinal, piece) in TablePieces.ranges(count: shapes.count, bytes: { shapes[$0].count }).enumerated() {
            var out = ByteWriter()
            for shape in shapes[piece] { out.string(bytes: shape) }
            try writer.add(ChunkKey(.shapeTable, ordinal: ordinal), out.bytes, valueCount: piece.count, isText: true)
            try writer.add(
                ChunkKey(.shapeRows, ordinal: ordinal), IntegerChunk.encode(ranked[piece].map { counts[Int($0)] }),
                valueCount: piece.count)
        }
        shapeTexts = shapes
    }
}
