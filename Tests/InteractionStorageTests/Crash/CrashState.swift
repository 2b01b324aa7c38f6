// One disk that a crash left, and the whole of what must hold of it: a reader before and after recovery, a writer that goes on,
// a deep check, and no file left over for ever.
import InteractionFiles
import InteractionModel
import InteractionStorage

/// A disk after a crash of a workload.
struct CrashState {
    let ledger: CrashLedger
    let disk: DiskState
    /// Operations of the workload that were done.
    let position: Int
    let survival: CrashLedger.Survival
    /// The events that a recovery had shown, when one had finished: none may be missing or new.
    var shown: Set<Int>?
    /// Seconds between the crash and the recovery.
    var pause: Int64 = 0

    private func world(_ end: Timestamp) -> (MemoryFileSystem, ManifestStore, SteppedTime) {
        let time = SteppedTime(Timestamp(microseconds: end.microseconds + pause * 1_000_000))
        let files = disk.fileSystem(time: time)
        return (files, ManifestStore(files: files, clock: time, randomness: SeededRandomness(seed: 99)), time)
    }

    /// Throws `Broken`, or the error of a call that must not fail. `end` is the clock at the end of the workload.
    func check(end: Timestamp, leftovers: Bool) throws {
        let (files, manifests, time) = world(end)
        try checkReader(manifests)
        var writer = try StoreWriter(manifests)
        let found = try numbers(manifests, ledger)
        try ledger.check(found, at: position, survival, .recovered)
        try ledger.check(writer.manifest, found, at: position)
        if let shown, shown != Set(found) {
            throw Broken("recovered before: \(shown.count) events, now: \(found.count), not the same")
        }
        var after = ledger
        let rows = try after.batch(2, days: CrashWorkload.days, at: position)
        _ = try writer.append(rows)
        try writer.synchronize()
        let expected = Set(found).union(after.rows.count - 2..<after.rows.count)
        guard Set(try numbers(manifests, after)) == expected else { throw Broken("the next batch is not there, or is not all") }
        try writer.close()
        let findings = try StoreVerification.run(manifests, deep: true).filter { $0.status != "ok" }
        guard findings.isEmpty else { throw Broken("verification: \(findings)") }
        guard leftovers else { return }
        // A maintenance and a swap later, a minute after everything was dropped, only what is named is there.
        for _ in 0..<2 {
            time.advance(seconds: 61)
            writer = try StoreWriter(manifests)
            try StoreMaintenance(manifests).close()
            try manifests.commit { (_) throws(InteractionError) in }
            try writer.close()
        }
        guard Set(try numbers(manifests, after)) == expected else { throw Broken("maintenance changed the events") }
        try checkLeftovers(files, try manifests.read())
    }

    private func numbers(_ manifests: ManifestStore, _ ledger: CrashLedger) throws -> [Int] {
        try ledger.numbers(try StoreReader(manifests).snapshot())
    }

    private func checkReader(_ manifests: ManifestStore) throws {
        do {
            let snapshot = try StoreReader(manifests).snapshot()
            try ledger.check(generation: snapshot.manifest.generation, at: position)
            try ledger.check(try ledger.numbers(snapshot), at: position, survival, .reader)
        } catch let error as InteractionError where error.code == .notFound {
            if let made = ledger.made, made <= position { throw Broken("the store is gone: \(error)") }
        }
    }

    private func checkLeftovers(_ files: MemoryFileSystem, _ manifest: Manifest) throws {
        var known = Set(manifest.segments.map(\.name)).union(manifest.dropped.map(\.name))
        if let late = manifest.late { known.insert(StoreLayout.late(late.number)) }
        known.insert(StoreLayout.manifest(manifest.generation))
        known.formUnion([StoreLayout.current, StoreLayout.writerLock, StoreLayout.commitLock, StoreLayout.maintenanceLock])
        func look(_ directory: String) throws {
            for name in try files.list(directory) {
                let path = directory.isEmpty ? name : directory + "/" + name
                if try files.information(path)?.kind == .directory {
                    try look(path)
                } else if directory == StoreLayout.journalDirectory {
                    let number = StoreLayout.number(ofFile: name, suffix: ".iaj") ?? 0
                    if number < manifest.journalStart, !known.contains(path) { throw Broken("\(path) is left for ever") }
                } else if !known.contains(path) {
                    throw Broken("\(path) is left for ever")
                }
            }
        }
        try look("")
    }
}
