// Every call of a store's life fails in turn, once or from then on; then the store is opened again, from the files as they are
// (the process died) and from what was synced (the power went). What was acknowledged as synced is there, once, every batch is
// there wholly or not at all, and the store works on.
import InteractionFiles
import InteractionModel
import InteractionStorage
import Testing

@Suite struct FaultTests {
    static let day = Day(year: 2026, month: 3, day: 1)

    /// What a life was told.
    struct Told {
        /// Ranges of events handed over, in order; each is one batch or one bulk chunk.
        var given: [Range<Int>] = []
        var synced: Set<Int> = []
        var failures = 0
    }

    /// One store's life on a file system that may fail anywhere. Goes on after errors as an app would.
    static func live(_ manifests: ManifestStore) -> Told {
        var told = Told()
        var count = 0
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { told.failures += 1 }
        }
        func batch(_ size: Int) throws -> RowBatch {
            told.given.append(count..<count + size)
            count += size
            return try StoreWorld.batch(count - size..<count, day: day, days: 3)
        }
        for round in 0..<2 {
            // Let go without closing in the second round: that is a dying process.
            guard let writer = try? StoreWriter(manifests) else {
                told.failures += 1
                continue
            }
            for step in 0..<3 {
                var waiting: [Int] = []
                for size in [7, 5] {
                    attempt {
                        let rows = try batch(size)
                        let number = told.given.count - 1
                        _ = try writer.append(rows)
                        waiting.append(number)
                    }
                }
                attempt {
                    try writer.synchronize()
                    told.synced.formUnion(waiting)
                }
                if step < 2 { attempt { try writer.seal(everything: step == 1) } }
            }
            if round == 0 {
                attempt {
                    let load = try BulkLoad(writer)
                    let rows = try batch(20)
                    let number = told.given.count - 1
                    try load.append(rows)
                    try load.commit(nil, everything: true)
                    load.end()
                    told.synced.insert(number)
                }
                attempt {
                    let maintenance = try StoreMaintenance(manifests)
                    attempt { try maintenance.compact(try maintenance.daysToCompact(.all)) { (_) throws(InteractionError) in } }
                    maintenance.close()
                }
                attempt { try writer.close() }
            }
        }
        return told
    }

    static func check(_ files: any FileSystem, _ told: Told, _ what: String) throws {
        let manifests = ManifestStore(files: files, clock: SystemTime.shared, randomness: SystemRandomness())
        func numbers() throws -> [Int] { try StoreWorld.numbers(try StoreReader(manifests).snapshot()).sorted() }
        let writer = try StoreWriter(manifests)
        let found = try numbers()
        try #require(Set(found).count == found.count, "doubles, \(what)")
        let there = Set(found)
        for (index, range) in told.given.enumerated() {
            let kept = range.filter { there.contains($0) }.count
            try #require(kept == 0 || kept == range.count, "batch \(index) has \(kept) of \(range.count), \(what)")
            if told.synced.contains(index) { try #require(kept == range.count, "batch \(index) is lost, \(what)") }
        }
        // Usable afterwards.
        let next = (told.given.last?.upperBound ?? 0) + 1000
        _ = try writer.append(try StoreWorld.batch(next..<next + 3, day: day))
        try writer.seal(everything: true)
        try writer.close()
        try #require(try numbers() == (found + Array(next..<next + 3)).sorted(), "\(what)")
        let findings = try StoreVerification.run(manifests, deep: false).filter { $0.status != "ok" }
        try #require(findings.isEmpty, "\(findings), \(what)")
    }

    /// Calls to fail: all of them when IAQ_TEST_FULL is set, else each 29th from a random one on, which messages name.
    static func chosen(_ calls: Int) -> [Int] {
        if ProcessEnvironment.value("IAQ_TEST_FULL") != nil { return Array(1...calls) }
        return Array(stride(from: 1 + Int(SystemRandomness().next() % 29), through: calls, by: 29))
    }

    static func world(_ base: MemoryFileSystem) -> (FaultyFileSystem, ManifestStore) {
        let files = FaultyFileSystem(base)
        return (files, ManifestStore(files: files, clock: SystemTime.shared, randomness: SeededRandomness(seed: 1)))
    }

    @Test(arguments: [false, true]) func everyCallFails(_ isLasting: Bool) throws {
        let (clean, cleanManifests) = Self.world(MemoryFileSystem())
        let whole = Self.live(cleanManifests)
        #expect(whole.failures == 0)
        #expect(whole.synced.count == whole.given.count)
        let calls = clean.calls
        #expect(calls > 200)
        for call in Self.chosen(calls) {
            for code in [InteractionError.Code.noSpace, .inputOutput] {
                let base = MemoryFileSystem()
                let (files, manifests) = Self.world(base)
                files.set(.init(call: call, isLasting: isLasting, error: InteractionError(code, "injected")))
                let told = Self.live(manifests)
                let what = "call \(call) of \(calls), \(code.rawValue), lasting \(isLasting)"
                try Self.check(base.afterPowerCut(), told, what + ", power cut")
                try Self.check(base, told, what)
            }
        }
    }

    /// A recovery that dies at each of its calls, then another one, keeps everything and adds nothing.
    @Test func everyCallOfARecoveryFails() throws {
        func torn() throws -> MemoryFileSystem {
            let base = MemoryFileSystem()
            let manifests = ManifestStore(files: base, clock: SystemTime.shared, randomness: SeededRandomness(seed: 2))
            let writer = try StoreWriter(manifests)
            for step in 0..<4 { _ = try writer.append(try StoreWorld.batch(step * 5..<step * 5 + 5, day: Self.day, days: 2)) }
            try writer.close()
            let name = try #require(try base.list("journal").last)
            try base.openForAppending("journal/" + name).append([1, 2, 3])
            return base
        }
        var told = Told()
        told.given = (0..<4).map { $0 * 5..<$0 * 5 + 5 }
        told.synced = [0, 1, 2, 3]
        let (clean, cleanManifests) = Self.world(try torn())
        _ = try StoreWriter(cleanManifests)
        for call in Self.chosen(clean.calls) {
            for isLasting in [false, true] {
                let base = try torn()
                let (files, manifests) = Self.world(base)
                files.set(.init(call: call, isLasting: isLasting, error: InteractionError(.inputOutput, "injected")))
                _ = try? StoreWriter(manifests)
                let what = "recovery call \(call) of \(clean.calls), lasting \(isLasting)"
                try Self.check(base.afterPowerCut(), told, what + ", power cut")
                try Self.check(base, told, what)
            }
        }
    }
}
