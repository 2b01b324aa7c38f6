// Cutting tables into pieces: whole, in order, within both limits.
import InteractionSegment
import Testing

@Suite struct TablePieceTests {
    @Test func piecesAreWholeAndInOrder() {
        for (count, size) in [(0, 1), (1, 1), (65_536, 1), (65_537, 1), (200_000, 0), (70, 1 << 20), (33_000, 1024), (3, 40 << 20)] {
            let pieces = TablePieces.ranges(count: count) { (_) in size }
            #expect(pieces.flatMap { Array($0) } == Array(0..<count))
            for (index, piece) in pieces.enumerated() {
                #expect(!piece.isEmpty && piece.count <= SegmentLimit.pieceEntries)
                #expect((piece.count - 1) * size < SegmentLimit.pieceBytes)
                // None is closed early.
                if index < pieces.count - 1 {
                    #expect(piece.count == SegmentLimit.pieceEntries || piece.count * size >= SegmentLimit.pieceBytes)
                }
            }
        }
    }
}
