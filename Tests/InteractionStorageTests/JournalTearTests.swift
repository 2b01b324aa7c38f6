// Journals cut at every length and flipped at every byte: recovery keeps exactly the whole frames, and what lies below the
// durable mark is never dropped in silence: readers say that it is missing, before and after the writer has put the file into
// quarantine.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionStorage
import Testing

@Suite struct JournalTearTests {
    /// A store with three batches, the first two synced; the journal's bytes, and the ends of the three frames.
    static func made() throws -> (world: StoreWorld, bytes: [UInt8], ends: [Int]) {
        let world = try StoreWorld()
        let writer = try StoreWriter(world.manifests)
        var ends: [Int] = []
        for step in 0..<3 {
            _ = try writer.append(try StoreWorld.batch(step * 2..<step * 2 + 2, day: Day(year: 2026, month: 3, day: 1)))
            if step < 2 { try writer.synchronize() }
            ends.append(try world.files.information(Self.name)?.size ?? 0)
        }
        let bytes = try world.files.contents(Self.name, limit: 1 << 20)
        try writer.close()
        return (world, bytes, ends)
    }

    static let name = "journal/00000002.iaj"

    static func replace(_ bytes: [UInt8], in world: StoreWorld) throws {
        try world.files.remove(name)
        let file = try world.files.create(name)
        try file.append(bytes)
        try file.close()
    }

    /// The damaged journal answers with what is whole and says so; the next writer keeps that, and the bad file.
    static func expectDamage(_ world: StoreWorld, bytes: Int, durable: [Int], whole: [Int]) throws {
        #expect(try world.missing() == [name], "\(bytes) bytes")
        #expect(try world.read() == durable, "\(bytes) bytes")
        let writer = try StoreWriter(world.manifests)
        #expect(try world.read() == whole, "\(bytes) bytes")
        #expect(try world.missing() == [name])
        #expect(try world.files.information("quarantine/00000002.iaj")?.size == bytes)
        #expect(try world.files.information(name) == nil)
        _ = try writer.append(try StoreWorld.batch(90..<91, day: Day(year: 2026, month: 3, day: 1)))
        try writer.seal(everything: true)
        try writer.close()
        #expect(try world.read() == whole + [90])
        #expect(try world.missing() == [name])
    }

    @Test func everyLength() throws {
        let (first, bytes, ends) = try Self.made()
        _ = first
        for length in 1536...bytes.count {
            let (world, _, _) = try Self.made()
            try Self.replace(Array(bytes[..<length]), in: world)
            if length < ends[1] {
                // Below the mark: corruption, told apart from a tear.
                let kept = length < ends[0] ? 0 : 2
                try Self.expectDamage(world, bytes: length, durable: Array(0..<kept), whole: Array(0..<kept))
                continue
            }
            let writer = try StoreWriter(world.manifests)
            let kept = length == ends[2] ? 6 : 4
            #expect(writer.nextSequence == Int64(kept + 1), "length \(length)")
            #expect(try world.read() == Array(0..<kept), "length \(length)")
            _ = try writer.append(try StoreWorld.batch(kept..<kept + 1, day: Day(year: 2026, month: 3, day: 1)))
            try writer.close()
            #expect(try world.read() == Array(0..<kept + 1))
        }
    }

    @Test func everyFlippedByteOfFrames() throws {
        let (_, bytes, ends) = try Self.made()
        for offset in 1536..<bytes.count {
            let (world, _, _) = try Self.made()
            var damaged = bytes
            damaged[offset] ^= 0x41
            try Self.replace(damaged, in: world)
            if offset < ends[1] {
                let isFirst = offset < ends[0]
                let isHeader = offset - (isFirst ? 1536 : ends[0]) < 36
                // Behind a bad header only the mark is known to be an end of frames.
                let durable = isFirst ? (isHeader ? [] : [2, 3]) : [0, 1]
                try Self.expectDamage(world, bytes: damaged.count, durable: durable, whole: durable + [4, 5])
            } else {
                let writer = try StoreWriter(world.manifests)
                #expect(try world.read() == [0, 1, 2, 3])
                try writer.close()
            }
        }
    }

    /// A slot of zeros beside a later one was written once: its mark is not known, and readers say so. The writer keeps all.
    @Test(arguments: [512, 1024]) func aSlotOfZeros(_ offset: Int) throws {
        for value in [UInt8(0), 7] {
            let (world, _, _) = try Self.made()
            var bytes = try world.files.contents(Self.name, limit: 1 << 20)
            for index in offset..<offset + 16 { bytes[index] = value }
            try Self.replace(bytes, in: world)
            // Slot A has the newest mark, the end of the file; without it the mark before it counts.
            let isNewest = JournalTearTests.counter(bytes, at: 1536 - offset) < JournalTearTests.counter(try Self.made().world.files.contents(Self.name, limit: 1 << 20), at: offset)
            #expect(try world.missing() == (isNewest ? [Self.name] : []))
            #expect(try world.read() == (isNewest ? [0, 1, 2, 3] : Array(0..<6)))
            try StoreWriter(world.manifests).close()
            #expect(try world.read() == Array(0..<6))
        }
    }

    /// Without the newest mark a bad frame may be one that was acknowledged as synced: that is no tear.
    @Test(arguments: [0, 20, 40]) func aBadFrameBehindABadSlotIsTold(_ place: Int) throws {
        let (world, _, ends) = try Self.made()
        var bytes = try world.files.contents(Self.name, limit: 1 << 20)
        let newest = Self.counter(bytes, at: 512) > Self.counter(bytes, at: 1024) ? 512 : 1024
        bytes[newest] ^= 1
        // The older mark is the end of the second frame.
        bytes[ends[1] + place] ^= 1
        try Self.replace(bytes, in: world)
        #expect(try world.missing() == [Self.name])
        try StoreWriter(world.manifests).close()
        #expect(try world.read() == [0, 1, 2, 3])
        #expect(try world.missing() == [Self.name])
        #expect(try world.files.exists("quarantine/00000002.iaj"))
    }

    static func counter(_ bytes: [UInt8], at offset: Int) -> Int { Int(bytes[offset + 8]) }

    /// What is no file holds nothing, but what it took the place of may have: that is no journal that is just being made.
    @Test func aJournalThatIsNoFileIsDamage() throws {
        let world = try StoreWorld()
        let writer = try StoreWriter(world.manifests)
        _ = try writer.append(try StoreWorld.batch(0..<4, day: Day(year: 2026, month: 3, day: 1)))
        try writer.close()
        try world.files.remove("journal/00000002.iaj")
        try world.files.makeDirectory("journal/00000002.iaj")
        #expect(try StoreVerification.run(world.manifests, deep: false).map(\.status).contains("damaged"))
        #expect(try world.missing() == ["journal/00000002.iaj"])
        try StoreWriter(world.manifests).close()
        #expect(try world.missing() == ["journal/00000002.iaj"])
        #expect(try world.files.information("quarantine/00000002.iaj")?.kind == .directory)
    }
}
