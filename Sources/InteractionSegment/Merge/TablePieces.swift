// How a table of the segment is cut into chunks (Format/segment.md, "Pieces"): by entries, and by bytes where they are long.

/// The pieces of a table, in order.
package enum TablePieces {
    /// Ranges that together are `0..<count`: each of at most `SegmentLimit.pieceEntries` entries, and closed once its entries
    /// have `SegmentLimit.pieceBytes`. `bytes` gives the size of an entry. Cost: linear.
    package static func ranges(count: Int, bytes: (Int) -> Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var first = 0
        var size = 0
        for index in 0..<count {
            size += bytes(index)
            if index + 1 - first == SegmentLimit.pieceEntries || size >= SegmentLimit.pieceBytes || index + 1 == count {
                ranges.append(first..<(index + 1))
                first = index + 1
                size = 0
            }
        }
        return ranges
    }
}
