// Makes the golden stores: small stores in each state that a store can be in. They are written once for each version of the
// format, with IAQ_GOLDEN_WRITE=Tests/Golden, and from then on only read: a store that was written stays readable for ever.
import InteractionAnalytics
import InteractionCoding
import InteractionFiles
import InteractionStorage
import Testing

enum GoldenStores {
    /// States by the name of their folder.
    static let states = ["new", "journal", "torn", "late", "hot", "compacted", "quarantine"]

    static func events(_ count: Int, from first: Int, day: Int) -> [Interaction] {
        (first..<first + count).map { number in
            var event = DamageStore.event(number, day: day)
            switch number % 6 {
            case 0: event.metadata = ["build": .number("123456789012345678901234567890"), "tags": [], "off": .bool(false)]
            case 1: event.metadata = ["deep": ["a.b": .null, "日本": .string("語")], "list": [.int(1), .string("two")]]
            case 2: event.details = nil
            case 3: event.sessionId = nil
            default: break
            }
            return event
        }
    }

    /// A store in a state; the same bytes each time.
    static func make(_ state: String) throws -> MemoryFileSystem {
        let time = FixedTime(try #require(Day("2026-04-01")).start)
        let files = MemoryFileSystem(time: time)
        let manifests = ManifestStore(files: files, clock: time, randomness: SeededRandomness(seed: 77))
        let writer = try StoreWriter(manifests, settings: ["zone": "Europe/Berlin"])
        var encoder = RowEncoder()
        var next = 0
        func add(_ count: Int, day: Int) throws {
            var batch = RowBatch()
            for event in events(count, from: next, day: day) { try batch.append(event, encoder: &encoder) }
            next += count
            _ = try writer.append(batch)
        }
        if state != "new" {
            for day in 0..<3 { try add(11, day: day) }
            try writer.synchronize()
        }
        if ["late", "hot", "compacted", "quarantine"].contains(state) {
            try writer.seal(everything: state != "late")
            try add(7, day: 1)
        }
        try writer.close()
        if state == "torn" {
            let name = "journal/" + (try #require(try files.list("journal").last))
            try files.openForAppending(name).append([0x49, 0x41, 0x46, 0x52, 1, 2, 3])
        }
        if state == "compacted" || state == "quarantine" {
            let maintenance = try StoreMaintenance(manifests)
            try maintenance.compact(try maintenance.daysToCompact(.all)) { (_) throws(InteractionError) in }
            maintenance.close()
        }
        if state == "quarantine" {
            let bad = try #require(try manifests.read().segments.first?.name)
            var bytes = try files.contents(bad, limit: 1 << 20)
            bytes[30] ^= 1
            try files.remove(bad)
            try files.create(bad).append(bytes)
            _ = try StoreRepair.run(manifests, .init())
        }
        return files
    }

    /// The files that the store needs: not those that it dropped.
    static func kept(_ files: MemoryFileSystem) throws -> [String] {
        let manifest = try DamageStore.manifests(files).read()
        let dropped = Set(manifest.dropped.map(\.name))
        return try DamageStore.names(files).filter { name in
            !dropped.contains(name) && !["WRITER", "MAINTAIN", "COMMIT"].contains(name)
        }
    }

    /// All events as lines.
    static func lines(_ manifests: ManifestStore) throws -> (lines: [UInt8], missing: [MissingEvents]) {
        var lines: [UInt8] = []
        let answer = try StoreDirectory(manifests: manifests).export { (bytes, _) throws(InteractionError) in lines += bytes }
        return (lines, answer.missingEvents)
    }
}
