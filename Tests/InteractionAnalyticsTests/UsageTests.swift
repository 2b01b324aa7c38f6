// Usage stats and the table function `usage` against the definition, one event at a time, over random stores.
import InteractionAnalytics
import InteractionExecution
import InteractionPlan
import Testing

@Suite struct UsageTests {
    static let zones = ["UTC", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Kiritimati"]

    static func equal(_ a: [UsageStats], _ b: [UsageStats]) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).allSatisfy { a, b in
            var a = a
            // The mean is of sums in another order.
            if let x = a.avgGenerationTime, let y = b.avgGenerationTime, abs(x - y) <= 1e-12 * abs(y) { a.avgGenerationTime = y }
            return a == b
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func equalToTheDefinition(seed: UInt64) async throws {
        let events = UsageReference.events(seed: seed, count: [40, 400, 1500][Int(seed % 3)])
        let store = try await UsageReference.store(events, seed: seed &* 31)
        for name in Self.zones {
            let zone = try ZoneNames.rules(named: name)
            for period in CalendarPeriod.allCases {
                let wanted = UsageReference.stats(events, period, zone, prompts: 3)
                for threads in [1, 2, 5] {
                    let found = try await store.usage(period: period, timeZone: name, prompts: 3, limits: QueryLimits(threads: threads))
                    #expect(Self.equal(found, wanted), "seed \(seed), \(name), \(period), \(threads) threads")
                }
            }
            // Events are chosen first: a part of the time that cuts days, and a condition.
            let start = Timestamp(microseconds: Day(year: 2026, month: 3, day: 22).start.microseconds + 37_800_000_000)
            let end = Timestamp(microseconds: Day(year: 2026, month: 4, day: 5).start.microseconds + 3_600_000_000)
            let chosen = events.filter { $0.timestamp >= start && $0.timestamp < end && $0.action != "view" }
            let found = try await store.usage(.between(start..<end), timeZone: name, where: "action <> 'view'", prompts: 1)
            #expect(Self.equal(found, UsageReference.stats(chosen, .day, zone, prompts: 1)), "seed \(seed), \(name)")
            let part = try await store.usage(.between(start..<end), period: .week, timeZone: name)
            #expect(Self.equal(part, UsageReference.stats(events.filter { $0.timestamp >= start && $0.timestamp < end }, .week, zone, prompts: 5)))
        }
        try await store.close()
    }

    @Test func nothingHasNoRows() async throws {
        let store = try await InteractionStore.inMemory()
        #expect(try await store.usage().isEmpty)
        try await store.append([Interaction(timestamp: Timestamp(microseconds: 0), action: "click")])
        #expect(try await store.usage(where: "action = 'other'").isEmpty)
        #expect(try await store.usage(.between(Timestamp(microseconds: 5)..<Timestamp(microseconds: 5))).isEmpty)
        #expect(try await store.usage(.last(.days(1))).isEmpty)
        // An event of nobody makes a row without users.
        let rows = try await store.usage()
        #expect(rows.count == 1 && rows[0].events == 1 && rows[0].dailyActiveUsers == 0 && rows[0].monthlyActiveUsers == 0)
        #expect(try await store.query("SELECT bucket, dailyActiveUsers FROM usage()").rowCount == 1)
        try await store.close()
    }

    /// The function is a relation like any other, and what is not read is not computed.
    @Test func composesWithTheRestOfAQuery() async throws {
        let events = UsageReference.events(seed: 77, count: 500)
        let store = try await UsageReference.store(events, seed: 5)
        let days = UsageReference.stats(events, .day, .utc, prompts: 5)
        let weeks = UsageReference.stats(events, .week, .utc, prompts: 5)
        struct Row: Decodable, Equatable { let week: String, days: Int, most: Int }
        let rows: [Row] = try await store.query(
            """
            SELECT CAST(CAST(date_trunc('week', bucket) AS DATE) AS VARCHAR) AS week, count(*) AS days, max(u.dailyActiveUsers) AS most
            FROM usage() AS u WHERE events > 0 GROUP BY ALL HAVING max(dailyActiveUsers) > 1 ORDER BY most DESC, week
            """)
        var wanted: [Row] = []
        for week in weeks {
            let own = days.filter { CalendarPeriod.week.start(of: $0.bucket) == week.bucket && $0.events > 0 }
            if let most = own.map(\.dailyActiveUsers).max(), most > 1 { wanted.append(Row(week: "\(week.bucket)", days: own.count, most: most)) }
        }
        #expect(rows == wanted.sorted { ($1.most, $0.week) < ($0.most, $1.week) })

        struct Busiest: Decodable, Equatable { let bucket: Day?, n: Int }
        let most = days.map(\.monthlyActiveUsers).max() ?? 0
        let found = try await store.query(
            """
            WITH u AS (SELECT bucket, monthlyActiveUsers AS mau, sessions FROM usage('day', where => action <> 'nothing'))
            SELECT bucket, sessions FROM u WHERE mau = (SELECT max(mau) FROM u) ORDER BY bucket LIMIT 1
            """)
        let best = try #require(days.first { $0.monthlyActiveUsers == most })
        #expect(found[0, "bucket"] == .date(best.bucket) && found[0, "sessions"] == .int(Int64(best.sessions)))
        let all = try await store.query("SELECT count(*) AS n FROM usage(period => 'month')")
        #expect(all[0, 0] == .int(Int64(UsageReference.stats(events, .month, .utc, prompts: 5).count)))
        let members = try await store.query("SELECT count(*) FROM usage() WHERE bucket IN (SELECT bucket FROM usage('week') WHERE events > 0)")
        #expect(members[0, 0] == .int(Int64(days.filter { day in weeks.contains { $0.bucket == day.bucket && $0.events > 0 } }.count)))
        // Active users of whole days of UTC need no row of a sealed segment.
        try await store.seal()
        let cheap = try await store.query("SELECT bucket, weeklyActiveUsers FROM usage()")
        #expect(cheap.provenance.rowsRead == 0 && cheap.rowCount == days.count)
        #expect(try await store.query("SELECT bucket, weeklyActiveUsers, events FROM usage()").provenance.rowsRead == events.count)
        try await store.close()
    }

    /// Days whose users stand far apart in order: ranges of texts follow all of them, not the day with the most.
    @Test func daysOfOtherUsersAreCutToo() async throws {
        let store = try await InteractionStore.inMemory()
        let first = Day(year: 2026, month: 3, day: 1)
        for (day, name) in [(0, "a"), (1, "b"), (2, "c")] {
            let time = Timestamp(microseconds: first.advanced(by: day).start.microseconds)
            for batch in 0..<5 {
                // Of each day's users a thousand come again on the next one.
                let own = (0..<6000).map { Interaction(timestamp: time, userId: "\(name)\(batch * 6000 + $0)", action: "click") }
                try await store.append(own, durability: .written)
            }
            if day > 0 {
                let back = (0..<1000).map { Interaction(timestamp: time, userId: "\(day == 1 ? "a" : "b")\($0)", action: "click") }
                try await store.append(back, durability: .written)
            }
            try await store.seal()
        }
        for threads in [1, 2] {
            let rows = try await store.usage(limits: QueryLimits(threads: threads))
            #expect(rows.map(\.dailyActiveUsers) == [30_000, 31_000, 31_000])
            #expect(rows.map(\.weeklyActiveUsers) == [30_000, 60_000, 90_000])
            let all = try await store.query("SELECT count(DISTINCT user_id) FROM interactions", limits: QueryLimits(threads: threads))
            #expect(all[0, 0] == .int(90_000))
        }
        try await store.close()
    }

    @Test func errorsAreTyped() async throws {
        let store = try await UsageReference.store(UsageReference.events(seed: 3, count: 300), seed: 3)
        func code(_ body: () async throws(InteractionError) -> Void) async -> InteractionError.Code? {
            do throws(InteractionError) { try await body() } catch { return error.code }
            return nil
        }
        #expect(await code { () throws(InteractionError) in _ = try await store.usage(prompts: 0) } == .invalidArgument)
        #expect(await code { () throws(InteractionError) in _ = try await store.usage(timeZone: "Europe/Nowhere") } == .invalidArgument)
        #expect(await code { () throws(InteractionError) in _ = try await store.usage(where: "acton = 'a'") } == .invalidQuery)
        #expect(await code { () throws(InteractionError) in _ = try await store.usage(.last(.days(-1))) } == .invalidArgument)
        #expect(await code { () throws(InteractionError) in _ = try await store.query("SELECT * FROM usage('decade')") } == .invalidQuery)
        let small = QueryLimits(memoryBytes: 2000, spills: false)
        #expect(await code { () throws(InteractionError) in _ = try await store.query("SELECT bucket, dailyActiveUsers FROM usage()", limits: small) } == .limitReached)
        try await store.close()
    }
}
