// A store with a file of every kind in memory, the questions that are asked of it, and what a right answer is when bytes of it
// are damaged: over all events; or over fewer, saying so, and exact for every day that it does not name.
import InteractionAnalytics
import InteractionCoding
import InteractionFiles
import InteractionStorage
import Testing

struct DamageStore {
    /// The bytes of every file by name.
    var contents: [String: [UInt8]] = [:]
    /// Files that the manifest in force names, and CURRENT and the manifest.
    var named: [String] = []
    /// What the undamaged store answers.
    var answers: [String: [String]] = [:]

    static let first = Day(year: 2026, month: 3, day: 1)

    static func event(_ number: Int, day: Int) -> Interaction {
        Interaction(
            timestamp: Timestamp(microseconds: first.advanced(by: day).start.microseconds + Int64(number % 997) * 1_000_000),
            sessionId: number % 5 == 4 ? nil : "s\(number % 7)", userId: number % 3 == 0 ? nil : "u\(number % 4)",
            action: ["view", "click", "buy"][number % 3], component: number % 2 == 0 ? "Home" : nil,
            details: ["n": .int(Int64(number)), "page": .string("p\(number % 6)"), "price": .double(Double(number) / 4)])
    }

    static func manifests(_ files: any FileSystem) throws -> ManifestStore {
        let time = FixedTime(try #require(Day("2026-04-01")).start)
        return ManifestStore(files: files, clock: time, randomness: SeededRandomness(seed: 5))
    }

    /// Two compacted days, one of two hot segments, late rows and journal rows. `scale` multiplies the events.
    init(scale: Int = 1) throws {
        let files = MemoryFileSystem()
        let manifests = try Self.manifests(files)
        let writer = try StoreWriter(manifests)
        var encoder = RowEncoder()
        var next = 0
        func add(_ count: Int, day: Int) throws {
            var batch = RowBatch()
            for _ in 0..<count * scale {
                try batch.append(Self.event(next, day: day), encoder: &encoder)
                next += 1
            }
            _ = try writer.append(batch)
        }
        for day in 0..<2 { try add(14, day: day) }
        try writer.seal(everything: true)
        let maintenance = try StoreMaintenance(manifests)
        try maintenance.compact(try maintenance.daysToCompact(.all)) { (_) throws(InteractionError) in }
        maintenance.close()
        for _ in 0..<2 {
            try add(9, day: 2)
            try writer.seal(everything: true)
        }
        for day in 2..<4 { try add(3, day: day) }
        try writer.seal(everything: false)
        for day in 3..<5 {
            try add(2, day: day)
            try writer.synchronize()
        }
        try writer.close()
        let manifest = try manifests.read()
        named = manifest.segments.map(\.name) + ["CURRENT", "MANIFEST-" + Self.padded(manifest.generation)]
        if let late = manifest.late { named.append("late/" + Self.padded(late.number) + ".ial") }
        named.append("journal/" + Self.padded(manifest.journalStart) + ".iaj")
        let kept = Set(named + ["MANIFEST-" + Self.padded(manifest.generation - 1), "WRITER", "MAINTAIN", "COMMIT"])
        for name in try Self.names(files) where kept.contains(name) { contents[name] = try files.contents(name, limit: 1 << 30) }
        let (answers, missing) = try Self.ask(manifests)
        #expect(missing.isEmpty)
        self.answers = answers
    }

    private static func padded(_ number: UInt64) -> String {
        String(repeating: "0", count: max(0, 8 - String(number).count)) + String(number)
    }

    static func names(_ files: any FileSystem, _ directory: String = "") throws -> [String] {
        var found: [String] = []
        for name in try files.list(directory) {
            let path = directory.isEmpty ? name : directory + "/" + name
            if try files.information(path)?.kind == .directory { found += try names(files, path) } else { found.append(path) }
        }
        return found
    }

    /// A fresh file system with these files.
    static func files(_ contents: [String: [UInt8]]) throws -> MemoryFileSystem {
        let files = MemoryFileSystem()
        for directory in ["journal", "late", "days"] { try files.makeDirectory(directory) }
        for (name, bytes) in contents {
            var above = ""
            for part in name.split(separator: "/").dropLast() {
                above += (above.isEmpty ? "" : "/") + part
                if try files.information(above) == nil { try files.makeDirectory(above) }
            }
            let file = try files.create(name)
            try file.append(bytes)
            try file.close()
        }
        return files
    }

    /// Rows by day, so that days can be judged one by one; other questions run through every other part.
    static let byDay = "SELECT CAST(timestamp AS DATE) AS d, count(*), sum(details.n), count(DISTINCT session_id) FROM interactions GROUP BY 1"
    static let questions = [
        byDay, "SELECT action, component, count(*), sum(details.price) FROM interactions WHERE details.page <> 'p1' GROUP BY 1, 2",
        "SELECT timestamp, user_id, details.n FROM interactions ORDER BY timestamp DESC LIMIT 5",
    ]

    /// Every answer as lines, and the files missing in any of them.
    static func ask(_ manifests: ManifestStore) throws(InteractionError) -> (answers: [String: [String]], missing: [MissingEvents]) {
        let store = StoreDirectory(manifests: manifests)
        var answers: [String: [String]] = [:]
        var missing: [MissingEvents] = []
        for question in questions {
            let result = try store.answer(try QueryRun(question, now: manifests.clock.now(), limits: QueryLimits(threads: 1)))
            answers[question] = (0..<result.rowCount).map { row in
                result.columns.indices.map { "\(result[row, $0])" }.joined(separator: "|")
            }.sorted()
            missing += result.provenance.missing
        }
        var lines: [String] = []
        let exported = try store.export { (bytes, _) throws(InteractionError) in
            lines += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        answers["export"] = lines
        missing += exported.missingEvents
        let sessions = try store.answer(try QueryRun("FROM sessions(gap => '30 minutes')", now: store.manifests.clock.now()))
        answers["sessions"] = (0..<sessions.rowCount).map { row in sessions.columns.indices.map { "\(sessions[row, $0])" }.joined(separator: "|") }
        missing += sessions.provenance.missing
        return (answers, missing)
    }

    /// What is wrong with the answers of a damaged store; nil when they are right, or say that they are not.
    func judge(_ files: any FileSystem) -> String? {
        let found: (answers: [String: [String]], missing: [MissingEvents])
        do throws(InteractionError) {
            let manifests = ManifestStore(
                files: files, clock: FixedTime(Timestamp(microseconds: 1_775_000_000_000_000)), randomness: SeededRandomness(seed: 5))
            found = try Self.ask(manifests)
        } catch {
            return error.code == .damaged ? nil : "the error \(error.code.rawValue): \(error)"
        }
        if found.missing.isEmpty {
            for (question, answer) in answers where found.answers[question] != answer { return "another answer in silence: \(question)" }
            return nil
        }
        let lines = found.answers["export"] ?? []
        guard Set(lines).count == lines.count else { return "an event twice" }
        guard Set(lines).isSubset(of: answers["export"] ?? []) else { return "an event that was never stored" }
        // Other days are exact.
        if found.missing.contains(where: { $0.day == nil }) { return nil }
        let bad = Set(found.missing.compactMap { $0.day.map { "\($0)" } })
        func good(_ rows: [String]?) -> [String] { (rows ?? []).filter { row in !bad.contains { row.hasPrefix($0) } } }
        guard good(found.answers[Self.byDay]) == good(answers[Self.byDay]) else { return "a day that is not named differs" }
        return nil
    }
}
