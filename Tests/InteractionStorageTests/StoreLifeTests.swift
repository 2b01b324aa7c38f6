// The life of a store: append, seal, late days, bulk loads, compaction, expiry, reopening; every event there once in each state.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment
import InteractionStorage
import Testing

@Suite struct StoreLifeTests {
    let day = Day(year: 2026, month: 3, day: 1)

    @Test func appendSealCompactReopen() throws {
        let world = try StoreWorld()
        var writer = try StoreWriter(world.manifests)
        var count = 0
        for step in 0..<12 {
            let size = 200 + step * 150
            let got = try writer.append(try StoreWorld.batch(count..<(count + size), day: day, days: 3))
            #expect(got.firstSequence == Int64(count + 1) && got.count == size)
            count += size
            try writer.synchronize()
            #expect(try world.read() == Array(0..<count), "step \(step)")
            if step % 3 == 1 { try writer.seal(everything: step == 7) }
            #expect(try world.read() == Array(0..<count), "step \(step) sealed")
            if step % 4 == 3 {
                try writer.close()
                writer = try StoreWriter(world.manifests)
                #expect(writer.nextSequence == Int64(count + 1))
            }
            if step == 9 {
                let maintenance = try StoreMaintenance(world.manifests)
                try maintenance.compact(try maintenance.daysToCompact(.all)) { (_) throws(InteractionError) in }
                maintenance.close()
                #expect(try world.read() == Array(0..<count), "compacted")
            }
        }
        try writer.seal(everything: true)
        try writer.close()
        let maintenance = try StoreMaintenance(world.manifests)
        var compacted: [Day] = []
        try maintenance.compact(try maintenance.daysToCompact(.all)) { (act) throws(InteractionError) in compacted.append(act.day) }
        #expect(compacted == (0..<3).map { day.advanced(by: $0) })
        maintenance.close()
        let snapshot = try StoreReader(world.manifests).snapshot()
        #expect(snapshot.sources.count == 3 && snapshot.tailRows == 0)
        #expect(try world.read() == Array(0..<count))
        #expect(try StoreVerification.run(world.manifests, deep: true).allSatisfy { $0.status == "ok" })
    }

    @Test func readersSeeOnlyWhatIsDurable() throws {
        let world = try StoreWorld()
        let writer = try StoreWriter(world.manifests)
        let reader = try StoreReader(world.manifests)
        _ = try writer.append(try StoreWorld.batch(0..<10, day: day))
        #expect(try reader.snapshot().eventCount == 0)
        let own = try writer.snapshot(pool: SegmentPool(files: world.files))
        #expect(own.eventCount == 10)
        try writer.synchronize()
        #expect(try reader.snapshot().eventCount == 10)
        _ = try writer.append(try StoreWorld.batch(10..<12, day: day))
        try writer.synchronize()
        #expect(try StoreWorld.numbers(try reader.snapshot()).sorted() == Array(0..<12))
        try writer.close()
    }

    @Test func onlyOneWriterAndOneMaintainer() throws {
        let world = try StoreWorld()
        let writer = try StoreWriter(world.manifests)
        #expect(throws: InteractionError.self) { _ = try StoreWriter(world.manifests) }
        let maintenance = try StoreMaintenance(world.manifests)
        #expect(throws: InteractionError.self) { _ = try StoreMaintenance(world.manifests) }
        maintenance.close()
        try writer.close()
        try StoreWriter(world.manifests).close()
    }

    @Test func bulkLoadCommitsRowsWithItsRecord() throws {
        let world = try StoreWorld()
        let writer = try StoreWriter(world.manifests)
        _ = try writer.append(try StoreWorld.batch(0..<50, day: day, days: 4))
        let load = try BulkLoad(writer)
        try load.append(try StoreWorld.batch(50..<9000, day: day, days: 2))
        let record = ImportRecord(id: 4, inputLength: 10, inputHash: [1, 2], stored: 8950, rejected: 0)
        try load.commit(record)
        #expect(try world.read() == Array(0..<9000))
        #expect(try world.manifests.read().imports == [record])
        try load.append(try StoreWorld.batch(9000..<9100, day: day, days: 40))
        try load.commit(nil, everything: true)
        load.end()
        #expect(try world.read() == Array(0..<9100))
        _ = try writer.append(try StoreWorld.batch(9100..<9110, day: day))
        try writer.close()
        #expect(try world.read() == Array(0..<9110))
        // [M2] Sequence ranges of a day are disjoint.
        for day in try world.manifests.read().days {
            let facts = try world.manifests.read().segments.filter { $0.day == day }.map(\.summary.facts)
            for (a, b) in zip(facts, facts.dropFirst()) { #expect(a.lastSequence < b.firstSequence) }
        }
    }

    @Test func expiryDropsWholeDaysAndDistrustsTheClock() throws {
        let world = try StoreWorld(now: "2026-06-29")
        let writer = try StoreWriter(world.manifests)
        let load = try BulkLoad(writer)
        try load.append(try StoreWorld.batch(0..<1800, day: Day(year: 2026, month: 1, day: 1), days: 180))
        try load.commit(nil, everything: true)
        load.end()
        try writer.close()
        let maintenance = try StoreMaintenance(world.manifests)
        let policy = ExpiryPolicy(ageMicroseconds: 90 * 86_400_000_000, maxBytes: nil)
        let dry = try maintenance.expire(policy, dryRun: true, force: false)
        #expect(try world.read().count == 1800)
        #expect(try maintenance.expire(ExpiryPolicy(ageMicroseconds: nil, maxBytes: nil), dryRun: false, force: false) == [])
        for absurd in ["1970-01-01", "2100-01-01"] {
            let store = ManifestStore(
                files: world.files, clock: FixedTime(try #require(Day(absurd)).start), randomness: SeededRandomness(seed: 1))
            #expect(throws: InteractionError.self) {
                _ = try StoreMaintenance.expiryPlan(
                    try store.read(), policy: policy, now: store.clock.now(), force: false)
            }
        }
        let acts = try maintenance.expire(policy, dryRun: false, force: false)
        maintenance.close()
        #expect(acts.map(\.day) == dry.map(\.day))
        // Day D goes when its end is at or before now - 90 d = 2026-03-31: days up to 2026-03-30.
        #expect(acts.last?.day == Day(year: 2026, month: 3, day: 30) && acts.count == 89)
        #expect(try world.read().count == 1800 - 890)
    }

    @Test func expiryTakesRowsThatWaitForTheirSegments() throws {
        let world = try StoreWorld(now: "2026-06-29")
        let writer = try StoreWriter(world.manifests)
        _ = try writer.append(try StoreWorld.batch(0..<360, day: Day(year: 2026, month: 1, day: 1), days: 180))
        try writer.seal(everything: false)
        _ = try writer.append(try StoreWorld.batch(360..<720, day: Day(year: 2026, month: 1, day: 1), days: 180))
        try writer.synchronize()
        let maintenance = try StoreMaintenance(world.manifests)
        let policy = ExpiryPolicy(ageMicroseconds: 90 * 86_400_000_000, maxBytes: nil)
        // Beside a living writer its journal is left alone, and the act says so.
        let beside = try maintenance.expire(policy, dryRun: false, force: false)
        #expect(beside.count == 89 && beside.allSatisfy { $0.events == 0 && $0.reason.contains("4 events") })
        #expect(try world.read().count == 720)
        try writer.close()
        let dry = try maintenance.expire(policy, dryRun: true, force: false)
        let acts = try maintenance.expire(policy, dryRun: false, force: false)
        #expect(acts.map(\.day) == dry.map(\.day) && acts.map(\.events) == dry.map(\.events))
        #expect(acts.count == 89 && acts.allSatisfy { $0.events == 4 })
        #expect(try world.read().count == 720 - 356)
        maintenance.close()
        try StoreWriter(world.manifests).close()
        #expect(try world.read().count == 720 - 356)
    }

    @Test func droppedFilesGoAfterAMinute() throws {
        let world = try StoreWorld()
        let writer = try StoreWriter(world.manifests)
        for step in 0..<3 {
            _ = try writer.append(try StoreWorld.batch(step * 100..<step * 100 + 100, day: day))
            try writer.seal(everything: true)
        }
        let before = try world.manifests.read().segments.map(\.name)
        let maintenance = try StoreMaintenance(world.manifests)
        _ = try maintenance.compact(day)
        #expect(try before.allSatisfy { (name) in try world.files.exists(name) })
        world.time.set(Timestamp(microseconds: world.time.now().microseconds + 61_000_000))
        _ = try writer.append(try StoreWorld.batch(300..<301, day: day))
        try writer.seal(everything: true)
        #expect(try before.allSatisfy { (name) in try !world.files.exists(name) })
        maintenance.close()
        try writer.close()
        #expect(try world.read() == Array(0..<301))
        // Without any other swap the next maintenance removes what is due; manifests of earlier swaps go the same way.
        let late = try #require(try world.files.list("late").count == 0 ? try world.files.list("journal") : nil)
        world.time.set(Timestamp(microseconds: world.time.now().microseconds + 61_000_000))
        try StoreMaintenance(world.manifests).close()
        #expect(try world.files.list("journal").count < late.count)
        #expect(try world.files.list("").filter { $0.hasPrefix("MANIFEST-") }.count == 2)
    }

    @Test func readersSeeAllOfAClosedStoreAfterAPowerCut() throws {
        let memory = MemoryFileSystem()
        let manifests = ManifestStore(files: memory, clock: SystemTime.shared, randomness: SeededRandomness(seed: 7))
        for round in 1...3 {
            let writer = try StoreWriter(manifests)
            _ = try writer.append(try StoreWorld.batch(round * 10 - 10..<round * 10, day: day))
            try writer.close()
            // No writer opens the store between the cut and the reader.
            let after = ManifestStore(files: memory.afterPowerCut(), clock: SystemTime.shared, randomness: SeededRandomness(seed: 8))
            #expect(try StoreWorld.numbers(try StoreReader(after).snapshot()).sorted() == Array(0..<round * 10))
        }
    }

    /// A process may die between a swap and the removal of what was due; the manifest no longer knows those files then.
    @Test func filesThatNothingNamesGo() throws {
        let world = try StoreWorld()
        let faulty = FaultyFileSystem(world.files)
        let store = ManifestStore(files: faulty, clock: world.time, randomness: SeededRandomness(seed: 3))
        var writer = try StoreWriter(world.manifests)
        for step in 0..<3 {
            _ = try writer.append(try StoreWorld.batch(step * 100..<step * 100 + 100, day: day))
            try writer.seal(everything: false)
        }
        try writer.close()
        world.time.set(Timestamp(microseconds: world.time.now().microseconds + 61_000_000))
        // The swap that finds them due takes every removal for done, as if the process had died there.
        var calls = 0
        while try !world.manifests.read().dropped.allSatisfy({ $0.at == world.time.now() }) {
            calls += 1
            faulty.set(.init(call: calls, isLasting: true, error: InteractionError(.inputOutput, "dead")))
            _ = try? store.commit { (_) throws(InteractionError) in }
        }
        #expect(try world.files.list("late").count == 3)
        writer = try StoreWriter(world.manifests)
        let manifest = try world.manifests.read()
        #expect(manifest.late != nil)
        #expect(try world.files.list("late").count == 1)
        #expect(try world.files.list("journal").count == 1)
        let dropped = manifest.dropped.map(\.name).filter { $0.hasPrefix("MANIFEST-") }
        #expect(try world.files.list("").filter { $0.hasPrefix("MANIFEST-") }.count == dropped.count + 1)
        #expect(try StoreWorld.numbers(try StoreReader(world.manifests).snapshot()).sorted() == Array(0..<300))
        try writer.close()
    }

    @Test func compactionTakesUpRowsThatWait() throws {
        let world = try StoreWorld()
        let writer = try StoreWriter(world.manifests)
        _ = try writer.append(try StoreWorld.batch(0..<60, day: day, days: 3))
        try writer.seal(everything: false)
        _ = try writer.append(try StoreWorld.batch(60..<90, day: day, days: 3))
        try writer.synchronize()
        func compact(_ scope: CompactionScope) throws -> [Day] {
            let maintenance = try StoreMaintenance(world.manifests)
            defer { maintenance.close() }
            try maintenance.sealWaiting(scope)
            var days: [Day] = []
            try maintenance.compact(try maintenance.daysToCompact(scope)) { (act) throws(InteractionError) in days.append(act.day) }
            return days
        }
        // Another writer is there: what waits is its own.
        #expect(try compact(.all) == [])
        #expect(try world.read() == Array(0..<90))
        try writer.close()
        let second = day.advanced(by: 1)
        #expect(try compact(.day(second)) == [second])
        let manifest = try world.manifests.read()
        #expect(manifest.days == [second] && manifest.late?.rowCount == 60)
        #expect(try compact(.all).count == 2)
        #expect(try StoreReader(world.manifests).snapshot().tailRows == 0)
        #expect(try compact(.all) == [])
        #expect(try world.read() == Array(0..<90))
    }
}
