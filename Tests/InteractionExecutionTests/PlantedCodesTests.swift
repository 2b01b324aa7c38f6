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
    private static func planted(_ codes: [UInt32], in file: SegmentFile, at key: ChunkKey) throws -> SegmentFile {
        try planted(CodeChunk.encode(codes), in: file, at: key)
    }

    /// Without the chunk where it is to have no values.
    private static func planted(_ chunk: [UInt8], values: Int? = nil, in file: SegmentFile, at planted: ChunkKey) throws -> SegmentFile {
        let files = MemoryFileSystem()
        let output = try files.create("planted")
        let writer = try SegmentFileWriter(file: output, kind: file.facts.kind)
        for (key, entry) in file.footer.chunks {
            let bytes = try Array(#require(try file.chunk(key)).bytes)
            let isPlanted = key == planted
            if isPlanted, values == 0 { continue }
            try writer.add(
                key, isPlanted ? chunk : bytes, valueCount: isPlanted ? values ?? entry.valueCount : entry.valueCount,
                range: entry.range, isText: true)
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

    /// A rollup that does not fit its segment: actions that no dictionary has, counts whose sum has no number, cells twice.
    @Test func rollups() throws {
        let file = try Self.original()
        let rollup = try #require(try file.rollup())
        let width = Int64(try file.dictionary(.action).count) + 1
        let cells = zip(rollup.quarters, rollup.actions).map { Int64($0) * width + Int64($1) }
        func bad(_ width: Int64, _ cells: [Int64], _ counts: [Int64]) throws -> SegmentFile {
            var out = ByteWriter()
            let keys = IntegerChunk.encode(cells)
            out.varint(UInt64(width))
            out.varint(UInt64(keys.count))
            out.append(bytes: keys)
            out.append(bytes: IntegerChunk.encode(counts))
            return try Self.planted(out.bytes, values: cells.count, in: file, at: ChunkKey(.rollup))
        }
        #expect(try bad(width, cells, rollup.counts).rollup() == rollup)
        var negative = rollup.counts
        negative[0] = -1
        negative[1] += rollup.counts[0] + 1
        var large = rollup.counts
        large[0] = .max
        large[1] = .max
        let cases: [(Int64, [Int64], [Int64])] = [
            (width + 3, cells.map { $0 / width * (width + 3) + $0 % width + 3 }, rollup.counts), (1025, cells, rollup.counts),
            (width, cells.map { $0 / width * width }, rollup.counts), (width, [cells[0]] + cells.dropLast(), rollup.counts),
            (width, cells, negative), (width, cells, large), (width, cells, rollup.counts.map { $0 + 1 }),
            (width, Array(cells.dropLast()), Array(rollup.counts.dropLast())),
        ]
        for (index, (width, cells, counts)) in cases.enumerated() {
            for sql in [
                "SELECT action, count(*) FROM interactions GROUP BY 1", "SELECT count(*) FROM interactions WHERE action = 'view'",
                "SELECT date_trunc('hour', timestamp), count(*) FROM interactions GROUP BY 1", "SELECT count(*) FILTER (WHERE action = 'view') FROM interactions",
            ] { Self.expectDamage("case \(index): \(sql)") { _ = try Answers.ask(sql, [try bad(width, cells, counts)]) } }
        }
    }

    /// Properties that come in the same rows, and no values of one of them: read as NULL or an error, never beyond its values.
    @Test func valuesOfOneOfTwo() throws {
        var events: [Interaction] = []
        for row in 0..<300 {
            var event = Interaction(timestamp: Timestamp(microseconds: RandomEvents.start + Int64(row)), action: "a")
            event.details = ["a": .int(Int64(row)), "b": .string("text \(row)"), "c": .double(0.5)]
            events.append(event)
        }
        let file = try #require(try RandomEvents.sources(events, parts: 1, asFiles: true, every: 1)[0] as? SegmentFile)
        for property in file.properties.indices {
            let bad = try Self.planted([], values: 0, in: file, at: ChunkKey(.property, property: property))
            for sql in [
                "SELECT sum(details.a), sum(details.c) FROM interactions WHERE details.b > 'text 2'",
                "SELECT details.b, sum(details.a) FROM interactions WHERE details.c > 0 GROUP BY 1",
                "SELECT max(details.c), max(details.a), max(details.b) FROM interactions WHERE details.a > 2 OR details.b > '' OR details.c > 0",
            ] {
                do {
                    _ = try Answers.ask(sql, [bad])
                } catch let error as InteractionError {
                    #expect(error.code == .damaged, "without property \(property): \(sql)")
                }
            }
        }
    }

    /// Any bytes under right checksums, any number of values: an answer or an error, by every way to read.
    @Test func anyBytes() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(seed: seed)
        let file = try Self.original()
        let keys = file.footer.chunks.keys.sorted { ($0.kind.rawValue, $0.property, $0.ordinal) < ($1.kind.rawValue, $1.property, $1.ordinal) }
        for round in 0..<150 {
            let key = random.pick(keys)
            var bytes = try Array(#require(try file.chunk(key)).bytes)
            var values = try #require(file.footer.chunks[key]?.valueCount)
            switch random.below(9) {
            case 3: values = 0
            case 0: bytes.removeLast(min(bytes.count, 1 + random.below(4)))
            case 1: bytes += (0...random.below(4)).map { _ in UInt8(random.below(256)) }
            case 2: values = max(0, values + random.below(5) - 2)
            default:
                for _ in 0...random.below(3) where !bytes.isEmpty {
                    // Mostly in front, where encodings, counts, bases and widths stand.
                    let place = random.below(random.chance(60) ? min(12, bytes.count) : bytes.count)
                    bytes[place] = random.chance(50) ? UInt8(random.below(256)) : bytes[place] ^ 1 << UInt8(random.below(8))
                }
            }
            guard let bad = try? Self.planted(bytes, values: values, in: file, at: key) else { continue }
            for sql in [
                "SELECT action, count(*) FROM interactions GROUP BY 1", "SELECT count(*) FROM interactions WHERE action = 'view' AND user_id = 'u3'",
                "SELECT action, component, count(*) FROM interactions GROUP BY 1, 2", "SELECT user_id, details.text, count(*) FROM interactions GROUP BY 1, 2",
                "SELECT count(DISTINCT user_id), count(DISTINCT action), count(DISTINCT session_id) FROM interactions",
                "SELECT count(DISTINCT user_id), count(*) FILTER (WHERE component = 'Page') FROM interactions WHERE action LIKE '%r%'",
                "SELECT timestamp, user_id, session_id, details.text, details.n FROM interactions WHERE user_id = 'u3' AND action = 'error' ORDER BY timestamp LIMIT 4",
                "SELECT details.text, count(*), sum(details.n), avg(details.price) FROM interactions GROUP BY 1",
                "SELECT date_trunc('hour', timestamp), count(*) FROM interactions WHERE action <> 'view' GROUP BY 1", "SELECT * FROM interactions LIMIT 20",
                "SELECT component, first(action), last(details.mixed) FROM interactions WHERE user_id > 'u2' GROUP BY 1",
            ] {
                do {
                    _ = try Answers.ask(sql, [bad], usesRollups: random.chance(50))
                } catch let error as InteractionError {
                    #expect(error.code != .invalidArgument && error.code != .invalidQuery, "seed \(seed), round \(round): \(error)")
                }
            }
        }
    }
}
