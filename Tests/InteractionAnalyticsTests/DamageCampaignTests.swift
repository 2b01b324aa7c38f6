// Damage of every kind to every kind of file: no crash, no hang, no wrong answer that does not say so. A commit runs a slice;
// with IAQ_TEST_FULL every bit and every length of every file is tried. IAQ_DAMAGE_SLICE=2/10 tries the third tenth of them;
// IAQ_DAMAGE_RANDOM sets the number of random damages, IAQ_DAMAGE_SEED where they start.
import InteractionAnalytics
import InteractionFiles
import InteractionStorage
import Testing

@Suite struct DamageCampaignTests {
    static var isFull: Bool { ProcessEnvironment.value("IAQ_TEST_FULL") != nil }

    /// Places to try of `count`: all in a full run, else some.
    static func chosen(_ count: Int, every step: Int) -> StrideTo<Int> {
        let slice = (ProcessEnvironment.value("IAQ_DAMAGE_SLICE") ?? "").split(separator: "/").compactMap { Int($0) }
        if slice.count == 2, slice[1] > 0 { return stride(from: max(0, slice[0]), to: count, by: slice[1]) }
        return stride(from: 0, to: count, by: isFull ? 1 : step)
    }

    static func number(_ name: String, _ standard: Int) -> Int { ProcessEnvironment.value(name).flatMap { Int($0) } ?? standard }

    static func judge(_ store: DamageStore, _ name: String, _ bytes: [UInt8]?, _ what: @autoclosure () -> String) throws {
        var contents = store.contents
        contents[name] = bytes
        if let wrong = store.judge(try DamageStore.files(contents)) { Issue.record("\(what()) of \(name): \(wrong)") }
    }

    @Test func everyBit() throws {
        let store = try DamageStore()
        var tried = 0
        for name in store.named {
            let bytes = try #require(store.contents[name])
            for bit in Self.chosen(bytes.count * 8, every: 307) {
                var damaged = bytes
                damaged[bit / 8] ^= 1 << UInt8(bit % 8)
                try Self.judge(store, name, damaged, "bit \(bit)")
                tried += 1
            }
        }
        #expect(tried > 150)
    }

    @Test func everyLength() throws {
        let store = try DamageStore()
        for name in store.named {
            let bytes = try #require(store.contents[name])
            for length in Self.chosen(bytes.count, every: 61) { try Self.judge(store, name, Array(bytes[..<length]), "length \(length)") }
            for junk in [[0], [UInt8](repeating: 0, count: 700), [UInt8](repeating: 0x49, count: 60), bytes] {
                try Self.judge(store, name, bytes + junk, "junk of \(junk.count) bytes behind the end")
            }
            try Self.judge(store, name, nil, "removal")
        }
    }

    @Test func everyPairSwapped() throws {
        let store = try DamageStore()
        let names = store.contents.keys.sorted()
        for (index, first) in names.enumerated() {
            for second in names[(index + 1)...] {
                var contents = store.contents
                contents[first] = store.contents[second]
                contents[second] = store.contents[first]
                if let wrong = store.judge(try DamageStore.files(contents)) { Issue.record("\(first) and \(second) swapped: \(wrong)") }
            }
        }
    }

    /// Several places at once, in a larger store, and now and then a repair.
    @Test func randomDamage() throws {
        let store = try DamageStore(scale: 60)
        let seed = Self.number("IAQ_DAMAGE_SEED", 1)
        for step in 0..<Self.number("IAQ_DAMAGE_RANDOM", Self.isFull ? 10_000 : 24) {
            let random = SeededRandomness(seed: UInt64(seed + step))
            func pick(_ count: Int) -> Int { Int(random.next() % UInt64(max(1, count))) }
            var contents = store.contents
            for _ in 0...pick(3) {
                let name = store.named[pick(store.named.count)]
                var bytes = contents[name] ?? []
                switch pick(6) {
                case 0: bytes = Array(bytes.prefix(pick(bytes.count)))
                case 1: bytes += (0..<pick(3000)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                case 2:
                    let start = pick(bytes.count)
                    for index in start..<min(bytes.count, start + 512) { bytes[index] = 0 }
                default:
                    for _ in 0...pick(8) where !bytes.isEmpty { bytes[pick(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
                }
                contents[name] = bytes
            }
            let files = try DamageStore.files(contents)
            if let wrong = store.judge(files) { Issue.record("random damage, IAQ_DAMAGE_SEED=\(seed + step): \(wrong)") }
            guard step % 4 == 0 else { continue }
            do {
                _ = try StoreRepair.run(try DamageStore.manifests(files), .init())
                if let wrong = store.judge(files) { Issue.record("after repair, IAQ_DAMAGE_SEED=\(seed + step): \(wrong)") }
                #expect(try StoreVerification.run(try DamageStore.manifests(files), deep: true).allSatisfy { ["ok", "quarantined"].contains($0.status) })
            } catch {
                Issue.record("repair failed, IAQ_DAMAGE_SEED=\(seed + step): \(error)")
            }
        }
    }

    /// The judge itself: answers that lack an event without a word, or have one twice, are seen.
    @Test func theJudgeSeesSilentLoss() throws {
        var store = try DamageStore()
        let files = try DamageStore.files(store.contents)
        #expect(store.judge(files) == nil)
        store.answers["export"]?.removeLast()
        #expect(store.judge(files) != nil)
        var other = try DamageStore()
        other.answers[DamageStore.byDay]?[0] += "0"
        #expect(other.judge(files) != nil)
    }

    /// Damage that shows only when a query reads a part: the answer leaves the whole segment out and names it, and questions
    /// about other days, or that need other parts only, are whole.
    @Test func damageFoundWhileReading() throws {
        let store = try DamageStore(scale: 400)
        let name = try #require(store.named.first { $0.contains("/c-") })
        var contents = store.contents
        // Every part between header and footer.
        let bytes = try #require(contents[name])
        let footer = bytes[(bytes.count - 24)..<(bytes.count - 20)].reversed().reduce(0) { $0 << 8 | Int($1) }
        for offset in stride(from: 16, to: bytes.count - 24 - footer, by: 16) { contents[name]?[offset] ^= 1 }
        let directory = StoreDirectory(manifests: try DamageStore.manifests(try DamageStore.files(contents)))
        func ask(_ text: String) throws -> QueryResult { try directory.answer(try QueryRun(text, now: directory.manifests.clock.now())) }
        // Answered from the footer, which is whole.
        let count = try ask("SELECT count(*) FROM interactions")
        let partial = try ask("SELECT CAST(timestamp AS DATE) AS d, count(*), sum(details.n) FROM interactions GROUP BY 1")
        #expect(partial.provenance.missing.map(\.file) == [name])
        #expect(partial.provenance.missing.first?.day == DamageStore.first)
        #expect(partial.provenance.missing.first?.events == 5600)
        #expect((0..<partial.rowCount).allSatisfy { partial[$0, 0] != .date(DamageStore.first) })
        #expect(count.provenance.isPartial || count[0, 0] == .int(56 * 400))
        let others = try ask("SELECT count(*), max(timestamp) FROM interactions WHERE timestamp >= TIMESTAMP '2026-03-02'")
        #expect(!others.provenance.isPartial && others[0, 0] == .int(42 * 400))
        #expect(try ask("FROM sessions()").provenance.missing.map(\.file) == [name])
        #expect(try ask("FROM transitions()").provenance.isPartial)
        #expect(try directory.session("s1").provenance.isPartial)
        #expect(try directory.session("no such session").provenance.isPartial)
        #expect(try directory.columns(now: directory.manifests.clock.now()).missing.map(\.file) == [name])
    }
}
