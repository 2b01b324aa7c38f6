// What an app sees of a store with a damaged day: the result's provenance names it; answers without provenance are refused unless
// partial ones are allowed; a day that was not asked for does not matter; a file put back is used again.
import InteractionAnalytics
import InteractionFiles
import Testing

@Suite struct PartialFaceTests {
    @Test func partialAnswersAreNamedOrRefused() async throws {
        let path = "/tmp/iaq-partial-\(ProcessFacts.identifier)-\(SystemRandomness().next())"
        let writer = try await InteractionStore.open(path)
        for day in 0..<3 {
            try await writer.append((0..<30).map { DamageStore.event($0, day: day) })
            try await writer.seal()
        }
        let reader = try await InteractionStore.open(path, access: .read)
        let files = try PosixFileSystem(root: path)
        let directory = "days/2026-03-02"
        let name = directory + "/" + (try #require(try files.list(directory).first))
        let bytes = try files.contents(name, limit: 1 << 20)
        try files.remove(name)
        try files.makeDirectory(name)

        struct Row: Decodable { let n: Int }
        for store in [reader, writer] {
            let result = try await store.query("SELECT count(*) AS n, sum(details.n) AS s FROM interactions")
            #expect(result.provenance.isPartial)
            #expect(result.provenance.missing.map(\.file) == [name])
            #expect(result.provenance.missing.first?.day == Day("2026-03-02"))
            #expect(result.provenance.missing.first?.events == 30)
            #expect(result[0, "n"] == .int(60))
            do {
                let rows: [Row] = try await store.query("SELECT count(*) AS n FROM interactions")
                Issue.record("partial in silence: \(rows)")
            } catch {
                #expect(error.code == .partial && error.place == name)
            }
            let rows: [Row] = try await store.query("SELECT count(*) AS n FROM interactions", partial: .allowed)
            #expect(rows.map(\.n) == [60])
            let others: [Row] = try await store.query("SELECT count(*) AS n FROM interactions WHERE timestamp >= TIMESTAMP '2026-03-03'")
            #expect(others.map(\.n) == [30])
            await #expect(throws: InteractionError.self) { _ = try await store.sessions() }
            await #expect(throws: InteractionError.self) { _ = try await store.transitions() }
            await #expect(throws: InteractionError.self) { _ = try await store.session("s1") }
            #expect(try await store.sessions(partial: .allowed).count > 0)
            let range = try Timestamp(parsing: "2026-03-01T00:00:00Z")..<Timestamp(parsing: "2026-03-02T00:00:00Z")
            #expect(try await store.sessions(.between(range)).count > 0)
        }
        // Put back while the handles are open.
        try files.removeDirectory(name)
        let file = try files.create(name)
        try file.append(bytes)
        try file.close()
        for store in [reader, writer] {
            let rows: [Row] = try await store.query("SELECT count(*) AS n FROM interactions")
            #expect(rows.map(\.n) == [90])
        }
        try await writer.close()
    }

    /// A link or a fifo in the place of a file neither is followed nor blocks.
    @Test func otherKindsOfFilesAreRefused() async throws {
        let path = "/tmp/iaq-kinds-\(ProcessFacts.identifier)-\(SystemRandomness().next())"
        let writer = try await InteractionStore.open(path)
        try await writer.append((0..<30).map { DamageStore.event($0, day: 0) })
        try await writer.seal()
        try await writer.append((0..<5).map { DamageStore.event($0, day: 1) })
        try await writer.close()
        let files = try PosixFileSystem(root: path)
        let journal = "journal/" + (try #require(try files.list("journal").last))
        let segment = "days/2026-03-01/" + (try #require(try files.list("days/2026-03-01").first))
        for name in [journal, segment] {
            try files.rename(name, to: "kept")
            try files.makeDirectory(name)
            let reader = try await InteractionStore.open(path, access: .read)
            let result = try await reader.query("SELECT count(*) AS n, min(timestamp) FROM interactions")
            #expect(result.provenance.missing.map(\.file) == [name])
            #expect(result[0, "n"] == .int(name == journal ? 30 : 5))
            try files.removeDirectory(name)
            try files.rename("kept", to: name)
        }
    }
}
