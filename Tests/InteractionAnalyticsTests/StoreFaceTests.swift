// The face as an app uses it: append from many tasks, ask, maintain, close; in memory and on disk beside a reader.
import InteractionAnalytics
import InteractionFiles
import Testing

@Suite struct StoreFaceTests {
    static func event(_ number: Int) -> Interaction {
        Interaction(
            timestamp: Timestamp(microseconds: Day(year: 2026, month: 3, day: 1).start.microseconds + Int64(number) * 1_000_000),
            sessionId: "s\(number % 5)", userId: "u\(number % 3)", action: number % 5 < 2 ? "view" : "buy",
            details: ["n": .int(Int64(number))])
    }

    @Test func inMemory() async throws {
        let store = try await InteractionStore.inMemory()
        let first = try await store.append((0..<10).map(Self.event))
        #expect(first == Acknowledgement(count: 10, firstSequence: 1, durability: .synced))
        #expect(try await store.append([], durability: .written).count == 0)
        #expect(try await store.append((10..<20).map(Self.event), durability: .written).durability == .written)
        let sessions = try await store.sessions()
        #expect(sessions.count == 5 && sessions[0].events == 4 && sessions[0].entryAction == "view")
        #expect(try await store.session("s2").count == 4)
        // Compaction takes up what waits in the journal.
        #expect(try await store.compact(all: true).map(\.action) == ["compacted"])
        try await store.append((20..<25).map(Self.event))
        try await store.seal()
        #expect(try await store.compact(all: true).map(\.events) == [25])
        #expect(try await store.sessions().summary.meanEvents == 5)
        #expect(try await store.transitions().reduce(0) { $0 + $1.count } == 20)
        #expect(try await store.expire() == [])
        try await store.close()
        try await store.close()
        await #expect(throws: InteractionError.self) { try await store.append([Self.event(1)]) }
    }

    @Test func aBadEventRefusesItsWholeBatch() async throws {
        let store = try await InteractionStore.inMemory()
        var bad = Self.event(2)
        bad.action = ""
        do {
            try await store.append([Self.event(1), bad])
            Issue.record("accepted")
        } catch {
            #expect(error.code == .invalidEvent && error.place == "event 1, action")
        }
        #expect(try await store.sessions().count == 0)
        try await store.close()
    }

    @Test func manyTasksShareSyncs() async throws {
        let store = try await InteractionStore.inMemory()
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<300 {
                group.addTask { try await store.append([Self.event(number)]).firstSequence }
            }
            var seen: Set<Int64> = []
            for try await sequence in group { seen.insert(sequence) }
            #expect(seen == Set(1...300))
        }
        #expect(try await store.sessions().summary.meanEvents == 60)
        try await store.close()
    }

    @Test func readersBesideAWriterOnDisk() async throws {
        let path = "/tmp/iaq-face-\(ProcessFacts.identifier)-\(SystemRandomness().next())"
        let writer = try await InteractionStore.open(path, expireAfter: .days(90))
        try await writer.append((0..<10).map(Self.event))
        let reader = try await InteractionStore.open(path, access: .read)
        #expect(try await reader.sessions().count == 5)
        await #expect(throws: InteractionError.self) { _ = try await InteractionStore.open(path) }
        await #expect(throws: InteractionError.self) { try await reader.append([Self.event(1)]) }
        try await writer.append((10..<15).map(Self.event))
        #expect(try await reader.sessions().summary.meanEvents == 3)
        try await writer.close()
        let again = try await InteractionStore.open(path)
        #expect(try await again.append([Self.event(15)]).firstSequence == 16)
        try await again.close()
    }

    /// Batches of many sizes go in while another handle asks, seals happen and days are compacted: each answer shows every batch
    /// wholly or not at all, and nothing that one answer showed is missing from the next.
    @Test func readersSeeWholeBatches() async throws {
        let path = "/tmp/iaq-face-\(ProcessFacts.identifier)-\(SystemRandomness().next())"
        let writer = try await InteractionStore.open(path)
        let reader = try await InteractionStore.open(path, access: .read)
        let batches = 150
        let appending = Task {
            for batch in 0..<batches {
                let size = 1 + batch * 7 % 40
                let events = (0..<size).map { number in
                    var event = Self.event(batch * 600 + number * 2000)
                    event.details = ["batch": .int(Int64(batch)), "size": .int(Int64(size))]
                    return event
                }
                try await writer.append(events, durability: batch % 3 == 0 ? .written : .synced)
                if batch % 20 == 19 { try await writer.seal() }
            }
        }
        let maintaining = Task {
            let maintainer = try await InteractionStore.open(path, access: .read)
            while !Task.isCancelled { _ = try await maintainer.compact(all: true) }
        }
        struct Seen: Decodable { let batch: Int, size: Int, events: Int }
        var known = 0
        var answers = 0
        while known < batches {
            let rows: [Seen] = try await reader.query(
                "SELECT details.batch AS batch, details.size AS size, count(*) AS events FROM interactions GROUP BY 1, 2")
            #expect(rows.allSatisfy { $0.size == $0.events })
            #expect(Set(rows.map(\.batch)) == Set(0..<rows.count), "a batch is missing below a later one")
            #expect(rows.count >= known)
            known = rows.count
            answers += 1
            if answers > 100_000 { break }
        }
        try await appending.value
        maintaining.cancel()
        try await maintaining.value
        #expect(known == batches && answers > 1)
        try await writer.close()
    }
}
