// Paths and n-grams against a walk over one event at a time, in every split of the same events; and the identity of paths, strict
// funnels and SQL.
import InteractionBehavior
import InteractionModel
import InteractionPlan
import Testing

@Suite struct PathTests {
    struct Rule {
        var sql: String
        var most = 5
        var keeps = false
        var gap: Int64?
        var start: String?
        var end: String?
    }

    static let rules = [
        Rule(sql: ""), Rule(sql: "keep_repeats => true", keeps: true), Rule(sql: "whole => true", most: .max),
        Rule(sql: "max => 2"), Rule(sql: "max => 1", most: 1), Rule(sql: "start => 'a1', max => 3", most: 3, start: "a1"),
        Rule(sql: "\"end\" => 'a2', max => 3", most: 3, end: "a2"), Rule(sql: "\"end\" => 'a2', keep_repeats => true", keeps: true, end: "a2"),
        Rule(sql: "gap => '30m', whole => true, keep_repeats => true", most: .max, keeps: true, gap: 1_800_000_000),
        Rule(sql: "start => 'none'", start: "none"),
    ].map { rule in
        var rule = rule
        if rule.sql == "max => 2" { rule.most = 2 }
        return rule
    }

    struct Found: Equatable {
        var sessions = 0
        var continues = 0
        var durations: [Int64] = []
    }

    /// Events of each session in order.
    static func sessions(_ events: [Interaction], gap: Int64?) -> [[Interaction]] {
        var result: [[Interaction]] = []
        var open: [String: Int] = [:]
        let ordered = events.enumerated().sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }
        for (_, event) in ordered {
            let key: String
            var timeout = gap
            if gap == nil, let id = event.sessionId {
                key = "s" + id
            } else if let user = event.userId {
                key = "u" + user
                timeout = gap ?? 1_800_000_000
            } else if gap != nil, let id = event.sessionId {
                key = "s" + id
            } else {
                continue
            }
            if let index = open[key], let last = result[index].last,
                event.timestamp.microseconds - last.timestamp.microseconds <= timeout ?? .max
            {
                result[index].append(event)
            } else {
                open[key] = result.count
                result.append([event])
            }
        }
        return result
    }

    static func naive(_ sessions: [[Interaction]], _ rule: Rule) -> [[String]: Found] {
        var found: [[String]: Found] = [:]
        for session in sessions {
            var kept: [Interaction] = []
            for event in session where rule.keeps || kept.last?.action != event.action { kept.append(event) }
            var path: [Interaction]
            var continues: Bool
            var events = kept
            if let start = rule.start {
                guard let first = session.firstIndex(where: { $0.action == start }) else { continue }
                events = []
                for event in session[first...] where rule.keeps || events.last?.action != event.action { events.append(event) }
            }
            if let end = rule.end {
                guard let last = session.lastIndex(where: { $0.action == end }) else { continue }
                events = []
                for event in session[...last] where rule.keeps || events.last?.action != event.action { events.append(event) }
                path = Array(events.suffix(rule.most))
            } else {
                path = Array(events.prefix(rule.most))
            }
            continues = events.count > path.count
            guard let first = events.first, let last = events.last else { continue }
            var entry = found[path.map(\.action)] ?? Found()
            entry.sessions += 1
            entry.continues += continues ? 1 : 0
            entry.durations.append(last.timestamp.microseconds - first.timestamp.microseconds)
            found[path.map(\.action)] = entry
        }
        return found
    }

    @Test(arguments: [31, 32, 33] as [UInt64]) func equalToTheReference(seed: UInt64) throws {
        let events = SessionTests.events(seed: seed, count: 900)
        for rule in Self.rules {
            let sessions = Self.sessions(events, gap: rule.gap)
            let wanted = Self.naive(sessions, rule)
            for pieces in [1, 3] {
                let rows = try Ask.rows("FROM paths(\(rule.sql))", try SessionTests.sources(events, pieces: pieces), threads: pieces)
                #expect(rows.count == wanted.count, "\(rule.sql), seed \(seed)")
                var before: (Int, String)?
                for row in rows {
                    let expected = wanted[row[0].texts] ?? Found()
                    let durations = expected.durations.sorted()
                    #expect(row[1].count == expected.sessions && row[3].count == expected.continues, "\(rule.sql) \(row[0])")
                    #expect(row[2].number == Double(expected.sessions) / Double(sessions.count))
                    #expect(row[4].number == Double(durations.reduce(0, +)) / Double(max(1, durations.count)) / 1_000_000)
                    let middle = durations.isEmpty ? 0 : durations[(durations.count - 1) / 2] + durations[durations.count / 2]
                    #expect(row[5].number == Double(middle) / 2_000_000, "\(rule.sql) \(row[0])")
                    #expect(row[6].number == Double(expected.sessions - expected.continues) / Double(expected.sessions))
                    let text = row[0].texts.joined(separator: " > ")
                    if let before { #expect(before.0 > row[1].count || (before.0 == row[1].count && before.1 < text)) }
                    before = (row[1].count, text)
                }
                let top = try Ask.rows(
                    "FROM paths(\(rule.sql.isEmpty ? "" : rule.sql + ", ")top => 3)", try SessionTests.sources(events, pieces: pieces))
                #expect(top == Array(rows.prefix(3)))
            }
        }
    }

    @Test(arguments: [41, 42] as [UInt64], [1, 2, 3]) func gramsEqualTheReference(seed: UInt64, length: Int) throws {
        let events = SessionTests.events(seed: seed, count: 700)
        for keeps in [false, true] {
            var wanted: [[String]: (times: Int, sessions: Int)] = [:]
            for session in Self.sessions(events, gap: nil) {
                var labels: [String] = []
                for event in session where keeps || labels.last != event.action { labels.append(event.action) }
                var own: Set<[String]> = []
                for start in labels.indices where start + length <= labels.count {
                    let gram = Array(labels[start..<start + length])
                    wanted[gram, default: (0, 0)].times += 1
                    if own.insert(gram).inserted { wanted[gram, default: (0, 0)].sessions += 1 }
                }
            }
            for pieces in [1, 3] {
                let rows = try Ask.rows(
                    "SELECT path, frequency, sessions FROM paths(ngram => \(length), keep_repeats => \(keeps))",
                    try SessionTests.sources(events, pieces: pieces))
                #expect(rows.count == wanted.count)
                for row in rows {
                    let expected = wanted[row[0].texts] ?? (0, 0)
                    #expect(row[1].count == expected.times && row[2].count == expected.sessions, "\(row[0])")
                }
            }
        }
    }

    /// Sessions whose sequence contains labels adjacently = strict funnel by session without a window.
    @Test(arguments: [51, 52, 53] as [UInt64]) func pathsAreStrictFunnels(seed: UInt64) throws {
        // Given sessions only: a strict funnel by session knows no others.
        let events = SessionTests.events(seed: seed, count: 800).filter { $0.sessionId != nil }
        let sources = try SessionTests.sources(events, pieces: 2)
        for labels in [["a1", "a2"], ["a0", "a0"], ["a3", "a1", "a3"]] {
            let grams = try Ask.rows("SELECT path, sessions FROM paths(ngram => \(labels.count), keep_repeats => true)", sources)
            let fromPaths = grams.first { $0[0].texts == labels }?[1].count ?? 0
            let steps = labels.map { "'\($0)'" }.joined(separator: ", ")
            let funnel = try Ask.rows("SELECT units FROM funnel(steps => [\(steps)], mode => 'strict', unit => 'session')", sources)
            let fromRows = Self.sessions(events, gap: nil).count { session in
                session.indices.contains { start in
                    start + labels.count <= session.count && session[start..<start + labels.count].map(\.action) == labels
                }
            }
            #expect(fromPaths == fromRows && funnel.last?[0].count == fromRows, "\(labels)")
        }
    }

    /// Labels are any value of an event: here urls without the ids in them, worked out once for each distinct one.
    @Test func labelsOfCleanedUrls() throws {
        var dice = Dice(state: 58)
        let pages = ["https://shop.example/products/N?ref=N", "/cart/N/", "/v1/orders/o-N#top", "?N"]
        let clean = ["/products/:id", "/cart/:id", "/v1/orders/o-:id", nil]
        var kinds: [Int] = []
        let events = SessionTests.events(seed: 58, count: 500).map { event in
            kinds.append(dice.roll(pages.count))
            var event = event
            event.details = ["url": .string(pages[kinds[kinds.count - 1]].replacing("N", with: "\(dice.roll(40))"))]
            event.action = clean[kinds[kinds.count - 1]] ?? "none"
            return event
        }
        let sources = try SessionTests.sources(events, pieces: 2)
        let names = "path, frequency, share, \"continues\", medianDurationSeconds"
        let wanted = try Ask.rows("SELECT \(names) FROM paths(where => action <> 'none', max => 3)", sources)
        let found = try Ask.rows("SELECT \(names) FROM paths(label => clean_url(details.url), where => action <> 'none', max => 3)", sources)
        #expect(found == wanted && found.count > 10)
        let counts = try Ask.rows("SELECT clean_url(details.url) AS u, count(*) AS n FROM interactions GROUP BY 1 ORDER BY 1 NULLS LAST", sources)
        #expect(counts.map { $0[0].text } == [clean[1], clean[0], clean[2], nil])
        #expect(counts.map { $0[1].count } == [1, 0, 2, 3].map { kind in kinds.count { $0 == kind } })
    }

    @Test func whatExcludesEachOtherIsRefused() throws {
        for arguments in ["start => 'a', \"end\" => 'b'", "ngram => 2, whole => true", "max => 0", "max => 65", "top => 0", "gap => '-1 s'"] {
            #expect(throws: InteractionError.self) { try Ask.rows("FROM paths(\(arguments))", []) }
        }
    }
}
