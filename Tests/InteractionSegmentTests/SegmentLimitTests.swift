// What a segment cannot hold is refused while it is written: later the rows would be gone from the journal.
import InteractionFiles
import InteractionModel
import Testing

@testable import InteractionSegment

@Suite struct SegmentLimitTests {
    /// A chunk of more values than a decoder takes: 1,060,000 distinct shapes of a day were sealed and could not be read again.
    @Test func aChunkThatNobodyCouldReadIsNotWritten() throws {
        let writer = try SegmentFileWriter(file: try MemoryFileSystem().create("a"), kind: .hot)
        try writer.add(ChunkKey(.shapeRows), [1, 0], valueCount: 1_048_576)
        let error = #expect(throws: InteractionError.self) {
            try writer.add(ChunkKey(.shapeRows, ordinal: 1), [1, 0], valueCount: 1_048_577)
        }
        #expect(error?.code == .limitReached)
    }
}
