// Rows through buffer, merge and file: every event comes back, in the day's order, however the day was split.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment
import Testing

@Suite struct SegmentRoundTripTests {
    static let day = Day(year: 2026, month: 3, day: 9)

    static func buffer(_ events: ArraySlice<Interaction>, from sequence: Int64) throws -> MemorySegment {
        let buffer = DayBuffer(day: day)
        for (index, event) in events.enumerated() {
            try buffer.append(try row(event)[...], sequence: sequence + Int64(index))
        }
        return buffer.clustered()
    }

    /// The order an analysis must see: by time, ties by arrival.
    static func expected(_ events: [Interaction]) -> [Interaction] {
        events.enumerated().sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }.map(\.element)
    }

    static func file(_ sources: [any SegmentSource], kind: SegmentKind, name: String, in files: any FileSystem) throws -> SegmentFile {
        let output = try files.create(name)
        let summary = try SegmentMerge.write(sources, day: day, kind: kind, lineage: SegmentLineage(storeId: [UInt8](repeating: 7, count: 16)), to: output)
        try output.close()
        let segment = try SegmentFile(
            file: try files.openForReading(name), name: name, footerChecksum: summary.footerChecksum)
        #expect(segment.facts == summary.facts)
        try segment.verify(deep: true)
        return segment
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func everySplitGivesTheSameEvents(seed: UInt64) throws {
        var random = RandomEvents(seed: seed)
        let count = [1, 7, 300, 2000, 2000, 5000][Int(seed) - 1]
        let events = (0..<count).map { _ in random.event(day: Self.day, sessions: 1 + count / 9, users: 5) }
        let wanted = Self.expected(events)
        #expect(try ordered([try Self.buffer(events[...], from: 1)]) == wanted)

        let files = MemoryFileSystem()
        var pieces: [any SegmentSource] = []
        var start = 0
        while start < count {
            let end = min(count, start + 1 + random.next(count))
            let memory = try Self.buffer(events[start..<end], from: Int64(start + 1))
            pieces.append(
                random.next(3) == 0
                    ? memory : try Self.file([memory], kind: .hot, name: "h\(start)", in: files))
            start = end
        }
        #expect(try ordered(pieces) == wanted, "\(pieces.count) pieces, seed \(seed)")
        let compacted = try Self.file(pieces, kind: .compacted, name: "c", in: files)
        #expect(try ordered([compacted]) == wanted, "compacted, seed \(seed)")
        let whole = try Self.file([try Self.buffer(events[...], from: 1)], kind: .compacted, name: "w", in: files)
        #expect(try compacted.clusters().firstRows == whole.clusters().firstRows)
        #expect(compacted.fileBytes == whole.fileBytes)
    }

    @Test func pathsBeyondTheColumnLimitComeBack() throws {
        var random = RandomEvents(seed: 99)
        var events: [Interaction] = []
        for index in 0..<900 {
            var event = random.event(day: Self.day, sessions: 20, users: 3)
            var details = Properties()
            for step in 0..<4 { details["key\((index * 7 + step * 131) % 700)"] = random.value(depth: 1) }
            details["often"] = .int(Int64(index))
            event.details = details
            events.append(event)
        }
        let files = MemoryFileSystem()
        let half = try Self.file([try Self.buffer(events[..<450], from: 1)], kind: .hot, name: "a", in: files)
        #expect(half.properties.count == SegmentLimit.propertyColumns)
        let rest = try Self.buffer(events[450...], from: 451)
        #expect(try ordered([half, rest]) == Self.expected(events))
        let merged = try Self.file([half, rest], kind: .compacted, name: "b", in: files)
        #expect(try ordered([merged]) == Self.expected(events))
        #expect(merged.properties.contains { $0.path == PropertyPath(.details, ["often"]) && $0.valueCount == 900 })
    }

    @Test func manyRowsMakeSeveralGroups() throws {
        let count = SegmentLimit.rowsPerGroup * 2 + 17
        let buffer = DayBuffer(day: Self.day)
        for index in 0..<count {
            let event = Interaction(
                timestamp: Timestamp(microseconds: Self.day.start.microseconds + Int64(index) * 600),
                sessionId: index % 3 == 0 ? "bot" : "s\(index % 5000)", action: "a\(index % 7)",
                details: ["n": .int(Int64(index)), "t": .string("text \(index)")])
            try buffer.append(try row(event)[...], sequence: Int64(index + 1))
        }
        let files = MemoryFileSystem()
        let segment = try Self.file([buffer.clustered()], kind: .compacted, name: "a", in: files)
        #expect(segment.rowGroups.count == 3)
        let events = try ordered([segment])
        #expect(events.count == count)
        #expect(events.enumerated().allSatisfy { $0.element.details?["n"] == .int(Int64($0.offset)) })
        #expect(try segment.rollup()?.counts.reduce(0, +) == Int64(count))
    }

    @Test func largeEventsAreKeptWhole() throws {
        let text = String(repeating: "0123456789abcdef", count: 60_000)
        var events: [Interaction] = []
        for index in 0..<40 {
            events.append(
                Interaction(
                    timestamp: Timestamp(microseconds: Self.day.start.microseconds + Int64(index)), sessionId: "s",
                    action: "big", details: ["v": .string("\(index)" + text)]))
        }
        let files = MemoryFileSystem()
        let segment = try Self.file([try Self.buffer(events[...], from: 1)], kind: .compacted, name: "a", in: files)
        #expect(segment.rowGroups.count > 1)
        #expect(try ordered([segment]) == events)
    }
}
