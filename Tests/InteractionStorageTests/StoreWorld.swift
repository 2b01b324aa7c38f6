// A store in memory or on disk for tests, with events numbered so that loss, doubling and order show.
import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment
import InteractionStorage
import Testing

struct StoreWorld {
    let files: any FileSystem
    let time: FixedTime
    var manifests: ManifestStore

    init(now: String = "2026-04-01") throws {
        files = MemoryFileSystem()
        time = FixedTime(try #require(Day(now)).start)
        manifests = ManifestStore(files: files, clock: time, randomness: SeededRandomness(seed: 7))
    }

    /// A batch of numbered events.
    static func batch(_ numbers: Range<Int>, day: Day, days: Int = 1) throws -> RowBatch {
        var encoder = RowEncoder()
        var batch = RowBatch()
        for number in numbers {
            let time = day.advanced(by: number % days).start.microseconds + Int64(number % 1000) * 1_000_000
            try batch.append(
                Interaction(
                    timestamp: Timestamp(microseconds: time), sessionId: "s\(number % 17)",
                    userId: number % 3 == 0 ? nil : "u\(number % 11)", action: "a\(number % 4)",
                    details: ["n": .int(Int64(number))]), encoder: &encoder)
        }
        return batch
    }

    /// The numbers of all events in a snapshot, in store order of days and sequences.
    static func numbers(_ snapshot: Snapshot) throws -> [Int] {
        var found: [Int] = []
        for source in snapshot.sources {
            let reader = try EventRows(source)
            for group in source.rowGroups.indices {
                try reader.forEach(group: group) { (row) throws(InteractionError) in
                    if case .int(let number) = row.filling.values.first { found.append(Int(number)) }
                }
            }
        }
        return found
    }

    /// Files that a reader has to do without.
    func missing() throws -> [String] { try StoreReader(manifests).snapshot().missing.map(\.file) }

    func read() throws -> [Int] { try Self.numbers(try StoreReader(manifests).snapshot()).sorted() }
}
