// Funnels against the definition: every entry of every unit, followed event by event, in every split of the same events.
import InteractionBehavior
import InteractionModel
import InteractionPlan
import Testing

@Suite struct FunnelTests {
    struct Rule {
        var sql: String
        var steps: [@Sendable (Interaction) -> Bool]
        var window: Int64 = .max
        var mode = "ordered"
        var entry = "best"
        var unit = "user"
        var exclusions: [(holds: @Sendable (Interaction) -> Bool, after: Int, before: Int)] = []
    }

    static func action(_ name: String) -> @Sendable (Interaction) -> Bool { { $0.action == name } }

    static let rules: [Rule] = {
        var rules: [Rule] = []
        let steps: [(String, [@Sendable (Interaction) -> Bool])] = [
            ("['a1', 'a2', 'a3']", [action("a1"), action("a2"), action("a3")]), ("['a1', 'a1', 'a1']", [action("a1"), action("a1"), action("a1")]),
            ("['a0']", [action("a0")]),
            (
                "['where: action <> ''a4''', 'a2', 'where:action IN (''a1'', ''a2'')']",
                [{ $0.action != "a4" }, action("a2"), { ["a1", "a2"].contains($0.action) }]
            ),
        ]
        for (text, list) in steps {
            for mode in ["ordered", "strict", "any"] {
                for entry in ["best", "first"] {
                    for (span, window) in [("", Int64.max), (", within => '2 hours'", 7_200_000_000), (", within => '1 day'", 86_400_000_000)] {
                        for unit in ["user", "identified", "session", "component", "upper(component)"] where unit == "user" || window == 7_200_000_000 {
                            let named = unit.contains("component") ? unit : "'\(unit)'"
                            var rule = Rule(sql: "steps => \(text), mode => '\(mode)', entry => '\(entry)', unit => \(named)\(span)", steps: list)
                            rule.window = window
                            rule.mode = mode
                            rule.entry = entry
                            rule.unit = unit
                            rules.append(rule)
                            if list.count == 3, entry == "best" {
                                rule.sql += ", exclude => ['a0@1-2', 'a4']"
                                rule.exclusions = [(action("a0"), 1, 2), (action("a4"), 1, 3)]
                                rules.append(rule)
                            }
                        }
                    }
                }
            }
        }
        return rules
    }()

    /// The events of each unit in order, by its name.
    static func units(_ events: [Interaction], _ unit: String) -> [String: [Interaction]] {
        var units: [String: [Interaction]] = [:]
        if unit == "session" {
            for (number, session) in PathTests.sessions(events, gap: nil).enumerated() { units["\(number)"] = session }
            return units
        }
        let ordered = events.enumerated().sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }
        for (_, event) in ordered {
            switch unit {
            case "component", "upper(component)": if let component = event.component { units["c:" + component, default: []].append(event) }
            case "identified": if let user = event.userId { units["u:" + user, default: []].append(event) }
            default:
                if let user = event.userId { units["u:" + user, default: []].append(event) } else if let id = event.sessionId { units["s:" + id, default: []].append(event) }
            }
        }
        return units
    }

    /// The winning chain of one unit, as indexes of its events.
    static func chain(_ events: [Interaction], _ rule: Rule) -> [Int]? {
        var best: [Int]?
        for entry in events.indices {
            let starts = rule.mode == "any" ? rule.steps.contains { $0(events[entry]) } : rule.steps[0](events[entry])
            guard starts else { continue }
            var chain: [Int] = []
            var open = Array(rule.steps.indices)
            for index in events[entry...].indices {
                if open.isEmpty || events[index].timestamp.microseconds - events[entry].timestamp.microseconds > rule.window { break }
                if rule.mode == "any" {
                    guard let place = open.firstIndex(where: { rule.steps[$0](events[index]) }) else { continue }
                    open.remove(at: place)
                } else {
                    guard rule.steps[open[0]](events[index]) else {
                        if rule.mode == "strict" { break }
                        continue
                    }
                    open.removeFirst()
                }
                chain.append(index)
            }
            if chain.count >= best?.count ?? 0 { best = chain }
            if rule.entry == "first" { break }
        }
        return best
    }

    @Test(arguments: [61, 62] as [UInt64]) func equalToTheReference(seed: UInt64) throws {
        let events = SessionTests.events(seed: seed, count: 320)
        let all = try [1, 3].map { try SessionTests.sources(events, pieces: $0) }
        for rule in Self.rules {
            var reached = [Int](repeating: 0, count: rule.steps.count)
            var gaps = [[Int64]](repeating: [], count: rule.steps.count)
            var chains: [[Int64]: Int] = [:]
            for (_, own) in Self.units(events, rule.unit) {
                guard let chain = Self.chain(own, rule) else { continue }
                let isExcluded = chain.indices.dropLast().contains { step in
                    own[chain[step] + 1..<chain[step + 1]].contains { event in
                        rule.exclusions.contains { $0.holds(event) && $0.after <= step + 1 && step + 1 < $0.before }
                    }
                }
                if isExcluded { continue }
                for step in chain.indices {
                    reached[step] += 1
                    if step > 0 { gaps[step].append(own[chain[step]].timestamp.microseconds - own[chain[step - 1]].timestamp.microseconds) }
                }
                chains[chain.map { own[$0].timestamp.microseconds }, default: 0] += 1
            }
            for (pieces, sources) in all.enumerated() {
                let rows = try Ask.rows("FROM funnel(\(rule.sql))", sources, threads: pieces + 1)
                let told = "\(rule.sql), seed \(seed), split \(pieces)"
                #expect(rows.map { $0[3].count } == reached, "\(told)")
                for (step, row) in rows.enumerated() where step > 0 {
                    let sorted = gaps[step].sorted()
                    #expect(row[6].count == reached[step - 1] - reached[step], "\(told)")
                    #expect(row[8].number == (sorted.isEmpty ? nil : Double(sorted.reduce(0, +)) / Double(sorted.count) / 1_000_000), "\(told)")
                    let middle = sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
                    #expect(row[9].number == (sorted.isEmpty ? nil : Double(middle) / 2_000_000), "\(told)")
                }
                let units = try Ask.rows("SELECT reached, times FROM funnel_units(\(rule.sql))", sources)
                var found: [[Int64]: Int] = [:]
                for row in units {
                    #expect(row[0].count == row[1].list.count)
                    found[row[1].list.map { $0.time.microseconds }, default: 0] += 1
                }
                #expect(found == chains, "\(told)")
            }
        }
    }

    /// Units are equal as in GROUP BY: 1 and 1.0 are one, the text is another.
    @Test func numbersAreUnitsByTheirValue() throws {
        let values: [PropertyValue] = [.int(1), .double(1), .string("1")]
        let events = values.enumerated().map { index, value in
            Interaction(
                timestamp: Timestamp(microseconds: SessionTests.first.start.microseconds + Int64(index) * 60_000_000),
                action: index == 0 ? "A" : "B", details: ["account": value])
        }
        let rows = try Ask.rows(
            "SELECT units, medianSecondsFromPrevious FROM funnel(steps => ['A', 'B'], unit => details.account)", [try SessionTests.source(events)])
        #expect(rows.map { $0[0].count } == [1, 1] && rows[1][1].number == 60)
    }

    /// A step that never comes does not make each entry look at all events after it.
    @Test func stepsInAnyOrderAreLinear() throws {
        let events = (0..<60_000).map { index in
            Interaction(
                timestamp: Timestamp(microseconds: SessionTests.first.start.microseconds + Int64(index) * 1_000_000), sessionId: "s",
                action: index % 2 == 0 ? "a" : "b")
        }
        let rows = try Ask.rows(
            "SELECT units FROM funnel(steps => ['a', 'b', 'c'], mode => 'any', unit => 'session')", [try SessionTests.source(events)])
        #expect(rows.map { $0[0].count } == [1, 1, 0])
    }

    /// Breakdown values at the first and at the last step; entries by day are one of them.
    @Test func breakdownsFollowTheChain() throws {
        let events = SessionTests.events(seed: 71, count: 600)
        let sources = try SessionTests.sources(events, pieces: 2)
        let rule = Rule(sql: "", steps: [Self.action("a1"), Self.action("a2")], window: 7_200_000_000)
        for attribution in ["first", "last"] {
            var wanted: [String: [Int]] = [:]
            for (_, own) in Self.units(events, "user") {
                guard let chain = Self.chain(own, rule), let first = chain.first, let last = chain.last else { continue }
                let day = own[attribution == "first" ? first : last].timestamp.day.description
                for step in chain.indices { wanted[day, default: [0, 0]][step] += 1 }
            }
            let rows = try Ask.rows(
                """
                SELECT breakdown, step, units FROM funnel(steps => ['a1', 'a2'], within => '2 hours', by => CAST(timestamp AS DATE),
                attribution => '\(attribution)')
                """, sources)
            var found: [String: [Int]] = [:]
            for row in rows { found[row[0].text ?? "", default: [0, 0]][row[1].count - 1] = row[2].count }
            #expect(found == wanted, "\(attribution)")
        }
    }

    @Test func anEntryWhoseTimeIsNotOverIsMarked() throws {
        let late = Interaction(timestamp: Timestamp(microseconds: Ask.now.microseconds - 3_600_000_000), sessionId: "s", userId: "u", action: "a1")
        let buffer = try SessionTests.source([late])
        let rows = try Ask.rows("SELECT units, dropped, incomplete FROM funnel(steps => ['a1', 'a2'], within => '1 day')", [buffer])
        #expect(rows.map { $0.map(\.count) } == [[1, 0, 0], [0, 1, 1]])
        let over = try Ask.rows("SELECT incomplete FROM funnel(steps => ['a1', 'a2'], within => '1 minute')", [buffer])
        #expect(over.map { $0[0].count } == [0, 0])
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let many = "[" + (0..<31).map { "'a\($0)'" }.joined(separator: ", ") + "]"
        for arguments in [
            "", "steps => []", "steps => \(many)", "steps => ['a', 'b'], exclude => ['x@2-1']", "steps => ['a', 'b'], exclude => ['x@1-3']",
            "steps => ['where: nonsense = 1']", "steps => ['where:']", "steps => ['a'], mode => 'loose'", "steps => ['a'], within => '-1 day'",
        ] {
            #expect(throws: InteractionError.self, "\(arguments)") { try Ask.rows("FROM funnel(\(arguments))", []) }
        }
    }
}
