// Cohorts, life cycles and their table functions against the definition over random stores, and the cases that have names.
import InteractionAnalytics
import Testing

@Suite struct CohortTests {
    static let zones = ["UTC", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Kiritimati"]

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as [UInt64])
    func equalToTheDefinition(seed: UInt64) async throws {
        let events = UsageReference.events(seed: seed, count: [40, 400, 1500][Int(seed % 3)])
        let store = try await UsageReference.store(events, seed: seed &* 31)
        var dice = UsageDice(state: seed &* 77)
        for name in Self.zones {
            let zone = try ZoneNames.rules(named: name)
            for period in CalendarPeriod.allCases {
                for _ in 0..<6 {
                    var question = CohortQuestion(period: period)
                    let starts: [EventMatch?] = [nil, nil, "generation_complete", .condition("action = 'click' OR details.success = true")]
                    let start = starts[dice.roll(4)]
                    let back: EventMatch? = [nil, nil, "error", "generation_complete"][dice.roll(4)]
                    question.start = Self.match(start)
                    question.back = Self.match(back)
                    let unit = [CountedUnit.user, .user, .identified, .session, .value("details.prompt"), .value("details.generationTime")][dice.roll(6)]
                    question.unit = Self.unit(unit)
                    question.isRolling = period != .month && dice.roll(4) == 0
                    question.isRecurring = !question.isRolling && dice.roll(3) == 0
                    if dice.roll(4) == 0 {
                        question.brackets = [0...0, 1...3, 5...9]
                    } else if dice.roll(3) == 0 {
                        question.criterion = .onOrAfter
                    }
                    let wanted = CohortReference.cells(events, question, zone)
                    for threads in [1, 3] {
                        let found = try await store.cohorts(
                            period: period, start: start, return: back, unit: unit, criterion: question.criterion,
                            entry: question.isRecurring ? .recurring : .first, rolling: question.isRolling, brackets: question.brackets,
                            timeZone: name, limits: QueryLimits(threads: threads))
                        #expect(found == wanted, "seed \(seed), \(name), \(question), \(String(describing: start)), \(String(describing: back)), \(unit)")
                    }
                }
                let life = CohortReference.lifecycle(events, period, zone)
                #expect(try await store.lifecycle(period: period, timeZone: name) == life)
                let failures = try await store.lifecycle(period: period, event: "error", unit: .session, timeZone: name)
                #expect(
                    failures
                        == CohortReference.lifecycle(events, period, zone, where: { $0.action == "error" }, unit: CohortReference.session))
                for rows in [life, failures] { #expect(Self.balances(rows)) }
            }
        }
        try await store.close()
    }

    /// Events are chosen first; periods go to the end of the chosen time.
    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func chosenEventsOnly(seed: UInt64) async throws {
        let events = UsageReference.events(seed: seed, count: 600)
        let store = try await UsageReference.store(events, seed: seed)
        let zone = try ZoneNames.rules(named: "Europe/Berlin")
        let start = Timestamp(microseconds: Day(year: 2026, month: 3, day: 22).start.microseconds + 37_800_000_000)
        for end in [Day(year: 2026, month: 4, day: 5), Day(year: 2026, month: 6, day: 20)] {
            let to = Timestamp(microseconds: zone.start(of: end).microseconds)
            let chosen = events.filter { $0.timestamp >= start && $0.timestamp < to && $0.action != "view" }
            for (rolling, recurring) in [(false, false), (true, false), (false, true)] {
                let question = CohortQuestion(back: Self.match("error"), isRecurring: recurring, isRolling: rolling, to: to)
                let found = try await store.cohorts(
                    .between(start..<to), return: "error", entry: recurring ? .recurring : .first, rolling: rolling, timeZone: "Europe/Berlin",
                    where: "action <> 'view'")
                #expect(found == CohortReference.cells(chosen, question, zone), "seed \(seed), \(end), \(rolling), \(recurring)")
            }
            let life = try await store.lifecycle(.between(start..<to), period: .week, timeZone: "Europe/Berlin", where: "action <> 'view'")
            #expect(life == CohortReference.lifecycle(chosen, .week, zone, to: to) && Self.balances(life))
        }
        try await store.close()
    }

    static func match(_ match: EventMatch?) -> @Sendable (Interaction) -> Bool {
        switch match {
        case nil: { _ in true }
        case .action(let action)?: { $0.action == action }
        case .condition?, .label?: { $0.action == "click" || $0.details?["success"] == .bool(true) }
        }
    }

    static func unit(_ unit: CountedUnit) -> @Sendable (Interaction) -> String? {
        switch unit {
        case .user: CohortReference.user
        case .identified: CohortReference.identified
        case .session: CohortReference.session
        case .value(let path):
            { event in
                // Numbers are equal as numbers.
                switch event.details?[path == "details.prompt" ? "prompt" : "generationTime"] {
                case .int(let number): "n\(Double(number))"
                case .double(let number): "n\(number)"
                case .string(let text): "t" + text
                default: nil
                }
            }
        }
    }

    /// The identity that makes a life cycle one.
    static func balances(_ rows: [LifecycleStats]) -> Bool {
        var before = 0
        for row in rows {
            guard row.active == before - row.dormant + row.new + row.resurrecting, row.active == row.new + row.returning + row.resurrecting
            else { return false }
            before = row.active
        }
        return true
    }

    static func event(_ time: String, _ user: String?, _ action: String = "a", session: String? = nil) throws -> Interaction {
        Interaction(timestamp: try Timestamp(parsing: time), sessionId: session, userId: user, action: action)
    }

    @Test func aReturnCountsFromTheStartOn() async throws {
        let store = try await InteractionStore.inMemory()
        try await store.append([
            Self.event("2026-03-02T10:00:00Z", "before", "buy"), Self.event("2026-03-02T11:00:00Z", "before", "signup"),
            Self.event("2026-03-02T11:00:00Z", "after", "signup"), Self.event("2026-03-02T12:00:00Z", "after", "buy"),
            Self.event("2026-03-02T11:00:00Z", "same", "buy"), Self.event("2026-03-02T11:00:00Z", "same", "signup"),
            Self.event("2026-03-01T11:00:00Z", "early", "buy"), Self.event("2026-03-02T09:00:00Z", "early", "signup"),
            Self.event("2026-03-03T09:00:00Z", "early", "buy"),
        ])
        let cells = try await store.cohorts(start: "signup", return: "buy")
        let day = Day(year: 2026, month: 3, day: 2)
        #expect(cells == [CohortCell(cohort: day, period: 0, size: 4, returned: 2), CohortCell(cohort: day, period: 1, size: 4, returned: 1)])
        #expect(cells[0].rate == 0.5)
        let later = try await store.cohorts(start: "signup", return: "buy", criterion: .onOrAfter)
        #expect(later.map(\.returned) == [3, 1])
        // Without a start of its own each event is one.
        #expect(try await store.cohorts(return: "buy").map(\.returned) == [1, 0, 1, 3, 0])
        try await store.close()
    }

    @Test func daysFollowTheClocksAndWindowsDoNot() async throws {
        let store = try await InteractionStore.inMemory()
        // 23 hours of Berlin's 29 March, and a day that Apia never had.
        try await store.append([
            Self.event("2026-03-28T22:30:00Z", "x"), Self.event("2026-03-29T21:59:59Z", "x"), Self.event("2026-03-29T22:30:00Z", "x"),
        ])
        try await store.seal()
        let days = try await store.cohorts(timeZone: "Europe/Berlin")
        #expect(days.map(\.returned) == [1, 1, 1] && days[0].cohort == Day(year: 2026, month: 3, day: 28))
        #expect(try await store.cohorts(rolling: true, timeZone: "Europe/Berlin").map(\.returned) == [1, 1])
        let apia = try await InteractionStore.inMemory()
        try await apia.append([Self.event("2011-12-29T20:00:00Z", "x"), Self.event("2011-12-30T20:00:00Z", "x")])
        #expect(try await apia.cohorts(timeZone: "Pacific/Apia").map(\.returned) == [1, 0, 1])
        #expect(try await apia.lifecycle(timeZone: "Pacific/Apia").map(\.active) == [1, 0, 1])
        try await store.close()
        try await apia.close()
    }

    /// One event of long ago makes many days, of which nearly all are nobody's first one.
    @Test func eventsMayLieFarApart() async throws {
        let store = try await InteractionStore.inMemory()
        try await store.append([
            Self.event("1970-01-01T10:00:00Z", "old"), Self.event("2026-03-02T10:00:00Z", "old"), Self.event("2026-03-02T11:00:00Z", "new"),
            Self.event("2026-03-04T11:00:00Z", "new"),
        ])
        let days = Int(Day(year: 2026, month: 3, day: 4).number) + 1
        for unit in [CountedUnit.user, .value("concat(user_id, '')")] {
            let cells = try await store.cohorts(unit: unit)
            #expect(cells.count == days + 3 && cells.filter { $0.returned > 0 }.map(\.period) == [0, days - 3, 0, 2])
        }
        #expect(try await store.lifecycle().count == days)
        try await store.close()
    }

    /// A session is never the user of the same name.
    @Test func usersAndSessionsAreOtherUnits() async throws {
        let store = try await InteractionStore.inMemory()
        try await store.append([
            Self.event("2026-03-02T10:00:00Z", "x", session: "s"), Self.event("2026-03-03T10:00:00Z", nil, session: "x"),
            Self.event("2026-03-03T11:00:00Z", nil),
        ])
        for _ in 0..<2 {
            #expect(try await store.cohorts().map(\.returned) == [1, 0, 1])
            #expect(try await store.cohorts(unit: .identified).map(\.returned) == [1, 0])
            #expect(try await store.cohorts(unit: .session).map(\.returned) == [1, 0, 1])
            try await store.seal()
        }
        try await store.close()
    }

    /// Sessions of one user or of nobody, whose codes lie in runs; some go on for days.
    @Test func longSessionsOfOneUserOrNobody() async throws {
        var dice = UsageDice(state: 9)
        let first = Day(year: 2026, month: 3, day: 20).start.microseconds
        var events: [Interaction] = []
        for session in 0..<300 {
            let user = dice.roll(3) == 0 ? nil : "u\(dice.roll(60))"
            var time = first + Int64(dice.roll(20)) * 86_400_000_000 + Int64(dice.roll(86_400)) * 1_000_000
            for _ in 0..<(5 + dice.roll(40)) {
                // In a few the user comes later, or goes.
                let own = dice.roll(100) == 0 ? nil : user
                events.append(Interaction(timestamp: Timestamp(microseconds: time), sessionId: "s\(session)", userId: own, action: "a"))
                time += Int64(dice.roll(session % 9 == 0 ? 20_000 : 600)) * 1_000_000
            }
        }
        let store = try await InteractionStore.inMemory()
        try await store.append(events, durability: .written)
        for state in ["journal", "sealed", "compacted"] {
            for (unit, own) in [
                (.user, CohortReference.user), (.identified, CohortReference.identified), (.session, CohortReference.session),
            ] as [(CountedUnit, @Sendable (Interaction) -> String?)] {
                for period in CalendarPeriod.allCases {
                    let found = try await store.cohorts(period: period, unit: unit, timeZone: "Europe/Berlin", limits: QueryLimits(threads: 2))
                    let zone = try ZoneNames.rules(named: "Europe/Berlin")
                    #expect(found == CohortReference.cells(events, CohortQuestion(period: period, unit: own), zone), "\(state), \(unit), \(period)")
                }
            }
            if state == "journal" { try await store.seal() } else { _ = try await store.compact(all: true) }
        }
        try await store.close()
    }

    /// The functions are relations like any other, and whole segments need no row.
    @Test func composesWithTheRestOfAQuery() async throws {
        let events = UsageReference.events(seed: 78, count: 800)
        let store = try await UsageReference.store(events, seed: 6)
        try await store.seal()
        var question = CohortQuestion(period: .week, unit: CohortReference.identified)
        let cells = CohortReference.cells(events, question, .utc)
        let mean = try await store.query(
            """
            SELECT period, sum(returned) AS r, sum(size) AS s FROM cohorts(period => 'week', unit => 'identified') GROUP BY 1 ORDER BY 1
            """)
        #expect(mean.rowCount == (cells.map(\.period).max() ?? -1) + 1)
        for row in 0..<mean.rowCount {
            let own = cells.filter { $0.period == row }
            #expect(mean[row, "r"].double == Double(own.reduce(0) { $0 + $1.returned }) && mean[row, "s"].double == Double(own.reduce(0) { $0 + $1.size }))
        }
        #expect(mean.provenance.rowsRead == 0)
        question.start = Self.match("error")
        question.unit = CohortReference.user
        let started = try await store.query(
            "SELECT count(*) AS n, sum(size) AS s FROM cohorts('week', 'error', where => timestamp >= '2000-01-01') WHERE period = 0")
        let zeros = CohortReference.cells(events, question, .utc).filter { $0.period == 0 }
        #expect(started[0, "n"] == .int(Int64(zeros.count)) && started[0, "s"].double == Double(zeros.reduce(0) { $0 + $1.size }))
        let bracket = try await store.query("SELECT * FROM cohorts(brackets => '0,1-3', unit => details.prompt, return => action = 'view') LIMIT 1")
        #expect(bracket.columns.map(\.name) == ["cohort", "period", "lastPeriod", "size", "returned", "rate"])
        let life = try await store.query("SELECT sum(new) AS n FROM lifecycle('month', event => 'view', unit => 'session')")
        let sessions = Set(events.filter { $0.action == "view" }.compactMap(\.sessionId)).count
        #expect(life[0, "n"].double == Double(sessions))
        try await store.close()
    }

    @Test func nothingHasNoRows() async throws {
        let store = try await InteractionStore.inMemory()
        #expect(try await store.cohorts().isEmpty)
        #expect(try await store.lifecycle().isEmpty)
        try await store.append([Self.event("2026-03-02T10:00:00Z", nil)])
        // An event of nobody is no cohort, but it is a day.
        for (start, unit) in [(nil, .user), ("a", .session), (nil, .value("details.x"))] as [(EventMatch?, CountedUnit)] {
            #expect(try await store.cohorts(start: start, unit: unit).isEmpty)
        }
        #expect(try await store.lifecycle() == [LifecycleStats(bucket: Day(year: 2026, month: 3, day: 2), new: 0, returning: 0, resurrecting: 0, dormant: 0, active: 0)])
        #expect(try await store.cohorts(.between(Timestamp(microseconds: 5)..<Timestamp(microseconds: 5))).isEmpty)
        #expect(try await store.cohorts(where: "false").isEmpty)
        try await store.close()
    }

    @Test func errorsAreTyped() async throws {
        let store = try await UsageReference.store(UsageReference.events(seed: 3, count: 300), seed: 3)
        func code(_ body: () async throws(InteractionError) -> Void) async -> InteractionError.Code? {
            do throws(InteractionError) { try await body() } catch { return error.code }
            return nil
        }
        #expect(await code { () throws(InteractionError) in _ = try await store.cohorts(period: .month, rolling: true) } == .invalidArgument)
        #expect(await code { () throws(InteractionError) in _ = try await store.cohorts(entry: .recurring, rolling: true) } == .invalidArgument)
        #expect(await code { () throws(InteractionError) in _ = try await store.cohorts(brackets: [2...3, 3...4]) } == .invalidArgument)
        #expect(await code { () throws(InteractionError) in _ = try await store.cohorts(start: .condition("acton = 'a'")) } == .invalidQuery)
        #expect(await code { () throws(InteractionError) in _ = try await store.cohorts(unit: .value("nothing")) } == .invalidQuery)
        #expect(await code { () throws(InteractionError) in _ = try await store.query("FROM cohorts(unit => 'usr')") } == .invalidQuery)
        #expect(await code { () throws(InteractionError) in _ = try await store.query("FROM cohorts(brackets => '1-')") } == .invalidArgument)
        // A range of a thousand years has more days than an answer may.
        let far = Timestamp(microseconds: Day(year: 9000, month: 1, day: 1).start.microseconds)
        #expect(await code { () throws(InteractionError) in _ = try await store.cohorts(.between(Timestamp(microseconds: 0)..<far)) } == .limitReached)
        let small = QueryLimits(memoryBytes: 2000, spills: false)
        for unit in [CountedUnit.user, .session, .value("details.prompt")] {
            #expect(await code { () throws(InteractionError) in _ = try await store.cohorts(unit: unit, limits: small) } == .limitReached)
        }
        try await store.close()
    }
}
