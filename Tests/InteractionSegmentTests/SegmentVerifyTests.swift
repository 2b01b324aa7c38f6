// Deep verification finds each wrong fact that checksums cannot: a twin of a good segment with that one fact changed.
import InteractionCoding
import InteractionFiles
import InteractionModel
import Testing

@testable import InteractionSegment

@Suite struct SegmentVerifyTests {
    typealias Edit = @Sendable (inout SegmentTwin) throws -> Void

    static let day = SegmentRoundTripTests.day

    /// Three sessions, a user without session, nobody; ties between clusters; over 256 rows for a rollup; 300 property columns, so
    /// that some values overflow.
    static func events() -> [Interaction] {
        (0..<400).map { number in
            var details = Properties()
            details["n"] = .int(Int64(number))
            details["x"] = .double(Double(number) / 8)
            details["rare\(number % 300)"] = .string("v\(number % 3)")
            return Interaction(
                timestamp: Timestamp(microseconds: day.start.microseconds + Int64(number / 3) * 60_000_000),
                sessionId: number % 5 < 3 ? "s\(number % 5)" : nil, userId: number % 5 == 4 ? nil : "u\(number % 5)",
                action: ["view", "click"][number % 2], component: number % 2 == 0 ? "Home" : nil, details: details)
        }
    }

    static func good(_ events: [Interaction] = events()) throws -> SegmentFile {
        let files = MemoryFileSystem()
        let buffer = DayBuffer(day: day)
        for (index, event) in events.enumerated() { try buffer.append(try row(event)[...], sequence: Int64(index + 1)) }
        let output = try files.create("a")
        _ = try SegmentMerge.write(
            [buffer.clustered()], day: day, kind: .compacted, lineage: SegmentLineage(storeId: [UInt8](repeating: 7, count: 16)), to: output)
        try output.close()
        return try SegmentFile(file: try files.openForReading("a"), name: "a", footerChecksum: nil)
    }

    static func property(_ name: String, _ twin: SegmentTwin) throws -> Int {
        try #require(twin.properties.firstIndex { $0.path.keys == [name] })
    }

    /// What is wrong, the words of the error, and how it is made wrong.
    static let wrongs: [(name: String, words: String, edit: Edit)] = [
        ("time steps", "", { twin in
            // Rows go back and forth; the cluster's end stays.
            try twin.integers(ChunkKey(.timestamp)) { steps in
                steps[3] -= 400_000_000
                steps[4] += 400_000_000
            }
        }),
        ("zone map of time of a group", "zone map of time", { twin in
            twin.facts.lastTimestamp += 1
            twin.rowGroups[0].lastTimestamp += 1
        }),
        ("time range of the segment", "time range", { twin in twin.facts.lastTimestamp += 1 }),
        ("first sequence", "fewer sequences than rows", { twin in twin.facts.firstSequence = twin.facts.lastSequence - 10 }),
        ("duration", "start or duration", { twin in try twin.integers(ChunkKey(.clusterDuration)) { $0[1] += 1 } }),
        ("rows of clusters", "", { twin in
            try twin.integers(ChunkKey(.clusterRows)) { rows in
                rows[0] += 1
                rows[1] -= 1
            }
        }),
        ("kind of a cluster", "session against shape", { twin in
            try twin.codes(ChunkKey(.clusterKind)) { kinds in
                let place = kinds.firstIndex(of: 1) ?? 0
                kinds[place] = 2
            }
        }),
        ("id of a user's cluster", "another user", { twin in
            let place = (try twin.original.clusters().kinds.firstIndex(of: .user)) ?? 0
            try twin.texts(ChunkKey(.clusterId)) { $0[place] = "u9" }
        }),
        ("a cluster twice", "a cluster stands twice", { twin in try twin.texts(ChunkKey(.clusterId)) { $0[1] = $0[0] } }),
        ("nobody with an id", "ids in the form of sorted texts", { twin in
            let place = (try twin.original.clusters().kinds.firstIndex(of: .none)) ?? 0
            try twin.texts(ChunkKey(.clusterId)) { $0[place] = "u9" }
        }),
        ("a tie", "tie ordinal", { twin in try twin.integers(ChunkKey(.tie)) { ties in ties = ties.map { $0 == 2 ? 3 : $0 } } }),
        ("no ties", "out of order", { twin in twin.chunks[ChunkKey(.tie)] = nil }),
        ("an action", "a row without an action", { twin in try twin.codes(ChunkKey(.action)) { $0[7] = 0 } }),
        ("another action", "rollup", { twin in try twin.codes(ChunkKey(.action)) { $0[7] = 3 - $0[7] } }),
        ("a user", "user against shape", { twin in
            try twin.codes(ChunkKey(.user)) { codes in
                let place = codes.firstIndex { $0 != 0 } ?? 0
                codes[place] = 0
            }
        }),
        ("a component", "component against shape", { twin in
            try twin.codes(ChunkKey(.component)) { codes in
                let place = codes.firstIndex { $0 == 0 } ?? 0
                codes[place] = 1
            }
        }),
        ("an unused user", "a text that no row has", { twin in try twin.texts(ChunkKey(.userDictionary)) { $0.append("zz") } }),
        ("an unused action", "a text that no row has", { twin in try twin.texts(ChunkKey(.actionDictionary)) { $0.append("zz") } }),
        ("order of users", "sorted: false", { twin in try twin.texts(ChunkKey(.userDictionary)) { $0.swapAt(0, 1) } }),
        ("a user twice", "sorted: false", { twin in try twin.texts(ChunkKey(.userDictionary)) { $0[1] = $0[0] } }),
        ("shape rows", "shape row counts", { twin in
            try twin.integers(ChunkKey(.shapeRows)) { rows in
                rows[0] += 1
                rows[1] -= 1
            }
        }),
        ("zone map of a property", "zone map", { twin in
            let property = try Self.property("n", twin)
            twin.chunks[ChunkKey(.property, property: property)]?.range = .ints(-1, 399)
        }),
        ("no zone map", "zone map", { twin in
            let property = try Self.property("x", twin)
            twin.chunks[ChunkKey(.property, property: property)]?.range = nil
        }),
        ("a value too few", "399 values for 400 rows", { twin in
            let property = try Self.property("n", twin)
            try twin.integers(ChunkKey(.property, property: property)) { $0.removeLast() }
        }),
        ("values of a column", "400 values, not 399", { twin in
            let property = try Self.property("n", twin)
            twin.properties[property].valueCount -= 1
        }),
        ("a column twice", "a second one of a path", { twin in twin.properties[255] = twin.properties[254] }),
        ("a rollup count", "rollup", { twin in
            let rollup = try #require(try twin.original.rollup())
            var counts = rollup.counts
            counts[0] += 1
            var out = ByteWriter()
            let width = 3
            let keys = IntegerChunk.encode(zip(rollup.quarters, rollup.actions).map { Int64($0) * Int64(width) + Int64($1) })
            out.varint(UInt64(width))
            out.varint(UInt64(keys.count))
            out.append(bytes: keys)
            out.append(bytes: IntegerChunk.encode(counts))
            twin.chunks[ChunkKey(.rollup)] = SegmentTwin.Chunk(bytes: out.bytes, count: counts.count)
        }),
        ("an overflow entry", "", { twin in try Self.editOverflow(&twin) { lengths, bytes in lengths[0] += 1; bytes.insert(0x40, at: Int(lengths[0]) - 1) } }),
        ("an overflow entry too many", "overflow entries of no row", { twin in
            try Self.editOverflow(&twin) { lengths, _ in lengths.append(0) }
        }),
        ("a chunk of no group", "a chunk of no row group", { twin in
            twin.chunks[ChunkKey(.tie, ordinal: 5)] = twin.chunks[ChunkKey(.tie)]
        }),
    ]

    static func editOverflow(_ twin: inout SegmentTwin, _ edit: (inout [Int64], inout [UInt8]) -> Void) throws {
        let found = try twin.original.overflow(group: 0)
        try #require(found.count > 3)
        var lengths = zip(found.offsets, found.offsets.dropFirst()).map { Int64($1) - Int64($0) }
        var bytes = found.bytes
        edit(&lengths, &bytes)
        let packed = IntegerChunk.encode(lengths)
        var out = ByteWriter()
        out.varint(UInt64(packed.count))
        out.append(bytes: packed)
        out.append(bytes: bytes)
        twin.chunks[ChunkKey(.overflow)] = SegmentTwin.Chunk(bytes: out.bytes, count: lengths.count)
    }

    @Test(arguments: 0..<wrongs.count) func eachWrongFactIsFound(_ index: Int) throws {
        let (name, words, edit) = Self.wrongs[index]
        var twin = try SegmentTwin(try Self.good())
        // The twin itself is a good segment.
        try twin.written().verify(deep: true)
        try edit(&twin)
        // Its checksums are right. What no reader looks at, the deep verification finds.
        do {
            try twin.written().verify(deep: true)
            Issue.record("not found: \(name)")
        } catch let error as InteractionError {
            #expect(error.code == .damaged, "\(name)")
            #expect(words.isEmpty || error.message.contains(words), "\(name): \(error)")
        }
    }

    /// A cluster whose first event comes before that of the cluster in front of it.
    @Test func orderOfClusters() throws {
        let events = [("s0", 1), ("s1", 2), ("s0", 4), ("s1", 5)].map { (session, second) in
            Interaction(
                timestamp: Timestamp(microseconds: Self.day.start.microseconds + Int64(second) * 1_000_000), sessionId: session,
                action: "view")
        }
        var twin = try SegmentTwin(try Self.good(events))
        try twin.written().verify(deep: true)
        // The first session moves by a second and a half, from 1 and 4 to 2.5 and 5.5; the other stays. Starts are stored as steps.
        try twin.integers(ChunkKey(.clusterStart)) { steps in
            steps[0] += 1_500_000
            steps[1] -= 1_500_000
        }
        twin.facts.firstTimestamp += 1_000_000
        twin.rowGroups[0].firstTimestamp += 1_000_000
        twin.facts.lastTimestamp += 500_000
        twin.rowGroups[0].lastTimestamp += 500_000
        let written = try twin.written()
        do {
            try written.verify(deep: true)
            Issue.record("not found")
        } catch {
            #expect(error.message == "clusters out of order")
        }
    }
}
