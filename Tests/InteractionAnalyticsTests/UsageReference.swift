// Usage stats one event at a time, and random stores to hold them against: late events, ties, events without user or session,
// several segments a day, rows that wait in the journal.
import InteractionAnalytics

/// Numbers from a seed.
struct UsageDice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }
}

enum UsageReference {
    /// Events around the days on which Berlin's clocks change, with pauses of days between them.
    static func events(seed: UInt64, count: Int) -> [Interaction] {
        var dice = UsageDice(state: seed)
        let first = Day(year: 2026, month: 3, day: 20).start.microseconds
        return (0..<count).map { _ in
            // Quarter hours, so that many lie on the border of a day; none on some days.
            let day = [0, 1, 2, 8, 9, 9, 10, 16, 17, 47, 48][dice.roll(11)]
            let quarter = dice.roll(96)
            var details = Properties()
            let action = ["click", "error", "generation_complete", "generation_complete", "view"][dice.roll(5)]
            if dice.roll(3) > 0 { details["generationTime"] = [.int(Int64(dice.roll(900))), .double(Double(dice.roll(99)) / 4), .string("slow")][dice.roll(3)] }
            if dice.roll(3) > 0 { details["success"] = .bool(dice.roll(3) > 0) }
            if dice.roll(2) == 0 { details["prompt"] = dice.roll(9) == 0 ? .int(7) : .string("p\(dice.roll(12))") }
            return Interaction(
                timestamp: Timestamp(microseconds: first + Int64(day) * 86_400_000_000 + Int64(quarter) * 900_000_000),
                sessionId: dice.roll(4) == 0 ? nil : "s\(dice.roll(count / 8 + 1))",
                userId: dice.roll(4) == 0 ? nil : dice.roll(30) == 0 ? "a user with a name of many letters \(dice.roll(3))" : "u\(dice.roll(count / 20 + 2))",
                action: action, component: nil, details: details)
        }
    }

    /// A store of them in memory, in the order given: some days sealed in parts, some compacted, the rest in the journal.
    static func store(_ events: [Interaction], seed: UInt64) async throws -> InteractionStore {
        var dice = UsageDice(state: seed)
        let store = try await InteractionStore.inMemory()
        var start = 0
        while start < events.count {
            let end = min(events.count, start + 1 + dice.roll(events.count / 2 + 1))
            try await store.append(Array(events[start..<end]), durability: .written)
            if end < events.count || dice.roll(2) == 0 { try await store.seal() }
            if dice.roll(3) == 0 { _ = try await store.compact(all: dice.roll(2) == 0) }
            start = end
        }
        return store
    }

    struct Row: Equatable {
        var users: Set<String> = []
        var anonymous: Set<String> = []
        var sessions: Set<String> = []
        var events = 0, generations = 0, failed = 0, errors = 0
        var times: [Double] = []
        var prompts: [String: Int] = [:]
    }

    /// The definition: buckets of local days, filled between the first and the last.
    static func stats(_ events: [Interaction], _ period: CalendarPeriod, _ zone: ZoneRules, prompts: Int) -> [UsageStats] {
        var rows: [Day: Row] = [:]
        var active: [Day: Set<String>] = [:]
        for event in events {
            let day = zone.day(of: event.timestamp)
            var row = rows[period.start(of: day)] ?? Row()
            row.events += 1
            if let session = event.sessionId { row.sessions.insert(session) }
            if let user = event.userId {
                row.users.insert(user)
                active[day, default: []].insert(user)
            } else if let session = event.sessionId {
                row.anonymous.insert(session)
            }
            if event.action == "generation_complete" {
                row.generations += 1
                if event.details?["success"] == .bool(false) { row.failed += 1 }
            }
            if event.action == "error" { row.errors += 1 }
            switch event.details?["generationTime"] {
            case .int(let time): row.times.append(Double(time))
            case .double(let time): row.times.append(time)
            default: break
            }
            switch event.details?["prompt"] {
            case .string(let text): row.prompts[text, default: 0] += 1
            case .int(let number): row.prompts["\(number)", default: 0] += 1
            default: break
            }
            rows[period.start(of: day)] = row
        }
        guard let first = rows.keys.min(), let last = rows.keys.max(), let newest = events.map({ zone.day(of: $0.timestamp) }).max() else { return [] }
        var result: [UsageStats] = []
        var day = first
        while day <= last {
            if period.start(of: day) == day {
                var end = day
                while end < newest, period.start(of: end.advanced(by: 1)) == day { end = end.advanced(by: 1) }
                func trailing(_ days: Int) -> Int {
                    (0..<days).reduce(into: Set<String>()) { $0.formUnion(active[end.advanced(by: -$1)] ?? []) }.count
                }
                let row = rows[day] ?? Row()
                let ranked = row.prompts.sorted { a, b in
                    a.value == b.value ? a.key.utf8.lexicographicallyPrecedes(b.key.utf8) : a.value > b.value
                }
                result.append(
                    UsageStats(
                        bucket: day, dailyActiveUsers: row.users.count, anonymousSessions: row.anonymous.count,
                        weeklyActiveUsers: trailing(7), monthlyActiveUsers: trailing(30), events: row.events, sessions: row.sessions.count,
                        totalGenerations: row.generations,
                        avgGenerationTime: row.times.isEmpty ? nil : row.times.reduce(0, +) / Double(row.times.count),
                        errorRate: row.generations == 0 ? nil : Double(row.failed) / Double(row.generations),
                        errorEventRate: row.events == 0 ? nil : Double(row.errors) / Double(row.events),
                        topPrompts: ranked.prefix(prompts).map(\.key)))
            }
            day = day.advanced(by: 1)
        }
        return result
    }
}
