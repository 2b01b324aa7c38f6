// Sessions and transitions against a row-at-a-time reference, over random events with ties, shared ids and null users, in every
// split of the same events.
import InteractionBehavior
import InteractionCoding
import InteractionExecution
import InteractionModel
import InteractionSegment
import Testing

/// Numbers from a seed.
struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }
}

@Suite struct SessionTests {
    static let first = Day(year: 2026, month: 3, day: 1)

    static func events(seed: UInt64, count: Int) -> [Interaction] {
        var dice = Dice(state: seed)
        return (0..<count).map { _ in
            let second = dice.roll(4 * 86_400 / 600) * 600
            return Interaction(
                timestamp: Timestamp(microseconds: first.start.microseconds + Int64(second) * 1_000_000),
                sessionId: dice.roll(6) == 0 ? nil : "s\(dice.roll(1 + count / 12))",
                userId: dice.roll(3) == 0 ? nil : "u\(dice.roll(9))", action: "a\(dice.roll(5))",
                component: dice.roll(5) == 0 ? nil : "c\(dice.roll(6))")
        }
    }

    /// The events as sources: per day in the given number of pieces, in sequence order.
    static func sources(_ events: [Interaction], pieces: Int) throws -> [any SegmentSource] {
        var result: [any SegmentSource] = []
        var encoder = RowEncoder()
        for offset in 0..<4 {
            let day = first.advanced(by: offset)
            let own = events.enumerated().filter { $0.element.timestamp.day == day }
            let size = max(1, (own.count + pieces - 1) / pieces)
            for start in stride(from: 0, to: own.count, by: size) {
                let buffer = DayBuffer(day: day)
                for (index, event) in own[start..<min(own.count, start + size)] {
                    var row = ByteWriter()
                    try encoder.encode(event, into: &row)
                    try buffer.append(row.bytes[...], sequence: Int64(index + 1))
                }
                result.append(buffer.clustered())
            }
        }
        return result
    }

    /// Events of one day as one source.
    static func source(_ events: [Interaction]) throws -> any SegmentSource {
        let buffer = DayBuffer(day: events[0].timestamp.day)
        var encoder = RowEncoder()
        for (index, event) in events.enumerated() {
            var row = ByteWriter()
            try encoder.encode(event, into: &row)
            try buffer.append(row.bytes[...], sequence: Int64(index + 1))
        }
        return buffer.clustered()
    }

    struct Naive: Equatable {
        var start: Timestamp
        var end: Timestamp
        var user: String?
        var actions: [String]
        var gaps: [Int64] = []
    }

    /// One event at a time in total order: the definition itself.
    static func naive(_ events: [Interaction], gap: Int64?) -> [Naive] {
        var sessions: [Naive] = []
        var open: [String: Int] = [:]
        let ordered = events.enumerated().sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }
        for (_, event) in ordered {
            let key: String
            let timeout: Int64
            if gap == nil, let id = event.sessionId {
                (key, timeout) = ("s" + id, .max)
            } else if let user = event.userId {
                (key, timeout) = ("u" + user, gap ?? 1_800_000_000)
            } else if gap != nil, let id = event.sessionId {
                (key, timeout) = ("s" + id, gap ?? 0)
            } else {
                continue
            }
            if let index = open[key],
                event.timestamp.microseconds - sessions[index].end.microseconds <= timeout
            {
                sessions[index].gaps.append(event.timestamp.microseconds - sessions[index].end.microseconds)
                sessions[index].end = event.timestamp
                sessions[index].actions.append(event.action)
                sessions[index].user = event.userId ?? sessions[index].user
            } else {
                open[key] = sessions.count
                sessions.append(
                    Naive(start: event.timestamp, end: event.timestamp, user: event.userId, actions: [event.action]))
            }
        }
        return sessions
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64], [nil, 1800, 7200] as [Int?])
    func equalToTheReference(seed: UInt64, gapSeconds: Int?) throws {
        let events = Self.events(seed: seed, count: 700)
        let wanted = Self.naive(events, gap: gapSeconds.map { Int64($0) * 1_000_000 })
        let request = SessionRequest(gap: gapSeconds.map { .seconds($0) })
        for pieces in [1, 3] {
            let sources = try Self.sources(events, pieces: pieces)
            let list = try Ask.sessions(request, sources, threads: pieces)
            #expect(list.count == wanted.count, "seed \(seed)")
            var ids: Set<String> = []
            for (index, expected) in wanted.enumerated() where index < list.count {
                let session = list[index]
                #expect(session.start == expected.start && session.end == expected.end, "seed \(seed), session \(index)")
                #expect(session.events == expected.actions.count && session.userId == expected.user)
                #expect(session.entryAction == expected.actions.first && session.exitAction == expected.actions.last)
                ids.insert(session.sessionId)
            }
            #expect(ids.count == list.count, "ids are unique")
            let gap = gapSeconds.map { "gap => INTERVAL '\($0) seconds'" } ?? ""
            let edges = try Ask.rows("FROM transitions(\(gap))", sources, threads: pieces)
            #expect(edges.reduce(0) { $0 + $1[2].count } == wanted.reduce(0) { $0 + $1.actions.count } - wanted.count)
            var counted: [String: [Int64]] = [:]
            for session in wanted {
                for (index, gap) in session.gaps.enumerated() {
                    counted[session.actions[index] + ">" + session.actions[index + 1], default: []].append(gap)
                }
            }
            for edge in edges {
                let gaps = (counted[(edge[0].text ?? "") + ">" + (edge[1].text ?? "")] ?? []).sorted()
                #expect(edge[2].count == gaps.count)
                #expect(edge[3].number == Double(gaps.reduce(0, +)) / Double(gaps.count) / 1_000_000)
                let middle = gaps.isEmpty ? 0 : (gaps[(gaps.count - 1) / 2] + gaps[gaps.count / 2])
                #expect(edge[4].number == Double(middle) / 2_000_000)
            }
        }
    }

    @Test func timelineAndExportKeepTheOrder() throws {
        let events = Self.events(seed: 8, count: 400)
        let sources = try Self.sources(events, pieces: 3)
        let ordered = events.enumerated().sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }
            .map(\.element)
        #expect(try EventReading.events(ofSession: "s1", in: sources).events == ordered.filter { $0.sessionId == "s1" })
        var lines = 0
        try EventExport(sources, range: nil).run { (text, count) throws(InteractionError) in
            for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
                if !line.contains("\"timestamp\":\"\(ordered[lines].timestamp.description.prefix(19))")
                    || !line.contains("\"action\":\"\(ordered[lines].action)\"")
                {
                    throw InteractionError(.damaged, "line \(lines) is \(line)")
                }
                lines += 1
            }
        }
        #expect(lines == events.count)
    }

    /// The other columns of a session, and which of its user's it is.
    @Test(arguments: [21, 22] as [UInt64]) func allColumnsEqualTheReference(seed: UInt64) throws {
        let events = Self.events(seed: seed, count: 500)
        let wanted = Self.naive(events, gap: nil)
        for pieces in [1, 3] {
            let rows = try Ask.rows(
                "SELECT distinctActions, isBounce, durationSeconds, index, previousSessionId, sessionId, userId FROM sessions()",
                try Self.sources(events, pieces: pieces))
            var last: [String: (id: String, index: Int)] = [:]
            #expect(rows.count == wanted.count)
            for (row, session) in zip(rows, wanted) {
                #expect(row[0] == .int(Int64(Set(session.actions).count)) && row[1] == .bool(session.actions.count == 1))
                #expect(row[2].number == Double(session.end.microseconds - session.start.microseconds) / 1_000_000)
                let before = session.user.flatMap { last[$0] }
                #expect(row[3].count == (before?.index ?? 0) + 1 && row[4].text == before?.id && row[6].text == session.user)
                if let user = session.user { last[user] = (row[5].text ?? "", row[3].count) }
            }
            for gap in [nil, 1_800_000_000] as [Int64?] {
                let wanted = Self.naive(events, gap: gap)
                let call = gap == nil ? "sessions()" : "sessions(gap => '30 minutes')"
                let sources = try Self.sources(events, pieces: pieces)
                let found = try Ask.rows("SELECT count(DISTINCT userId), count(DISTINCT sessionId), count(*) FROM \(call)", sources)
                #expect(found[0].map(\.count) == [Set(wanted.compactMap(\.user)).count, wanted.count, wanted.count])
                let byUser = try Ask.rows("SELECT userId, count(*) FROM \(call) GROUP BY ALL", sources)
                #expect(byUser.count == Set(wanted.map(\.user)).count)
            }
        }
    }

    @Test func nothingHasNoSessions() throws {
        #expect(try Ask.sessions(SessionRequest(), []).isEmpty)
        #expect(throws: InteractionError.self) { try SessionRequest(gap: .seconds(-1)).call(filter: nil, now: Ask.now, zone: .utc) }
        #expect(throws: InteractionError.self) { try Ask.rows("FROM sessions(max_length => '1h')", []) }
    }
}
