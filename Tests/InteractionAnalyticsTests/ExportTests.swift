// Export gives events back in the order of events, whatever the layout: against a stable sort of what went in.
import InteractionAnalytics
import InteractionCoding
import InteractionFiles
import InteractionStorage
import Testing

@Suite struct ExportTests {
    static let start = Day(year: 2026, month: 3, day: 1).start.microseconds

    /// Events of few distinct times, sessions and days, so that ties abound. `details.n` is the order of ingest.
    static func events(_ count: Int, random: SeededRandomness) -> [Interaction] {
        (0..<count).map { number in
            let pick = random.next()
            let day = Int64(pick % 3) * 86_400_000_000
            var event = Interaction(
                timestamp: Timestamp(microseconds: start + day + Int64(pick >> 8 % 40) * 1_000_000),
                sessionId: pick >> 16 % 5 == 0 ? nil : "s\(pick >> 20 % 7)", userId: pick >> 24 % 3 == 0 ? nil : "u\(pick >> 28 % 4)",
                action: "a\(pick >> 32 % 3)", details: ["n": .int(Int64(number))])
            if pick >> 36 % 4 == 0 { event.metadata = ["x": .null, "list": [1, "two"], "deep": ["y": .bool(true), "empty": [:]]] }
            return event
        }
    }

    static func numbers(_ store: StoreDirectory, range: Range<Timestamp>? = nil) throws -> [Int] {
        var found: [Int] = []
        var told = 0
        try store.export(range: range) { (lines, count) throws(InteractionError) in
            told += count
            for line in String(decoding: lines, as: UTF8.self).split(separator: "\n") {
                guard let range = line.firstRange(of: "\"n\":") else { continue }
                found.append(Int(line[range.upperBound...].prefix { $0.isNumber }) ?? -1)
            }
        }
        #expect(told == found.count)
        return found
    }

    @Test(arguments: [1 as UInt64, 2, 3, 4])
    func orderOfEventsInEveryLayout(seed: UInt64) throws {
        let random = SeededRandomness(seed: seed)
        let events = Self.events(900, random: random)
        let wanted = events.indices.sorted { (events[$0].timestamp, $0) < (events[$1].timestamp, $1) }
        let store = StoreDirectory(
            manifests: ManifestStore(files: MemoryFileSystem(), clock: FixedTime(Timestamp(microseconds: Self.start)), randomness: random))
        var next = 0
        while next < events.count {
            let end = min(events.count, next + 1 + Int(random.next() % 200))
            try store.withWriter { (writer) throws(InteractionError) in
                var batch = RowBatch()
                var encoder = RowEncoder()
                for event in events[next..<end] { try batch.append(event, encoder: &encoder) }
                _ = try writer.append(batch)
                try writer.synchronize()
                if random.next() % 2 == 0 { try writer.seal(everything: random.next() % 2 == 0) }
            }
            next = end
            #expect(try Self.numbers(store) == wanted.filter { $0 < end }, "seed \(seed), \(end) events")
        }
        try store.compact(day: nil, all: true) { (_) throws(InteractionError) in }
        let from = Timestamp(microseconds: Self.start + 5_000_000)
        let to = Timestamp(microseconds: Self.start + 86_400_000_000 + 20_000_000)
        #expect(try Self.numbers(store, range: from..<to) == wanted.filter { events[$0].timestamp >= from && events[$0].timestamp < to })
        _ = try store.seal()
        try store.compact(day: nil, all: true) { (_) throws(InteractionError) in }
        #expect(try Self.numbers(store) == wanted, "seed \(seed), compacted")
    }

    @Test func linesAreTheEventsAsWritten() throws {
        let store = StoreDirectory(
            manifests: ManifestStore(
                files: MemoryFileSystem(), clock: FixedTime(Timestamp(microseconds: Self.start)), randomness: SeededRandomness(seed: 9)))
        let event = Interaction(
            timestamp: Timestamp(microseconds: Self.start), action: "click",
            details: ["a.b": 1, "a": ["b": 2.5, "c": []], "big": .number("123456789012345678901234567890"), "n": .null])
        try store.withWriter { (writer) throws(InteractionError) in
            var batch = RowBatch()
            var encoder = RowEncoder()
            try batch.append(event, encoder: &encoder)
            _ = try writer.append(batch)
            try writer.synchronize()
        }
        var text = ""
        try store.export { (lines, _) throws(InteractionError) in text += String(decoding: lines, as: UTF8.self) }
        #expect(
            text
                == "{\"timestamp\":\"2026-03-01T00:00:00.000000Z\",\"action\":\"click\",\"details\":{\"a.b\":1,\"a\":{\"b\":2.5,\"c\":[]},"
                + "\"big\":123456789012345678901234567890,\"n\":null}}\n")
    }
}
