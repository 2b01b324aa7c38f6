// The commonest values against the definition, one event at a time, over random stores; comparison with the time before.
import InteractionAnalytics
import Testing

@Suite struct TopTests {
    /// A property as values that are equal where the engine's are: 1 is 1.0.
    static func value(_ property: PropertyValue?) -> QueryValue? {
        switch property {
        case .string(let text)?: .text(text)
        case .int(let number)?: .int(number)
        case .double(let number)?: Int64(exactly: number).map { .int($0) } ?? .double(number)
        case .bool(let flag)?: .bool(flag)
        default: nil
        }
    }

    static func normal(_ value: QueryValue) -> QueryValue {
        if case .double(let number) = value, let whole = Int64(exactly: number) { return .int(whole) }
        return value
    }

    static func top(
        _ events: [Interaction], n: Int, by: ((Interaction) -> String?)? = nil, previous: [Interaction]? = nil, _ value: (Interaction) -> QueryValue?
    ) -> [TopValue] {
        var rows: [TopValue] = []
        var parts: [String?] = [nil]
        if let by { parts = Array(Set(events.filter { value($0) != nil }.map(by))).sorted { BehaviorEvents.precedes($0, $1) ?? false } }
        for part in parts {
            let own = by.map { by in events.filter { by($0) == part } } ?? events
            let before = by.map { by in previous?.filter { by($0) == part } } ?? previous
            let groups = Dictionary(grouping: own.filter { value($0) != nil }) { value($0) ?? .null }
            let total = groups.values.reduce(0) { $0 + $1.count }
            let ranked = groups.sorted { a, b in
                if a.value.count != b.value.count { return a.value.count > b.value.count }
                return BehaviorEvents.precedes(a.key.description, b.key.description) ?? { if case .int = a.key { true } else { false } }()
            }
            for (key, list) in ranked.prefix(n) {
                let old = before.map { $0.count { value($0) == key } }
                rows.append(
                    TopValue(
                        by: by == nil ? nil : part.map { .text($0) } ?? .null, value: key, count: list.count, share: Double(list.count) / Double(total),
                        units: Set(list.compactMap(BehaviorEvents.unit)).count, previousCount: old,
                        change: old.flatMap { $0 == 0 ? nil : Double(list.count - $0) / Double($0) }, total: total, values: groups.count))
            }
        }
        return rows
    }

    static func normal(_ rows: [TopValue]) -> [TopValue] {
        rows.map { row in
            var row = row
            row.value = normal(row.value)
            return row
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func equalToTheDefinition(seed: UInt64) async throws {
        let events = BehaviorEvents.events(seed: seed &+ 200, count: [25, 400, 3000][Int(seed % 3)]).map(\.event)
        let store = try await UsageReference.store(events, seed: seed &* 7)
        func url(_ event: Interaction) -> QueryValue? { Self.value(event.details?["url"]) }
        let start = Timestamp(microseconds: Day(year: 2026, month: 3, day: 29).start.microseconds)
        let end = Timestamp(microseconds: Day(year: 2026, month: 4, day: 1).start.microseconds)
        let before = Timestamp(microseconds: Day(year: 2026, month: 3, day: 26).start.microseconds)
        for threads in [1, 3] {
            let limits = QueryLimits(threads: threads)
            for n in [1, 3, 100] {
                #expect(Self.normal(try await store.top("details.url", n: n, limits: limits)) == Self.top(events, n: n, url), "seed \(seed), \(n)")
                #expect(
                    Self.normal(try await store.top("details.url", n: n, by: "component", limits: limits))
                        == Self.top(events, n: n, by: { $0.component }, url), "seed \(seed), \(n) by component")
                let now = events.filter { $0.timestamp >= start && $0.timestamp < end && $0.action != "error" }
                let old = events.filter { $0.timestamp >= before && $0.timestamp < start && $0.action != "error" }
                let compared = try await store.top(
                    "details.url", .between(start..<end), n: n, compare: .previous, where: "action <> 'error'", limits: limits)
                #expect(Self.normal(compared) == Self.top(now, n: n, previous: old, url), "seed \(seed), \(n) compared")
                let parted = try await store.top(
                    "details.url", .between(start..<end), n: n, by: "component", compare: .between(before..<start), where: "action <> 'error'", limits: limits)
                #expect(Self.normal(parted) == Self.top(now, n: n, by: { $0.component }, previous: old, url), "seed \(seed), \(n) compared by component")
            }
        }
        #expect(try await store.top("user_id", n: 5) == Self.top(events, n: 5) { $0.userId.map { .text($0) } }, "seed \(seed)")
        let found = try await store.query(
            "SELECT value, previousCount FROM top(action, n => 2, compare => timestamp < '2026-03-28', where => timestamp >= '2026-03-28')")
        let cut = Timestamp(microseconds: Day(year: 2026, month: 3, day: 28).start.microseconds)
        let wanted = Self.top(events.filter { $0.timestamp >= cut }, n: 2, previous: events.filter { $0.timestamp < cut }) { .text($0.action) }
        #expect((0..<found.rowCount).map { found[$0, 0] } == wanted.map(\.value))
        #expect((0..<found.rowCount).map { found[$0, 1] } == wanted.map { .int(Int64($0.previousCount ?? 0)) })
        try await store.close()
    }

    @Test func wrongQuestions() async throws {
        let store = try await InteractionStore.inMemory()
        #expect(try await store.top("action").isEmpty)
        #expect(try await store.query("SELECT * FROM top(details.url, by => component)").columns.map(\.name) == ["by", "value", "count", "share", "units", "total", "values"])
        func code(_ body: () async throws(InteractionError) -> Void) async -> InteractionError.Code? {
            do throws(InteractionError) { try await body() } catch { return error.code }
            return nil
        }
        #expect(await code { () throws(InteractionError) in _ = try await store.top("action", n: 0) } == .invalidArgument)
        #expect(await code { () throws(InteractionError) in _ = try await store.top("action", compare: .previous) } == .invalidArgument)
        #expect(await code { () throws(InteractionError) in _ = try await store.top("count(*)") } == .invalidQuery)
        #expect(await code { () throws(InteractionError) in _ = try await store.top("acton") } == .invalidQuery)
        #expect(await code { () throws(InteractionError) in _ = try await store.query("SELECT * FROM top()") } == .invalidQuery)
        // What is no column of an event stays none, also where a function reads its arguments by name.
        #expect(await code { () throws(InteractionError) in _ = try await store.query("SELECT \"value\" FROM interactions") } == .invalidQuery)
        try await store.close()
    }

    @Test func theTimeBefore() throws {
        let berlin = try ZoneNames.rules(named: "Europe/Berlin")
        func day(_ month: Int, _ day: Int) -> Timestamp { berlin.start(of: Day(year: 2026, month: month, day: day)) }
        func before(_ from: Timestamp, _ to: Timestamp) throws -> Range<Timestamp> {
            try EventComparison.previous.range(comparedWith: from..<to, zone: berlin)
        }
        // Whole days: as many days, also where one has 23 hours.
        #expect(try before(day(3, 30), day(4, 6)) == day(3, 23)..<day(3, 30))
        #expect(try before(day(3, 29), day(3, 30)) == day(3, 28)..<day(3, 29))
        let noon = Timestamp(microseconds: day(3, 30).microseconds + 43_200_000_000)
        #expect(try before(day(3, 30), noon) == Timestamp(microseconds: day(3, 30).microseconds - 43_200_000_000)..<day(3, 30))
        #expect(throws: InteractionError.self) { try before(day(3, 30), Timestamp(microseconds: .max)) }
        #expect(throws: InteractionError.self) { try EventComparison.previous.range(comparedWith: nil, zone: berlin) }
        #expect(throws: InteractionError.self) { try before(Timestamp(microseconds: .min + 5), Timestamp(microseconds: 5)) }
    }
}
