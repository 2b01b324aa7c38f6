// Damage to a segment file: every flipped bit and every length is an error or changes nothing, never a trap or another answer.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment
import Testing

@Suite struct SegmentDamageTests {
    static func small() throws -> (bytes: [UInt8], events: [Interaction]) {
        var random = RandomEvents(seed: 5)
        let events = (0..<40).map { _ in random.event(day: SegmentRoundTripTests.day, sessions: 6, users: 3) }
        let files = MemoryFileSystem()
        let segment = try SegmentRoundTripTests.file(
            [try SegmentRoundTripTests.buffer(events[...], from: 1)], kind: .compacted, name: "a", in: files)
        return (try files.contents("a", limit: 1 << 20), try ordered([segment]))
    }

    static func read(_ bytes: [UInt8]) throws -> [Interaction] {
        let files = MemoryFileSystem()
        let output = try files.create("a")
        try output.append(bytes)
        try output.close()
        return try ordered([try SegmentFile(file: try files.openForReading("a"), name: "a", footerChecksum: nil)])
    }

    @Test func everyFlippedBitIsFound() throws {
        let (bytes, events) = try Self.small()
        #expect(try Self.read(bytes) == events)
        for bit in 0..<(bytes.count * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: InteractionError.self, "bit \(bit)") { _ = try Self.read(damaged) }
        }
    }

    @Test func everyLengthIsRefused() throws {
        let (bytes, _) = try Self.small()
        for length in 0..<bytes.count {
            #expect(throws: InteractionError.self) { _ = try Self.read(Array(bytes[..<length])) }
        }
        #expect(throws: InteractionError.self) { _ = try Self.read(bytes + [0]) }
    }
}
