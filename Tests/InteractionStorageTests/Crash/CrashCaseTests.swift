// Crash states with a name: each was a store that did not open, lost events or kept files for ever.
import InteractionFiles
import InteractionModel
import InteractionStorage
import Testing

@Suite struct CrashCaseTests {
    static let day = Day(year: 2026, month: 3, day: 1)
    let time = SteppedTime(SteppedTime.noon)

    private func manifests(_ files: any FileSystem) -> ManifestStore {
        ManifestStore(files: files, clock: time, randomness: SeededRandomness(seed: 3))
    }

    private func numbers(_ files: any FileSystem) throws -> [Int] {
        try StoreWorld.numbers(try StoreReader(manifests(files)).snapshot()).sorted()
    }

    /// A store with ten synced events in its journal.
    private func store(_ files: any FileSystem) throws {
        let writer = try StoreWriter(manifests(files))
        _ = try writer.append(try StoreWorld.batch(0..<10, day: Self.day, days: 2))
        try writer.close()
    }

    /// A journal file in the making may have got its length and none of its bytes: it holds nothing, and nobody minds.
    @Test func aJournalFileOfZerosHoldsNothing() throws {
        let files = MemoryFileSystem(time: time)
        try store(files)
        try files.create("journal/00000003.iaj").append([UInt8](repeating: 0, count: 1536))
        #expect(try numbers(files) == Array(0..<10))
        #expect(try StoreVerification.run(manifests(files), deep: true).allSatisfy { $0.status == "ok" })
        try StoreWriter(manifests(files)).close()
        #expect(try numbers(files) == Array(0..<10))
    }

    /// A recovery that finds an unfinished journal file and crashes leaves it between two others.
    @Test(arguments: [0, 700, 1536]) func anUnfinishedJournalFileBetweenOthers(_ bytes: Int) throws {
        let first = RecordingFileSystem(time: time)
        try store(first)
        let left = try first.create("journal/00000003.iaj")
        try left.append([UInt8](repeating: 0, count: bytes))
        try left.synchronize()
        try first.synchronizeDirectory("journal")
        let recovery = RecordingFileSystem(first.disk, time: time)
        try StoreWriter(manifests(recovery)).close()
        var disk = first.disk
        for operation in recovery.operations {
            disk.apply(operation)
            for names in PowerCut.Extent.allCases {
                var choices = ChoiceGenerator(seed: 1)
                let files = disk.after(PowerCut(contents: .lost, names: names), &choices).fileSystem(time: time)
                try StoreWriter(manifests(files)).close()
                #expect(try numbers(files) == Array(0..<10))
            }
        }
    }

    /// The process dies while the first journal file is made, at each operation; the next writer goes on with what is there and
    /// acknowledges; then the power goes.
    @Test func aJournalFileWhoseNameWasNotSynced() throws {
        let whole = RecordingFileSystem(time: time)
        _ = try StoreWriter(manifests(whole))
        for count in 0...whole.count {
            let files = RecordingFileSystem(time: time)
            files.die(after: count)
            _ = try? StoreWriter(manifests(files))
            files.die(after: nil)
            let writer = try StoreWriter(manifests(files))
            _ = try writer.append(try StoreWorld.batch(0..<5, day: Self.day))
            try writer.synchronize()
            var choices = ChoiceGenerator(seed: 1)
            let found = files.disk.after(PowerCut(contents: .lost, names: .lost), &choices).fileSystem(time: time)
            let next = try StoreWriter(manifests(found))
            #expect(next.nextSequence == 6, "death after \(count) of \(whole.count)")
            try next.close()
            #expect(try numbers(found) == Array(0..<5), "death after \(count) of \(whole.count)")
        }
    }

    /// The process dies at each operation of a swap; what the next writer then shows and says survives a power cut. A store made by
    /// a process that died, and lost again, can be made anew.
    @Test func whatAWriterShowsIsDurable() throws {
        let first = RecordingFileSystem(time: time)
        try store(first)
        func load(_ files: RecordingFileSystem) throws {
            let writer = try StoreWriter(manifests(files))
            let load = try BulkLoad(writer)
            try load.append(try StoreWorld.batch(10..<20, day: Self.day))
            try load.commit(nil, everything: true)
        }
        let whole = RecordingFileSystem(first.disk, time: time)
        try load(whole)
        for count in 0...whole.count {
            let files = RecordingFileSystem(first.disk, time: time)
            files.die(after: count)
            _ = try? load(files)
            files.die(after: nil)
            let writer = try StoreWriter(manifests(files))
            let shown = try StoreWorld.numbers(try writer.snapshot(pool: SegmentPool(files: files))).sorted()
            var choices = ChoiceGenerator(seed: 1)
            let found = files.disk.after(PowerCut(contents: .lost, names: .lost), &choices).fileSystem(time: time)
            try StoreWriter(manifests(found)).close()
            #expect(try numbers(found) == shown, "death after \(count) of \(whole.count)")
        }
    }

    @Test func aStoreLostInItsMakingIsMadeAnew() throws {
        let whole = RecordingFileSystem(time: time)
        _ = try StoreWriter(manifests(whole))
        for count in 0...whole.count {
            let files = RecordingFileSystem(time: time)
            files.die(after: count)
            _ = try? StoreWriter(manifests(files))
            for next in files.count...files.count + 30 {
                let again = RecordingFileSystem(files.disk, time: time)
                again.die(after: next - files.count)
                _ = try? StoreWriter(manifests(again))
                var choices = ChoiceGenerator(seed: 1)
                let found = again.disk.after(PowerCut(contents: .lost, names: .lost), &choices).fileSystem(time: time)
                try store(found)
                #expect(try numbers(found) == Array(0..<10))
            }
        }
    }

    /// A death between a swap and the removal of what was dropped a minute before must not keep those files for ever.
    @Test func filesDroppedBeforeADeathGo() throws {
        let files = MemoryFileSystem(time: time)
        try store(files)
        for name in ["journal/00000001.iaj", "late/00000007.ial", "MANIFEST-00000000", "days/2026-03-01/h-0000000000000000.ias"] {
            if name.hasPrefix("days"), try !files.exists("days/2026-03-01") { try files.makeDirectory("days/2026-03-01") }
            try files.create(name).append([1, 2, 3])
        }
        // Not ours, or the next swap's.
        let kept = ["late/notes.txt", "journal/7.txt", "MANIFEST-00000009"]
        for name in kept { try files.create(name).close() }
        try StoreWriter(manifests(files)).close()
        #expect(try !files.exists("journal/00000001.iaj"))
        #expect(try !files.exists("late/00000007.ial"))
        #expect(try !files.exists("MANIFEST-00000000"))
        #expect(try files.list("days/2026-03-01") == [])
        for name in kept { #expect(try files.exists(name), "\(name)") }
        #expect(try numbers(files) == Array(0..<10))
    }

    /// An expiry that fails before its swap leaves the days as they were and the writer at work.
    @Test func aFailedExpiryChangesNothing() throws {
        let base = MemoryFileSystem(time: time)
        let files = FaultyFileSystem(base)
        let writer = try StoreWriter(manifests(files))
        for step in 0..<2 {
            _ = try writer.append(try StoreWorld.batch(step * 10..<step * 10 + 10, day: Self.day, days: 2))
            if step == 0 { try writer.seal(everything: true) }
        }
        try writer.synchronize()
        files.set(.init(call: 1, isLasting: true, error: InteractionError(.noSpace, "injected"), names: "MANIFEST-0000000"))
        #expect(throws: InteractionError.self) { try writer.expire([Self.day]) }
        files.set(nil)
        _ = try writer.append(try StoreWorld.batch(20..<22, day: Self.day, days: 2))
        try writer.synchronize()
        #expect(try numbers(base) == Array(0..<22))
        try writer.expire([Self.day])
        #expect(try numbers(base) == (0..<22).filter { $0 % 2 == 1 })
        try writer.close()
        try StoreWriter(manifests(base)).close()
        #expect(try numbers(base) == (0..<22).filter { $0 % 2 == 1 })
    }

    /// The maker died before CURRENT was synced, and a power cut came in the first writer's own swap: its manifest stayed, CURRENT
    /// did not. Nothing was acknowledged, so the store is made anew; with rows in the journal it is not.
    @Test func aStoreThatLostCurrentInItsMakingIsMadeAnew() throws {
        for rows in [0, 3] {
            let world = try StoreWorld()
            let writer = try StoreWriter(world.manifests)
            if rows > 0 { _ = try writer.append(try StoreWorld.batch(0..<rows, day: Day(year: 2026, month: 3, day: 1))) }
            try writer.close()
            #expect(try world.files.exists("MANIFEST-00000002"))
            try world.files.remove("CURRENT")
            if rows == 0 {
                let again = try StoreWriter(world.manifests)
                _ = try again.append(try StoreWorld.batch(0..<5, day: Day(year: 2026, month: 3, day: 1)))
                try again.close()
                #expect(try world.read() == Array(0..<5))
                #expect(try StoreVerification.run(world.manifests, deep: true).allSatisfy { $0.status == "ok" })
            } else {
                let error = #expect(throws: InteractionError.self) { _ = try StoreWriter(world.manifests) }
                #expect(error?.code == .damaged)
            }
        }
    }
}
