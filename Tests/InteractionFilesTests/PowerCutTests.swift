// The memory file system forgets what was not synced, and nothing else.
import InteractionFiles
import InteractionModel
import Testing

@Suite struct PowerCutTests {
    @Test func contentNeedsItsFileSynced() throws {
        let files = MemoryFileSystem()
        let out = try files.create("f")
        try files.synchronizeDirectory("")
        try out.append([1, 2, 3])
        #expect(try files.afterPowerCut().contents("f", limit: 9) == [])
        try out.synchronize()
        try out.append([4])
        try out.write([9, 9], at: 1)
        try out.write([8], at: 1)
        #expect(try files.contents("f", limit: 9) == [1, 8, 9, 4])
        #expect(try files.afterPowerCut().contents("f", limit: 9) == [1, 2, 3])
        try out.truncate(to: 1)
        try out.append([5, 5, 5, 5])
        #expect(try files.afterPowerCut().contents("f", limit: 9) == [1, 2, 3])
        try out.synchronize()
        #expect(try files.afterPowerCut().contents("f", limit: 9) == [1, 5, 5, 5, 5])
    }

    @Test func namesNeedTheirDirectorySynced() throws {
        let files = MemoryFileSystem()
        try files.makeDirectory("d")
        let out = try files.create("d/tmp")
        try out.append([1])
        try out.synchronize()
        try files.synchronizeDirectory("d")
        #expect(try files.afterPowerCut().list("") == [])
        try files.synchronizeDirectory("")
        #expect(try files.afterPowerCut().list("d") == ["tmp"])
        try files.rename("d/tmp", to: "d/name")
        #expect(try files.afterPowerCut().list("d") == ["tmp"])
        try files.synchronizeDirectory("d")
        #expect(try files.afterPowerCut().list("d") == ["name"])
        try files.remove("d/name")
        #expect(try files.afterPowerCut().contents("d/name", limit: 9) == [1])
        try files.synchronizeDirectory("d")
        #expect(try files.afterPowerCut().list("d") == [])
    }

    @Test func locksDoNotOutliveThePower() throws {
        let files = MemoryFileSystem()
        let lock = try #require(try files.lock("WRITER"))
        try files.synchronizeDirectory("")
        #expect(try files.afterPowerCut().lock("WRITER") != nil)
        #expect(lock.isHeld)
    }

    @Test func randomWritesAgreeWithAPlainModel() throws {
        let seed = SystemRandomness().next()
        let random = SeededRandomness(seed: seed)
        func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
        for _ in 0..<200 {
            let files = MemoryFileSystem()
            let out = try files.create("f")
            try files.synchronizeDirectory("")
            var now: [UInt8] = []
            var durable: [UInt8] = []
            for _ in 0..<below(40) {
                let bytes = (0..<below(6)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                switch below(4) {
                case 0:
                    try out.append(bytes)
                    now += bytes
                case 1 where bytes.count <= now.count:
                    let offset = below(now.count - bytes.count + 1)
                    try out.write(bytes, at: offset)
                    now.replaceSubrange(offset..<offset + bytes.count, with: bytes)
                case 2:
                    let size = below(now.count + 1)
                    try out.truncate(to: size)
                    now = Array(now[..<size])
                default:
                    try out.synchronize()
                    durable = now
                }
                #expect(try files.contents("f", limit: 1000) == now, "seed \(seed)")
                #expect(try files.afterPowerCut().contents("f", limit: 1000) == durable, "seed \(seed)")
            }
        }
    }
}
