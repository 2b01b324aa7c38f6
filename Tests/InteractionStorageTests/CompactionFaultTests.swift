// Swaps of a compaction that fail: what was merged for them is either in force or gone, never named by the manifest and removed.
import InteractionFiles
import InteractionModel
import InteractionStorage
import Testing

@Suite struct CompactionFaultTests {
    static let first = Day(year: 2026, month: 1, day: 1)
    /// More days than share a swap, so that one swap comes before the last.
    static let days = 65

    static func store() throws -> MemoryFileSystem {
        let base = MemoryFileSystem()
        let manifests = ManifestStore(files: base, clock: SystemTime.shared, randomness: SeededRandomness(seed: 3))
        let writer = try StoreWriter(manifests)
        _ = try writer.append(try StoreWorld.batch(0..<days, day: first, days: days))
        try writer.seal(everything: true)
        try writer.close()
        return base
    }

    static func compact(_ files: any FileSystem) throws {
        let manifests = ManifestStore(files: files, clock: SystemTime.shared, randomness: SeededRandomness(seed: 4))
        let maintenance = try StoreMaintenance(manifests)
        defer { maintenance.close() }
        try maintenance.compact(try maintenance.daysToCompact(.all)) { (_) throws(InteractionError) in }
    }

    /// One call near the end fails, once: both swaps are there, the last of one day only.
    @Test func aFailedSwapLosesNoDay() throws {
        let clean = FaultyFileSystem(try Self.store())
        try Self.compact(clean)
        let calls = clean.calls
        for call in max(1, calls - 70)...calls {
            let base = try Self.store()
            let files = FaultyFileSystem(base)
            files.set(.init(call: call, isLasting: false, error: InteractionError(.inputOutput, "injected")))
            try? Self.compact(files)
            for (state, what) in [(base, "process died"), (base.afterPowerCut(), "power cut")] {
                let manifests = ManifestStore(files: state, clock: SystemTime.shared, randomness: SystemRandomness())
                let findings = try StoreVerification.run(manifests, deep: false).filter { $0.status != "ok" }
                try #require(findings.isEmpty, "call \(call) of \(calls), \(what): \(findings)")
                let numbers = try StoreWorld.numbers(try StoreReader(manifests).snapshot()).sorted()
                try #require(numbers == Array(0..<Self.days), "call \(call) of \(calls), \(what)")
            }
        }
    }
}
