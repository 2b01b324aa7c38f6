// What an answer says about its own cost, and temporary files: only what is needed is read, and nothing is left behind.
import InteractionAnalytics
import InteractionFiles
import Testing

@Suite struct QueryCostTests {
    /// Six closed days of 500 events each, a segment for each day.
    static func store() async throws -> InteractionStore {
        let store = try await InteractionStore.inMemory()
        let start = Day(year: 2026, month: 3, day: 1).start.microseconds
        for day in 0..<6 {
            try await store.append(
                (0..<500).map { number in
                    Interaction(
                        timestamp: Timestamp(microseconds: start + Int64(day) * 86_400_000_000 + Int64(number) * 100_000_000),
                        sessionId: "s\(day)-\(number / 3)", action: day == 2 ? "buy" : "view", details: ["n": .int(Int64(number + day * 1000))])
                })
        }
        _ = try await store.compact(all: true)
        return store
    }

    @Test func oneDayReadsOnlyThatDay() async throws {
        let store = try await Self.store()
        let all = try await store.query("SELECT count(DISTINCT session_id), sum(details.n) FROM interactions")
        let day = try await store.query(
            """
            SELECT count(DISTINCT session_id), sum(details.n) FROM interactions
            WHERE timestamp >= TIMESTAMP '2026-03-04' AND timestamp < TIMESTAMP '2026-03-05'
            """)
        #expect(all.provenance.rowsRead == 3000 && all.provenance.rowGroupsRead == 6)
        #expect(day[0, 0] == .int(167))
        let made = day.provenance
        #expect(made.rowsRead == 500 && made.rowsSkipped == 2500 && made.sourcesRead == 1 && made.sourcesSkipped == 5)
        #expect(made.rowGroupsRead == 1 && made.rowGroupsSkipped.byTime == 5 && made.rowGroupsSkipped.total == 5)
        #expect(made.bytesDecoded > 0 && made.bytesDecoded * 4 < all.provenance.bytesDecoded)
        #expect(made.steps.first { $0.name == "group" }?.rowsIn == 500)
        try await store.close()
    }

    @Test func reasonsOfSkippingAreTold() async throws {
        let store = try await Self.store()
        func skipped(_ condition: String) async throws -> SkippedRowGroups {
            let text = "SELECT count(*) FROM interactions WHERE " + condition
            return try await store.query(QueryText(text)).provenance.rowGroupsSkipped
        }
        let dictionary = try await skipped("action = 'buy'")
        #expect(dictionary.byDictionary == 5 && dictionary.total == 5)
        let range = try await skipped("details.n > 5200")
        #expect(range.byRange == 5 && range.total == 5)
        let read = try await skipped("details.n % 10000 = 10001")
        #expect(read.byCondition == 6 && read.total == 6)
        let first = try await store.query("SELECT timestamp FROM interactions ORDER BY timestamp LIMIT 3", limits: QueryLimits(threads: 1))
        #expect(first.rowCount == 3 && first.provenance.rowGroupsSkipped.byOrder == 5)
        try await store.close()
    }

    @Test func stepsTellRowsInAndOut() async throws {
        let store = try await Self.store()
        let result = try await store.query(
            "SELECT session_id, count(*) AS n FROM interactions WHERE action = 'view' GROUP BY 1 HAVING count(*) = 2 ORDER BY 1 LIMIT 2")
        let steps = Dictionary(uniqueKeysWithValues: result.provenance.steps.map { ($0.name, $0) })
        #expect(steps["group"]?.rowsIn == 2500 && steps["group"]?.rowsOut == 835)
        #expect(steps["having"]?.rowsIn == 835 && steps["having"]?.rowsOut == 5)
        #expect(steps["order"]?.rowsIn == 5 && steps["order"]?.rowsOut == 2)
        #expect(result.provenance.spilledBytes == 0)
        try await store.close()
    }

    @Test func temporaryFilesAreGoneAfterwards() async throws {
        let path = "/tmp/iaq-spill-\(ProcessFacts.identifier)-\(SystemRandomness().next())"
        let files = try PosixFileSystem(root: path, create: true)
        let store = try await Self.store()
        let question: QueryText = "SELECT session_id, timestamp, count(*) AS n FROM interactions GROUP BY 1, 2 ORDER BY 1 DESC, 2"
        let expected = try await store.query(question)
        var limits = QueryLimits(memoryBytes: 60_000, temporaryDirectory: path)
        let result = try await store.query(question, limits: limits)
        #expect(result.provenance.spilledBytes > 10_000)
        #expect(result.rowCount == 3000)
        for row in stride(from: 0, to: 3000, by: 7) { #expect((0..<3).allSatisfy { result[row, $0] == expected[row, $0] }) }
        #expect(try files.list("") == [])
        // In whatever way it ends.
        limits.rows = 10
        await #expect(throws: InteractionError.self) { try await store.query(question, limits: limits) }
        limits.rows = nil
        limits.time = .microseconds(1)
        await #expect(throws: InteractionError.self) { try await store.query(question, limits: limits) }
        #expect(try files.list("") == [])
        limits.time = nil
        limits.temporaryDirectory = path + "/nowhere"
        do {
            _ = try await store.query(question, limits: limits)
            Issue.record("a directory that is not there was enough")
        } catch {
            #expect(error.code == .notFound)
        }
        limits.spills = false
        do {
            _ = try await store.query(question, limits: limits)
            Issue.record("60,000 bytes were enough")
        } catch {
            #expect(error.code == .limitReached)
        }
        try await store.close()
        try PosixFileSystem(root: "/tmp").removeDirectory(String(path.dropFirst(5)))
    }
}
