// Random events weighted to the edges (mixed types under one path, ties, absent and null ids, nested values, numbers beyond
// doubles), and the sources that hold them: one or several for each day, in memory or as segment files.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment

/// A seeded generator, so that a failing case can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }
}

enum RandomEvents {
    static let start = Day(year: 2026, month: 3, day: 27).start.microseconds

    /// Events in order of acceptance; times are not in order.
    static func make(_ count: Int, _ random: inout SplitMix) -> [Interaction] {
        (0..<count).map { _ in
            // Whole minutes often, so that times tie.
            let span = 5 * Timestamp.microsecondsPerDay
            var time = start + Int64(random.below(Int(span)))
            if random.chance(60) { time -= time % 60_000_000 }
            if random.chance(20) { time -= time % 3_600_000_000 }
            var event = Interaction(
                timestamp: Timestamp(microseconds: time), sessionId: random.chance(80) ? "s\(random.below(40))" : nil,
                userId: random.chance(60) ? "u\(random.below(25))" : nil,
                action: random.pick(["click", "view", "generation_complete", "Ärger", "error"]),
                component: random.chance(70) ? random.pick(["", "Page", "Cart", "Ünïcode", "a%b_c"]) : nil)
            if random.chance(85) { event.details = details(&random) }
            if random.chance(30) { event.metadata = ["provider": .string(random.pick(["acme", "zeta"])), "v": .int(Int64(random.below(3)))] }
            return event
        }
    }

    private static func details(_ random: inout SplitMix) -> Properties {
        var details = Properties()
        if random.chance(60) { details["n"] = .int(Int64(random.below(40) - 10)) }
        if random.chance(50) { details["price"] = .double(Double(random.below(5000)) / 100) }
        if random.chance(50) { details["text"] = .string(random.pick(["red shoes", "blue", "", "Red", "x_y", "ß", "10", "2026-03-28"])) }
        if random.chance(40) { details["flag"] = .bool(random.chance(50)) }
        if random.chance(50) { details["mixed"] = mixed(&random) }
        if random.chance(20) { details["deep"] = ["a": .int(Int64(random.below(3))), "b": .string("q\"\(random.below(2))"), "o": [:]] }
        if random.chance(10) { details["deep"] = "plain" }
        if random.chance(30) { details["provider"] = .string(random.pick(["acme", "other"])) }
        if random.chance(10) { details["x y"] = .int(7) }
        return details
    }

    private static func mixed(_ random: inout SplitMix) -> PropertyValue {
        switch random.below(10) {
        case 0: .null
        case 1: .bool(random.chance(50))
        case 2, 3: .int(Int64(random.below(4)))
        case 4, 5: .double(Double(random.below(8)) / 2)
        case 6: .number("12345678901234567890")
        case 7: .array([1, "two"])
        case 8: random.chance(50) ? .array([]) : .object([:])
        default: .string(random.pick(["1", "true", "zzz", ""]))
        }
    }

    /// The events as sources: `parts` for each day, of consecutive events. Every second one (or each `every`th) is a segment
    /// file when `asFiles`.
    static func sources(_ events: [Interaction], parts: Int, asFiles: Bool = false, every: Int = 2) throws -> [any SegmentSource] {
        var days: [Day: [(Int, Interaction)]] = [:]
        for (sequence, event) in events.enumerated() { days[event.timestamp.day, default: []].append((sequence, event)) }
        var sources: [any SegmentSource] = []
        let files = MemoryFileSystem()
        for (day, rows) in days.sorted(by: { $0.key < $1.key }) {
            let size = (rows.count + parts - 1) / parts
            var first = 0
            while first < rows.count {
                let buffer = DayBuffer(day: day)
                var encoder = RowEncoder()
                for (sequence, event) in rows[first..<min(rows.count, first + size)] {
                    var writer = ByteWriter()
                    try encoder.encode(event, into: &writer)
                    try buffer.append(writer.bytes[...], sequence: Int64(sequence))
                }
                first += size
                let memory = buffer.clustered()
                guard asFiles, sources.count % every == 0 else {
                    sources.append(memory)
                    continue
                }
                let name = "segment-\(sources.count)"
                let file = try files.create(name)
                _ = try SegmentMerge.write([memory], day: day, kind: .compacted, lineage: SegmentLineage(storeId: [UInt8](repeating: 7, count: 16)), to: file)
                try file.synchronize()
                sources.append(try SegmentFile(file: try files.openForReading(name), name: name, footerChecksum: nil))
            }
        }
        return sources
    }
}
