// Sequence patterns against the definition: all chains of events of a unit, of which the first to end, then the latest, is taken; and the
// most matches that do not overlap. Over random events with ties, late events, null users and shared ids, in every split of them.
import InteractionBehavior
import InteractionExecution
import InteractionModel
import InteractionPlan
import Testing

@Suite struct SequenceTests {
    struct Rule {
        var pattern: [String]
        var steps: [@Sendable (Interaction) -> Bool]
        /// For each step but the first.
        var isImmediate: [Bool]
        var bounds: [Int64]
        var window = Int64.max
        var unit = "user"

        var sql: String {
            let texts = pattern.map { Literal.quoted($0) }.joined(separator: ", ")
            return "pattern => [\(texts)], unit => '\(unit)'" + (window == .max ? "" : ", within => '\(window / 1_000_000) seconds'")
        }
    }

    static let hour: Int64 = 3_600_000_000

    static let rules: [Rule] = {
        func action(_ name: String) -> @Sendable (Interaction) -> Bool { { $0.action == name } }
        let own: @Sendable (Interaction) -> Bool = { ["a1", "a3"].contains($0.action) }
        let none = Int64.max
        let shapes = [
            Rule(pattern: ["a0"], steps: [action("a0")], isImmediate: [], bounds: []),
            Rule(pattern: ["a1", "then", "a2"], steps: [action("a1"), action("a2")], isImmediate: [false], bounds: [none]),
            Rule(pattern: ["a1", "Then", "a1"], steps: [action("a1"), action("a1")], isImmediate: [false], bounds: [none]),
            Rule(pattern: ["a1", "immediately", "a2"], steps: [action("a1"), action("a2")], isImmediate: [true], bounds: [none]),
            Rule(
                pattern: ["a1", "then", "a2", "immediately", "a3"], steps: [action("a1"), action("a2"), action("a3")], isImmediate: [false, true],
                bounds: [none, none]),
            Rule(
                pattern: ["a1", "immediately within 3 hours", "where: action <> 'a4'", "then", "a3"],
                steps: [action("a1"), { $0.action != "a4" }, action("a3")], isImmediate: [true, false], bounds: [3 * hour, none]),
            Rule(
                pattern: ["a1", "then within 5h", "a2", "then", "a3"], steps: [action("a1"), action("a2"), action("a3")],
                isImmediate: [false, false], bounds: [5 * hour, none]),
            Rule(
                pattern: ["a1", "then within 8 hours", "where:action IN ('a1', 'a3')", "then within 1 day", "a2", "immediately", "a0"],
                steps: [action("a1"), own, action("a2"), action("a0")], isImmediate: [false, false, true], bounds: [8 * hour, 24 * hour, none]),
            Rule(
                pattern: ["where:action IN ('a1', 'a3')", "then within 12 hours", "where:action IN ('a1', 'a3')", "then within 9h", "a2"],
                steps: [own, own, action("a2")], isImmediate: [false, false], bounds: [12 * hour, 9 * hour]),
        ]
        return shapes.flatMap { shape in
            ["user", "identified", "session"].flatMap { unit in
                [none, 0, 10 * hour, 30 * hour].map { window in
                    var rule = shape
                    rule.unit = unit
                    rule.window = window
                    return rule
                }
            }
        }
    }()

    /// All chains of events that are the first steps and end with one event, none before another.
    static func chains(_ events: [Interaction], _ rule: Rule, length: Int, end: Int, from low: Int) -> [[Int]] {
        guard rule.steps[length - 1](events[end]) else { return [] }
        if length == 1 { return [[end]] }
        let first = rule.isImmediate[length - 2] ? max(low, end - 1) : low
        var found: [[Int]] = []
        for before in first..<max(first, end) {
            guard time(events[end]) - time(events[before]) <= rule.bounds[length - 2] else { continue }
            found += chains(events, rule, length: length - 1, end: before, from: low).map { $0 + [end] }
        }
        return found
    }

    static func matches(_ events: [Interaction], _ rule: Rule, end: Int, from low: Int) -> [[Int]] {
        chains(events, rule, length: rule.steps.count, end: end, from: low).filter { time(events[end]) - time(events[$0[0]]) <= rule.window }
    }

    static func time(_ event: Interaction) -> Int64 { event.timestamp.microseconds }

    /// The matches that are taken: times of the steps, and the index of the last event.
    static func taken(_ events: [Interaction], _ rule: Rule) -> [(times: [Int64], end: Int)] {
        var found: [(times: [Int64], end: Int)] = []
        var low = 0
        for end in events.indices {
            let all = matches(events, rule, end: end, from: low).map { $0.map { time(events[$0]) } }
            guard let best = all.max(by: { order($0).lexicographicallyPrecedes(order($1)) }) else { continue }
            found.append((best, end))
            low = end + 1
        }
        return found
    }

    /// First step, last one, last but one, ...
    static func order(_ times: [Int64]) -> [Int64] { [times[0]] + times.reversed() }

    /// The most matches of which none overlaps another.
    static func most(_ events: [Interaction], _ rule: Rule) -> Int {
        var best = [0]
        for end in events.indices {
            best.append(matches(events, rule, end: end, from: 0).reduce(best[end]) { max($0, best[$1[0]] + 1) })
        }
        return best[events.count]
    }

    @Test(arguments: [101, 102, 103] as [UInt64]) func equalToTheReference(seed: UInt64) throws {
        let events = SessionTests.events(seed: seed, count: 420)
        let all = try [1, 3].map { try SessionTests.sources(events, pieces: $0) }
        var total = 0
        for rule in Self.rules {
            let units = FunnelTests.units(events, rule.unit)
            var spans: [Int64] = []
            var matched: [[Int64]: [String]] = [:]
            var next: [String?: (count: Int, gaps: [Int64])] = [:]
            for (name, own) in units {
                let found = Self.taken(own, rule)
                #expect(found.count == Self.most(own, rule), "\(rule.sql), \(name)")
                guard let first = found.first else { continue }
                let id = rule.unit == "session" ? "" : String(name.dropFirst(2))
                matched[first.times, default: []].append("\(id) \(found.count)")
                for match in found {
                    spans.append(match.times[match.times.count - 1] - match.times[0])
                    let after = own[(match.end + 1)...].first { $0.action != "a4" }
                    next[after?.action, default: (0, [])].count += 1
                    if let after { next[after.action]?.gaps.append(Self.time(after) - Self.time(own[match.end])) }
                }
            }
            total += spans.count
            for (pieces, sources) in all.enumerated() {
                let told = "\(rule.sql), seed \(seed), split \(pieces)"
                let count = matched.values.reduce(0) { $0 + $1.count }
                let row = try Ask.rows("FROM sequences(\(rule.sql))", sources, threads: pieces + 1)[0]
                #expect(row[0].count == units.count && row[1].count == count && row[3].count == spans.count, "\(told)")
                #expect(row[2].number == Double(count) / Double(units.count))
                let sorted = spans.sorted().map { Double($0) / 1_000_000 }
                let mean = sorted.isEmpty ? nil : sorted.reduce(0, +) / Double(sorted.count)
                #expect(StateMachineTests.near(row[4].number, mean), "\(told)")
                #expect(StateMachineTests.near(row[5].number, StateMachineTests.quantile(sorted, 0.5)), "\(told)")
                #expect(StateMachineTests.near(row[6].number, StateMachineTests.quantile(sorted, 0.95)), "\(told)")
                // Without what needs all events only steps are read.
                #expect(try Ask.rows("SELECT matchedUnits, matches FROM sequences(\(rule.sql))", sources) == [[row[1], row[3]]], "\(told)")

                var found: [[Int64]: [String]] = [:]
                var before: [Int64] = []
                for unit in try Ask.rows("FROM sequence_units(\(rule.sql))", sources, threads: pieces + 1) {
                    let times = unit[2].list.map { $0.time.microseconds }
                    #expect(!times.lexicographicallyPrecedes(before), "\(told)")
                    before = times
                    found[times, default: []].append("\(rule.unit == "session" ? "" : unit[0].text ?? "") \(unit[1].count)")
                }
                #expect(found.mapValues { $0.sorted() } == matched.mapValues { $0.sorted() }, "\(told)")

                let label = "label => CASE WHEN action <> 'a4' THEN action END"
                let rows = try Ask.rows("FROM sequence_next(\(rule.sql), \(label))", sources, threads: pieces + 1)
                #expect(rows.count == next.count, "\(told)")
                for row in rows {
                    let wanted = next[row[0].text] ?? (0, [])
                    #expect(row[1].count == wanted.count && row[2].number == Double(wanted.count) / Double(spans.count), "\(told)")
                    let gap = wanted.gaps.isEmpty ? nil : Double(wanted.gaps.reduce(0, +)) / Double(wanted.count) / 1_000_000
                    #expect(row[3].number == gap, "\(told)")
                }
                #expect(rows.map { $0[1].count } == rows.map { $0[1].count }.sorted(by: >), "\(told)")
            }
        }
        #expect(total > 500)
    }

    /// A unit has a match of adjacent steps where a strict funnel of them has one; of steps with others between where an ordered one has.
    @Test(arguments: [111, 112] as [UInt64]) func matchesAreFunnels(seed: UInt64) throws {
        let sources = try SessionTests.sources(SessionTests.events(seed: seed, count: 700), pieces: 2)
        for (mode, link) in [("ordered", "then"), ("strict", "immediately")] {
            for within in ["", ", within => '6 hours'"] {
                let funnel = try Ask.rows("SELECT units FROM funnel(steps => ['a1', 'a2', 'a3'], mode => '\(mode)'\(within))", sources)
                let matched = try Ask.rows(
                    "SELECT matchedUnits FROM sequences(pattern => ['a1', '\(link)', 'a2', '\(link)', 'a3']\(within))", sources)
                #expect(matched == [[funnel[2][0]]], "\(mode)\(within)")
            }
        }
    }

    /// A pattern of one step, a unit by value, chosen events.
    @Test func oneStepCountsEvents() throws {
        let events = SessionTests.events(seed: 121, count: 300)
        let sources = try SessionTests.sources(events, pieces: 2)
        let row = try Ask.rows("SELECT units, matches FROM sequences(pattern => 'a2', unit => action)", sources)[0]
        #expect(row == [.int(5), .int(Int64(events.count { $0.action == "a2" }))])
        let chosen = try Ask.rows(
            "SELECT matches FROM sequences(pattern => ['a1', 'immediately', 'a2'], unit => user_id, where => action IN ('a1', 'a2'))", sources)
        let without = try SessionTests.sources(events.filter { ["a1", "a2"].contains($0.action) }, pieces: 1)
        #expect(chosen == (try Ask.rows("SELECT matches FROM sequences(pattern => ['a1', 'immediately', 'a2'], unit => 'identified')", without)))
        #expect(try Ask.rows("SELECT units, matches, share, meanSeconds FROM sequences(pattern => 'a2')", []) == [[.int(0), .int(0), .null, .null]])
    }

    @Test func whatIsNoPatternIsRefused() throws {
        for pattern in [
            "[]", "['a', 'then']", "['a', 'b']", "['a', 'after', 'b']", "['a', 'then within', 'b']", "['a', 'then within soon', 'b']",
            "['a', 'then within 1 month', 'b']", "['a', 'then within -1 s', 'b']", "['where: nothing = 1']", "['a', 'then 10m', 'b']",
            "[" + [String](repeating: "'a'", count: 31).joined(separator: ", 'then', ") + "]",
        ] {
            #expect(throws: InteractionError.self, "\(pattern)") { try Ask.rows("FROM sequences(pattern => \(pattern))", []) }
        }
        #expect(throws: InteractionError.self) { try Ask.rows("FROM sequences()", []) }
    }
}
