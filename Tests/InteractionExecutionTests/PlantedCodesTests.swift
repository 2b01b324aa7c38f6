// A segment whose checksums are right and whose codes point beyond their dictionary: every way to its codes is an error, because
// kernels and tables behind them trust the bounds.
import InteractionCoding
import InteractionExecution
import InteractionFiles
import InteractionModel
import Testing

@testable import InteractionSegment

@Suite struct PlantedCodesTests {
    /// How the codes are stored, by what they are.
    enum Form: CaseIterable {
        case oneValue, runs, packed

        /// Codes below `limit` but some, which are `beyond`.
        func codes(_ count: Int, limit: Int, beyond: UInt32) -> [UInt32] {
            let inside = UInt32(limit - 1)
            return (0..<count).map { row in
                switch self {
                case .oneValue: beyond
                case .runs: row < count / 2 ? inside : beyond
                case .packed: row % 7 == 3 ? beyond : row % 2 == 0 ? inside : 0
                }
            }
        }
    }

    private static func original() throws -> SegmentFile {
        var random = SplitMix(seed: 21)
        var events = RandomEvents.make(300, &random)
        for index in events.indices { events[index].timestamp = Timestamp(microseconds: RandomEvents.start + Int64(index)) }
        return try #require(try RandomEvents.sources(events, parts: 1, asFiles: true, every: 1)[0] as? SegmentFile)
    }

    /// The same segment with one chunk of other codes, written as any segment is.
    private static func planted(_ codes: [UInt32], in file: SegmentFile, at planted: ChunkKey) throws -> SegmentFile {
        let files = MemoryFileSystem()
        let output = try files.create("planted")
        let writer = try SegmentFileWriter(file: output, kind: file.facts.kind)
        for (key, entry) in file.footer.chunks {
            let bytes = try Array(#require(try file.chunk(key)).bytes)
            try writer.add(
                key, key == planted ? CodeChunk.encode(codes) : bytes, valueCount: entry.valueCount, range: entry.range, isText: true)
        }
        _ = try writer.finish(facts: file.facts, rowGroups: file.rowGroups, properties: file.properties, lineage: file.lineage)
        try output.synchronize()
        return try SegmentFile(file: try files.openForReading("planted"), name: "planted", footerChecksum: nil)
    }

    private static func expectDamage(_ what: String, _ body: () throws -> Void) {
        do {
            try body()
            Issue.record("\(what) was answered")
        } catch {
            #expect((error as? InteractionError)?.code == .damaged, "\(what): \(error)")
        }
    }

    @Test(arguments: [
        (CodeColumn.user, "user_id", "u3"), (.action, "action", "view"), (.component, "component", "Page"),
    ], Form.allCases) func codesOfTheEnvelope(_ column: (CodeColumn, name: String, text: String), _ form: Form) throws {
        let file = try Self.original()
        let limit = try file.dictionary(column.0).count + 1
        for beyond in [UInt32(limit), .max] {
            let codes = form.codes(file.facts.rowCount, limit: limit, beyond: beyond)
            let bad = try Self.planted(codes, in: file, at: ChunkKey(column.0.chunk, ordinal: 0))
            Self.expectDamage("codes") { _ = try bad.codes(column.0, group: 0) }
            if form == .packed {
                #expect(try bad.runs(column.0, group: 0) == nil)
            } else {
                Self.expectDamage("runs") { _ = try bad.runs(column.0, group: 0) }
            }
            let name = column.name
            for sql in [
                "SELECT \(name), count(*) FROM interactions GROUP BY 1", "SELECT count(*) FROM interactions WHERE \(name) = '\(column.text)'",
                "SELECT \(name), timestamp FROM interactions WHERE \(name) <> '\(column.text)' ORDER BY 1, 2 LIMIT 3",
                "SELECT count(DISTINCT \(name)) FROM interactions WHERE timestamp > '2000-01-01' OR \(name) > ''", "SELECT count(*) FILTER (WHERE \(name) = '\(column.text)') FROM interactions",
                "SELECT session_id, \(name), count(*) FROM interactions GROUP BY 1, 2", "SELECT max(\(name)), mode(\(name)) FROM interactions",
            ] { Self.expectDamage(sql) { _ = try Answers.ask(sql, [bad], usesRollups: false) } }
        }
    }

    @Test(arguments: Form.allCases) func shapes(_ form: Form) throws {
        let file = try Self.original()
        let limit = try file.shapes().count
        for beyond in [UInt32(limit), .max] {
            let codes = form.codes(file.facts.rowCount, limit: limit, beyond: beyond)
            let bad = try Self.planted(codes, in: file, at: ChunkKey(CodeColumn.shape.chunk, ordinal: 0))
            Self.expectDamage("codes") { _ = try bad.codes(.shape, group: 0) }
            if form != .packed { Self.expectDamage("runs") { _ = try bad.runs(.shape, group: 0) } }
            for sql in [
                "SELECT timestamp, details.text FROM interactions", "SELECT action, count(details.n) FROM interactions GROUP BY 1",
                "SELECT count(*) FROM interactions WHERE details.mixed = 3 AND action = 'view'", "SELECT details FROM interactions",
            ] { Self.expectDamage(sql) { _ = try Answers.ask(sql, [bad], usesRollups: false) } }
        }
    }

    @Test(arguments: Form.allCases) func textsOfProperties(_ form: Form) throws {
        let file = try Self.original()
        let property = try #require(file.properties.firstIndex { $0.path.keys == ["text"] && $0.lane == .string })
        guard case .strings(let codes, let dictionary) = try file.values(property: property, group: 0) else {
            Issue.record("no texts")
            return
        }
        for beyond in [UInt32(dictionary.count), .max] {
            let planted = form.codes(codes.count, limit: dictionary.count, beyond: beyond)
            let bad = try Self.planted(planted, in: file, at: ChunkKey(.property, property: property, ordinal: 0))
            Self.expectDamage("values") { _ = try bad.values(property: property, group: 0) }
            if form == .packed {
                #expect(try bad.valueRuns(property: property, group: 0) == nil)
            } else {
                Self.expectDamage("runs") { _ = try bad.valueRuns(property: property, group: 0) }
            }
            for sql in [
                "SELECT details.text, count(*) FROM interactions GROUP BY 1", "SELECT count(DISTINCT details.text) FROM interactions",
                "SELECT count(*) FROM interactions WHERE details.text = 'blue'", "SELECT action, max(details.text) FROM interactions GROUP BY 1",
                "SELECT timestamp FROM interactions ORDER BY details.text",
            ] { Self.expectDamage(sql) { _ = try Answers.ask(sql, [bad], usesRollups: false) } }
        }
    }
}
