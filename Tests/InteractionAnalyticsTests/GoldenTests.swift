// Stores of every earlier version of the format open, verify, give the same events and take new ones. A newer version, or a
// feature that is not known, is refused with the way out.
import Foundation
import InteractionAnalytics
import InteractionCoding
import InteractionFiles
import InteractionStorage
import Testing

@Suite struct GoldenTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden").path

    /// With IAQ_GOLDEN_WRITE=FOLDER writes the stores there; else checks that what is written now reads the same.
    @Test(arguments: GoldenStores.states) func whatIsWrittenNow(_ state: String) throws {
        let files = try GoldenStores.make(state)
        let (lines, missing) = try GoldenStores.lines(try DamageStore.manifests(files))
        #expect(missing.isEmpty == (state != "quarantine"))
        guard let target = ProcessEnvironment.value("IAQ_GOLDEN_WRITE") else {
            let golden = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/version-1/\(state)/expected.ndjson"))
            #expect(lines == Array(golden))
            return
        }
        let place = "\(target)/version-1/\(state)"
        try? FileManager.default.removeItem(atPath: place)
        for name in try GoldenStores.kept(files) {
            let path = URL(fileURLWithPath: "\(place)/store/\(name)")
            try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(try files.contents(name, limit: 1 << 20)).write(to: path)
        }
        try Data(lines).write(to: URL(fileURLWithPath: place + "/expected.ndjson"))
    }

    /// Copies a store into memory.
    static func load(_ path: String) throws -> MemoryFileSystem {
        let disk = try PosixFileSystem(root: path)
        var contents: [String: [UInt8]] = [:]
        for name in try DamageStore.names(disk) { contents[name] = try disk.contents(name, limit: 1 << 20) }
        return try DamageStore.files(contents)
    }

    @Test func everyGoldenStore() throws {
        var count = 0
        var bytes = 0
        for version in try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted() where version.hasPrefix("version-") {
            for state in try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/\(version)").sorted() {
                let place = "\(Self.folder)/\(version)/\(state)"
                let files = try Self.load(place + "/store")
                for name in try DamageStore.names(files) { bytes += try files.contents(name, limit: 1 << 20).count }
                let manifests = try DamageStore.manifests(files)
                let wanted = Array(try Data(contentsOf: URL(fileURLWithPath: place + "/expected.ndjson")))
                let (lines, missing) = try GoldenStores.lines(manifests)
                #expect(lines == wanted, "\(place)")
                #expect(missing.isEmpty == (state != "quarantine"), "\(place): \(missing)")
                let findings = try StoreVerification.run(manifests, deep: true)
                #expect(findings.allSatisfy { ["ok", "quarantined"].contains($0.status) }, "\(place): \(findings)")
                #expect(try manifests.read().settings["zone"] == "Europe/Berlin")
                // The store lives on.
                let writer = try StoreWriter(manifests)
                var batch = RowBatch()
                var encoder = RowEncoder()
                try batch.append(DamageStore.event(5000, day: 20), encoder: &encoder)
                _ = try writer.append(batch)
                try writer.seal(everything: true)
                try writer.close()
                let maintenance = try StoreMaintenance(manifests)
                try maintenance.compact(try maintenance.daysToCompact(.all)) { (_) throws(InteractionError) in }
                maintenance.close()
                let after = try GoldenStores.lines(manifests).lines
                #expect(after.starts(with: wanted) && after.count > wanted.count, "\(place)")
                count += 1
            }
        }
        #expect(count >= GoldenStores.states.count)
        #expect(bytes < 100_000)
    }

    /// Changes bytes of a file and puts the checksum of `covered` in its place behind it.
    static func patched(_ bytes: [UInt8], at offset: Int, to value: UInt8, covered: Range<Int>) -> [UInt8] {
        var bytes = bytes
        bytes[offset] = value
        let checksum = CRC32C.checksum(bytes[covered])
        for index in 0..<4 { bytes[covered.upperBound + index] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * index)) }
        return bytes
    }

    @Test func newerFilesAreRefusedWithTheWayOut() throws {
        let store = try DamageStore()
        let manifest = try #require(store.named.first { $0.hasPrefix("MANIFEST") })
        let journal = try #require(store.named.first { $0.hasPrefix("journal") })
        let late = try #require(store.named.first { $0.hasPrefix("late") })
        let segment = try #require(store.named.first { $0.hasPrefix("days") })
        for (name, offset, covered) in [
            (manifest, 8, 0..<20), (journal, 8, 0..<40), (journal, 12, 0..<40), (late, 8, 0..<40), (late, 15, 0..<40), (segment, 8, 0..<12),
        ] {
            var contents = store.contents
            contents[name] = Self.patched(try #require(contents[name]), at: offset, to: 9, covered: covered)
            let files = try DamageStore.files(contents)
            func refused(_ what: String, _ body: () throws(InteractionError) -> Void) {
                do throws(InteractionError) {
                    try body()
                    Issue.record("\(what) took \(name) changed at \(offset)")
                } catch {
                    #expect(error.code == .unsupported, "\(what), \(name): \(error)")
                    #expect(error.hint?.hasPrefix("use a newer version of this program") == true, "\(error)")
                }
            }
            let manifests = try DamageStore.manifests(files)
            refused("a question") { () throws(InteractionError) in _ = try DamageStore.ask(manifests) }
            refused("a repair") { () throws(InteractionError) in _ = try StoreRepair.run(manifests, .init()) }
            // Nothing was moved.
            #expect(try files.information("quarantine") == nil)
            if name != segment { refused("a writer") { () throws(InteractionError) in _ = try StoreWriter(manifests) } }
        }
    }
}
