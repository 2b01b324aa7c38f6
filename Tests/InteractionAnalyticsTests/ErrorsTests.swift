// Errors against the definition, one event at a time, over random stores: groups, summary, one error with the events before it.
import InteractionAnalytics
import Testing

@Suite struct ErrorsTests {
    struct Group {
        var message: String?
        var frames: [String]
        var component: String?
        var events: [Interaction] = []
    }

    static func isCritical(_ event: Interaction) -> Bool {
        if let said = event.details?["critical"], said != .null { return said == .bool(true) }
        return event.details?["uncaught"] == .bool(true)
    }

    /// The definition, but for fingerprints.
    static func groups(_ events: [BehaviorEvents.Made], _ zone: ZoneRules) -> [ErrorGroup] {
        let errors = events.filter { $0.event.action == "error" }
        var groups: [Group] = []
        for error in errors {
            let index = groups.firstIndex {
                BehaviorEvents.precedes($0.message, error.message) == nil && $0.frames == error.frames && BehaviorEvents.precedes($0.component, error.component) == nil
            }
            if index == nil { groups.append(Group(message: error.message, frames: error.frames, component: error.component)) }
            groups[index ?? groups.count - 1].events.append(error.event)
        }
        let days = errors.map { zone.day(of: $0.event.timestamp).number }
        guard let first = days.min(), let last = days.max() else { return [] }
        let made = groups.map { group in
            ErrorGroup(
                fingerprint: "", message: group.message, component: group.component, frames: group.frames, count: group.events.count,
                units: Set(group.events.compactMap(BehaviorEvents.unit)).count, sessions: Set(group.events.compactMap(\.sessionId)).count,
                critical: group.events.count { isCritical($0) }, firstSeen: group.events.map(\.timestamp).min() ?? .now,
                lastSeen: group.events.map(\.timestamp).max() ?? .now,
                daily: (first...last).map { day in group.events.count { zone.day(of: $0.timestamp).number == day } })
        }
        return made.sorted { a, b in
            if a.count != b.count { return a.count > b.count }
            let frames = (a.frames.isEmpty ? nil : a.frames.joined(separator: "\n"), b.frames.isEmpty ? nil : b.frames.joined(separator: "\n"))
            return BehaviorEvents.precedes(a.message, b.message) ?? BehaviorEvents.precedes(frames.0, frames.1)
                ?? BehaviorEvents.precedes(a.component, b.component) ?? false
        }
    }

    static func check(_ report: ErrorReport, _ events: [BehaviorEvents.Made], _ zone: ZoneRules, _ what: String) {
        let wanted = groups(events, zone)
        var found = report.groups
        #expect(Set(found.map(\.fingerprint)).count == found.count, "\(what)")
        for index in found.indices {
            #expect(found[index].fingerprint.count == 16 && found[index].fingerprint.allSatisfy(\.isHexDigit))
            found[index].fingerprint = ""
        }
        #expect(found == wanted, "\(what)")
        let errors = events.map(\.event).filter { $0.action == "error" }
        let sessions = Set(events.compactMap(\.event.sessionId))
        let failed = Set(errors.compactMap(\.sessionId))
        #expect(report.errors == errors.count && report.critical == errors.count { isCritical($0) }, "\(what)")
        #expect(report.units == Set(errors.compactMap(BehaviorEvents.unit)).count, "\(what)")
        #expect(report.sessions == sessions.count && report.sessionsWithErrors == failed.count, "\(what)")
        #expect(report.errorFreeSessions == (sessions.isEmpty ? nil : Double(sessions.count - failed.count) / Double(sessions.count)), "\(what)")
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func equalToTheDefinition(seed: UInt64) async throws {
        let made = BehaviorEvents.events(seed: seed, count: [30, 300, 2500][Int(seed % 3)])
        let store = try await UsageReference.store(made.map(\.event), seed: seed &* 17)
        for name in ["UTC", "Europe/Berlin", "Pacific/Kiritimati"] {
            let zone = try ZoneNames.rules(named: name)
            for threads in [1, 3] {
                Self.check(try await store.errors(timeZone: name, limits: QueryLimits(threads: threads)), made, zone, "seed \(seed), \(name)")
            }
        }
        let start = Timestamp(microseconds: Day(year: 2026, month: 3, day: 28).start.microseconds + 5_000_000_000)
        let end = Timestamp(microseconds: Day(year: 2026, month: 4, day: 1).start.microseconds)
        let chosen = made.filter { $0.event.timestamp >= start && $0.event.timestamp < end && $0.event.component != "Page" }
        let part = try await store.errors(.between(start..<end), where: "component IS DISTINCT FROM 'Page'")
        Self.check(part, chosen, .utc, "seed \(seed), chosen")
        // Each error alone: the last one in a session, and the chosen events of that before it.
        for (everything, events, filter, range) in [
            (try await store.errors(), made, nil, EventRange.all), (part, chosen, "component IS DISTINCT FROM 'Page'" as String?, EventRange.between(start..<end)),
        ] {
            let ordered = BehaviorEvents.ordered(events)
            for group in everything.groups.enumerated().filter({ $0.offset % 7 == Int(seed % 7) }).map(\.element) {
                let detail = try await store.error(group.fingerprint, range, where: filter)
                #expect(detail.group == group)
                let own = ordered.indices.filter {
                    ordered[$0].event.action == "error" && ordered[$0].message.map { Array($0.utf8) } == group.message.map { Array($0.utf8) }
                        && ordered[$0].frames == group.frames && ordered[$0].component == group.component
                }
                let last = try #require(own.last { ordered[$0].event.sessionId != nil } ?? own.last)
                let example = ordered[last].event
                let before = ordered[..<last].map(\.event).filter { $0.sessionId != nil && $0.sessionId == example.sessionId }
                #expect(detail.example == example && detail.breadcrumbs == Array(before.suffix(100)), "seed \(seed), \(group)")
            }
        }
        try await store.close()
    }

    /// More than a hundred events before, over days and segments, with many at one instant.
    @Test func breadcrumbsAreTheLastHundred() async throws {
        let store = try await InteractionStore.inMemory()
        let first = Day(year: 2026, month: 3, day: 1).start.microseconds
        var events: [Interaction] = []
        for index in 0..<400 {
            let time = Timestamp(microseconds: first + Int64(index / 90) * 86_400_000_000)
            events.append(Interaction(timestamp: time, sessionId: index % 3 == 0 ? "other" : "s", action: "a\(index)"))
        }
        events.insert(Interaction(timestamp: events[299].timestamp, sessionId: "s", action: "error", details: ["error": "boom"]), at: 300)
        for part in [events[..<150], events[150..<320], events[320...]] {
            try await store.append(Array(part), durability: .written)
            try await store.seal()
        }
        let wanted = Array(events[..<300].filter { $0.sessionId == "s" }.suffix(100))
        let fingerprint = try await store.errors().groups[0].fingerprint
        for round in 0..<2 {
            let detail = try await store.error(String(fingerprint.prefix(4)).uppercased())
            #expect(detail.example == events[300] && detail.breadcrumbs == wanted, "round \(round)")
            _ = try await store.compact(all: true)
        }
        try await store.close()
    }

    /// The id of an error is the same everywhere and for ever: it stands in tickets.
    @Test func fingerprintsStay() async throws {
        let store = try await InteractionStore.inMemory()
        let time = Timestamp(microseconds: 1_770_000_000_000_000)
        try await store.append([
            Interaction(
                timestamp: time, action: "error", component: "Cart",
                details: ["error": "timeout after 5 ms", "stack": "E\n at f (a.js:1:2)\n at g (b.js:3:4)"]),
            Interaction(timestamp: time, action: "error"),
        ])
        func hash(_ bytes: [UInt8]) -> String {
            let sum = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            let text = String(sum, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let groups = try await store.errors().groups
        #expect(
            Set(groups.map(\.fingerprint)) == [
                hash(Array("timeout after # ms\u{1F}f (a.js)\ng (b.js)\u{1F}Cart\u{1F}".utf8)), hash([0x1E, 0x1E, 0x1E]),
            ])
        try await store.close()
    }

    @Test func nothingAndWrongQuestions() async throws {
        let store = try await InteractionStore.inMemory()
        let empty = try await store.errors()
        #expect(empty.groups.isEmpty && empty.errors == 0 && empty.errorFreeSessions == nil)
        try await store.append([Interaction(timestamp: Timestamp(microseconds: 0), sessionId: "s", action: "click")])
        #expect(try await store.errors().errorFreeSessions == 1)
        func code(_ body: () async throws(InteractionError) -> Void) async -> InteractionError.Code? {
            do throws(InteractionError) { try await body() } catch { return error.code }
            return nil
        }
        #expect(await code { () throws(InteractionError) in _ = try await store.error("abcd") } == .notFound)
        #expect(await code { () throws(InteractionError) in _ = try await store.error("") } == .notFound)
        #expect(await code { () throws(InteractionError) in _ = try await store.errors(where: "acton = 'a'") } == .invalidQuery)
        #expect(await code { () throws(InteractionError) in _ = try await store.errors(timeZone: "No/Where") } == .invalidArgument)
        for index in 0..<200 {
            let letters = String(UnicodeScalar(UInt8(97 + index % 26))) + String(UnicodeScalar(UInt8(97 + index / 26)))
            try await store.append([Interaction(timestamp: Timestamp(microseconds: 1), action: "error", details: ["error": .string(letters)])])
        }
        let first = try await store.errors().groups[0].fingerprint
        #expect(await code { () throws(InteractionError) in _ = try await store.error(String(first.prefix(1))) } == .invalidArgument)
        // Days far apart do not make long lists: the last ones are told.
        let far = Timestamp(microseconds: Day(year: 2200, month: 1, day: 1).start.microseconds - 1)
        try await store.append([Interaction(timestamp: far, action: "error")])
        let groups = try await store.errors().groups
        #expect(groups.count == 201 && groups.allSatisfy { $0.daily.count == 1000 && $0.daily.reduce(0, +) == ($0.lastSeen == far ? 1 : 0) })
        try await store.close()
    }

    /// A relation like any other, of which only what is read is computed.
    @Test func inQueries() async throws {
        let made = BehaviorEvents.events(seed: 12, count: 600)
        let store = try await UsageReference.store(made.map(\.event), seed: 3)
        let wanted = Self.groups(made, .utc)
        let top = try await store.query("SELECT component, sum(count) AS n FROM errors() GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1")
        var sums: [String?: Int] = [:]
        for group in wanted { sums[group.component, default: 0] += group.count }
        #expect(top[0, "n"] == .hugeint(Int128(sums.values.max() ?? 0)) || top[0, "n"] == .int(Int64(sums.values.max() ?? 0)))
        let critical = try await store.query("SELECT fingerprint, daily FROM errors(where => component = 'Cart') WHERE critical > 0")
        #expect(critical.rowCount == Self.groups(made.filter { $0.event.component == "Cart" }, .utc).count { $0.critical > 0 })
        let free = try await store.query("SELECT errorFreeSessions FROM errors(summary => true)")
        #expect(free[0, 0] == .double(try #require(try await store.errors().errorFreeSessions)))
        let messages = try await store.query(
            "SELECT error_message(details.error) AS m, count(*) AS n FROM interactions WHERE action = 'error' AND details.error IS NOT NULL GROUP BY 1")
        #expect(messages.rowCount == 6)
        try await store.close()
    }
}
