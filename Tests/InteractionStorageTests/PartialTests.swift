// One bad file never stops a store: each file in turn is emptied, cut, removed or replaced by a directory; the store opens, other
// days are exact, and the answer says what it had to do without. A repair makes the store whole again around the loss, once or
// twice, and keeps saying so.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment
import InteractionStorage
import Testing

@Suite struct PartialTests {
    enum Harm: CaseIterable { case emptied, cut, removed, directory, flipped, foreign, junk }

    static func harm(_ harm: Harm, _ name: String, _ bytes: [UInt8], _ files: MemoryFileSystem) throws {
        try files.remove(name)
        switch harm {
        case .emptied: try DamageWorld.put([], name, files)
        case .cut: try DamageWorld.put(Array(bytes.prefix(bytes.count / 2)), name, files)
        case .removed: break
        case .directory: try files.makeDirectory(name)
        case .flipped:
            var bytes = bytes
            if !bytes.isEmpty { bytes[bytes.count / 3] ^= 16 }
            try DamageWorld.put(bytes, name, files)
        case .foreign: try DamageWorld.put(Array("not of this store".utf8), name, files)
        case .junk: try DamageWorld.put(bytes + Array(repeating: 0x41, count: 100), name, files)
        }
    }

    /// Numbers that may be missing when a file is bad: those of its day, or any of rows.
    static func spared(_ name: String, _ base: DamageWorld) -> [Int] {
        if name.hasPrefix("days/") {
            let day = Day(String(name.split(separator: "/")[1]))
            return base.days.filter { $0.key != day }.values.flatMap { $0 }.sorted()
        }
        if name.hasPrefix("journal/") || name.hasPrefix("late/") {
            return [0, 1].flatMap { base.days[DamageWorld.first.advanced(by: $0)] ?? [] }.sorted()
        }
        return []
    }

    @Test(arguments: Harm.allCases) func eachFileInTurn(_ kind: Harm) throws {
        let base = try DamageWorld()
        let contents = try DamageWorld.contents(base.files)
        let all = base.numbers
        let manifest = try base.world.manifests.read()
        let named = Set(
            manifest.segments.map(\.name) + ["late/00000001.ial", "CURRENT"]
                + contents.keys.filter { $0.hasPrefix("MANIFEST") || $0.hasPrefix("journal") })
        #expect(contents.keys.contains("late/00000001.ial") || contents.keys.contains { $0.hasPrefix("late/") })
        for (name, bytes) in contents.sorted(by: { $0.key < $1.key }) {
            let (files, manifests) = try DamageWorld.store(contents)
            try Self.harm(kind, name, bytes, files)
            let what = "\(kind) \(name)"
            let answer = try DamageWorld.read(manifests)
            let spared = Set(Self.spared(name, base))
            #expect(spared.isSubset(of: answer.value), "\(what)")
            #expect(Set(answer.value).count == answer.value.count, "doubles, \(what)")
            #expect(Set(answer.value).isSubset(of: all), "\(what)")
            #expect(answer.value == all || !answer.missing.isEmpty, "silent loss, \(what)")
            if !named.contains(name) { #expect(answer.value == all && answer.missing.isEmpty, "\(what)") }

            // A repair keeps all of that, and a second one does nothing.
            let told = try StoreRepair.run(manifests, .init(deep: true))
            let after = try DamageWorld.read(manifests)
            #expect(Set(after.value).isSuperset(of: answer.value), "repair lost, \(what): \(told)")
            #expect(Set(after.value).isSubset(of: all), "\(what)")
            #expect(Set(after.value).count == after.value.count, "doubles, \(what)")
            #expect(after.value == all || !after.missing.isEmpty, "silent loss after repair, \(what)")
            let generation = try manifests.read().generation
            let again = try StoreRepair.run(manifests, .init(deep: true))
            #expect(again.allSatisfy { $0.status == "quarantined" }, "second repair, \(what): \(again)")
            #expect(try manifests.read().generation == generation, "\(what)")
            // Usable afterwards.
            let writer = try StoreWriter(manifests)
            _ = try writer.append(try StoreWorld.batch(1000..<1003, day: DamageWorld.first))
            try writer.seal(everything: true)
            try writer.close()
            #expect(try DamageWorld.read(manifests).value == (after.value + [1000, 1001, 1002]).sorted(), "\(what)")
            #expect(try StoreVerification.run(manifests, deep: true).allSatisfy { ["ok", "quarantined"].contains($0.status) }, "\(what)")
        }
    }

    @Test func everyManifestLost() throws {
        let base = try DamageWorld()
        var contents = try DamageWorld.contents(base.files)
        for name in contents.keys where name.hasPrefix("MANIFEST") || name == "CURRENT" { contents[name] = nil }
        let (_, manifests) = try DamageWorld.store(contents)
        #expect(throws: InteractionError.self) { _ = try DamageWorld.read(manifests) }
        do {
            _ = try StoreWriter(manifests)
            Issue.record("a new store was made over the old one's files")
        } catch {
            #expect(error.code == .damaged && error.hint == "`iaq verify --repair` makes it usable again; nothing is deleted")
        }
        let told = try StoreRepair.run(manifests, .init())
        #expect(told.contains { $0.status == "rebuilt" && $0.detail.contains("settings and import records are lost") })
        let after = try DamageWorld.read(manifests)
        #expect(after.value == base.numbers)
        #expect(!after.missing.isEmpty, "what was lost with the manifest cannot be told")
        #expect(try StoreRepair.run(manifests, .init(acceptsLoss: true)).contains { $0.status == "accepted" })
        #expect(try DamageWorld.read(manifests).missing.isEmpty)
    }

    @Test func aRestoredSegmentComesBack() throws {
        let base = try DamageWorld()
        let contents = try DamageWorld.contents(base.files)
        let (files, manifests) = try DamageWorld.store(contents)
        let entry = try #require(try manifests.read().segments.last)
        try Self.harm(.flipped, entry.name, try #require(contents[entry.name]), files)
        let moved = try StoreRepair.run(manifests, .init())
        #expect(moved.map(\.status) == ["quarantined"])
        #expect(try files.information(entry.name) == nil)
        #expect(try DamageWorld.read(manifests).missing.map(\.file) == [entry.name])
        // Its day waits with compaction, so that the file can come back.
        let maintenance = try StoreMaintenance(manifests)
        #expect(try maintenance.daysToCompact(.all).isEmpty)
        maintenance.close()
        try DamageWorld.put(try #require(contents[entry.name]), entry.name, files)
        #expect(try StoreRepair.run(manifests, .init()).map(\.status) == ["restored"])
        let answer = try DamageWorld.read(manifests)
        #expect(answer.missing.isEmpty && answer.value == base.numbers)
    }

    /// A bad day does not keep other days from compaction and expiry, and leaves with its own expiry, quarantine and all.
    @Test func maintenanceGoesOnAroundABadDay() throws {
        let base = try DamageWorld()
        let (files, manifests) = try DamageWorld.store(try DamageWorld.contents(base.files))
        let writer = try StoreWriter(manifests)
        try writer.seal(everything: true)
        try writer.close()
        let bad = try #require(try manifests.read().segments.first { $0.day == DamageWorld.first.advanced(by: 2) })
        try Self.harm(.flipped, bad.name, try files.contents(bad.name, limit: 1 << 20), files)
        let maintenance = try StoreMaintenance(manifests)
        var told: [Day] = []
        do {
            try maintenance.compact(try maintenance.daysToCompact(.all)) { (act) throws(InteractionError) in told.append(act.day) }
            Issue.record("the bad day was passed over in silence")
        } catch {
            #expect(error.code == .damaged)
        }
        maintenance.close()
        #expect(told == (3..<6).map { DamageWorld.first.advanced(by: $0) })
        let moved = try StoreRepair.run(manifests, .init())
        #expect(moved.map(\.file) == [bad.name])
        let place = try #require(try manifests.read().quarantined().first?.movedTo)
        #expect(try files.information(place) != nil)
        let expiring = try StoreMaintenance(manifests)
        let policy = ExpiryPolicy(ageMicroseconds: 28 * 86_400_000_000, maxBytes: nil)
        #expect(try expiring.expire(policy, dryRun: false, force: false).map(\.day).max() == DamageWorld.first.advanced(by: 2))
        expiring.close()
        #expect(try manifests.read().quarantined().isEmpty)
        #expect(try manifests.read().dropped.contains { $0.name == place })
        #expect(try DamageWorld.read(manifests).missing.isEmpty)
    }

    @Test func repairNeedsTheStoreForItself() throws {
        let base = try DamageWorld()
        for lock in ["WRITER", "MAINTAIN"] {
            let held = try base.files.lock(lock)
            do {
                _ = try StoreRepair.run(base.world.manifests, .init())
                Issue.record("repaired beside another holder of \(lock)")
            } catch {
                #expect(error.code == .locked)
            }
            held?.release()
        }
        #expect(throws: InteractionError.self) {
            _ = try StoreRepair.run(try DamageWorld.store([:]).manifests, .init())
        }
    }
}

@Suite struct RepairFaultTests {
    /// A store with a bad segment, a bad late file, a bad journal and a bad CURRENT.
    static func damaged() throws -> (contents: [String: [UInt8]], all: [Int]) {
        let base = try DamageWorld()
        var contents = try DamageWorld.contents(base.files)
        let bad = try #require(try base.world.manifests.read().segments.last?.name)
        for name in contents.keys where name == bad || name.hasPrefix("late/") || name == "CURRENT" {
            let place = name == "CURRENT" ? 2 : (contents[name]?.count ?? 0) - 3
            contents[name]?[place] ^= 1
        }
        return (contents, base.numbers)
    }

    /// A repair that dies at each of its calls, from the files as they are and from what was synced: the next one ends the work, and
    /// nothing that was readable is lost.
    @Test func everyCallOfARepairFails() throws {
        let (contents, all) = try Self.damaged()
        let (files, manifests) = try DamageWorld.store(contents)
        let readable = try DamageWorld.read(manifests).value
        let counted = FaultyFileSystem(files)
        _ = try StoreRepair.run(Self.manifests(counted), .init())
        let wanted = try DamageWorld.read(manifests)
        #expect(Set(wanted.value).isSuperset(of: readable) && !wanted.missing.isEmpty)
        let calls = counted.calls
        #expect(calls > 100)
        for call in FaultTests.chosen(calls) {
            for isLasting in [false, true] {
                let (files, _) = try DamageWorld.store(contents)
                let faulty = FaultyFileSystem(files)
                faulty.set(.init(call: call, isLasting: isLasting, error: InteractionError(.inputOutput, "injected")))
                _ = try? StoreRepair.run(Self.manifests(faulty), .init())
                for (state, what) in [(files.afterPowerCut(), "power cut"), (files, "death")] {
                    let place = "call \(call) of \(calls), lasting \(isLasting), \(what)"
                    let manifests = Self.manifests(state)
                    _ = try StoreRepair.run(manifests, .init())
                    let after = try DamageWorld.read(manifests)
                    try #require(Set(after.value).isSuperset(of: readable), "lost, \(place)")
                    try #require(Set(after.value).count == after.value.count, "doubles, \(place)")
                    try #require(Set(after.value).isSubset(of: all), "\(place)")
                    try #require(after.value == all || !after.missing.isEmpty, "silent, \(place)")
                }
            }
        }
    }

    static func manifests(_ files: any FileSystem) -> ManifestStore {
        ManifestStore(files: files, clock: SystemTime.shared, randomness: SystemRandomness())
    }

    /// Two segments of a day with the same sequences are the same events twice: verification says so.
    @Test func sharedSequencesAreFound() throws {
        let base = try DamageWorld()
        let (files, manifests) = try DamageWorld.store(try DamageWorld.contents(base.files))
        var entry = try #require(try manifests.read().segments.last)
        let bytes = try files.contents(entry.name, limit: 1 << 20)
        let first = entry.name
        entry.name = String(entry.name.dropLast(6)) + "ff.ias"
        try DamageWorld.put(bytes, entry.name, files)
        _ = try manifests.commit { (edit) throws(InteractionError) in edit.insert(entry) }
        let found = try StoreVerification.run(manifests, deep: false).filter { $0.status != "ok" }
        #expect(found.map(\.file) == [entry.name] && found.first?.detail == "shares sequences with \(first)")
    }
}
