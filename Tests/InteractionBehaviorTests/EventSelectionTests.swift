// Sessions, transitions and timelines of chosen events: the same as those of a store that holds nothing else.
import InteractionBehavior
import InteractionExecution
import InteractionModel
import InteractionPlan
import Testing

@Suite struct EventSelectionTests {
    static let start = SessionTests.first.start.microseconds

    /// Conditions with the same in Swift.
    static let conditions: [(sql: String, holds: @Sendable (Interaction) -> Bool)] = [
        ("action = 'a1' OR action = 'a3'", { ["a1", "a3"].contains($0.action) }),
        ("user_id IS NULL", { $0.userId == nil }),
        ("session_id <> 's3'", { $0.sessionId != nil && $0.sessionId != "s3" }),
        ("hour(timestamp) % 2 = 0 AND action <> 'a0'", { ($0.timestamp.microseconds / 3_600_000_000) % 2 == 0 && $0.action != "a0" }),
        ("action = 'none'", { _ in false }),
        ("length(action) = 2", { _ in true }),
    ]

    /// Half-open spans in hours from the first day's start.
    static let spans: [Range<Int64>?] = [nil, 0..<96, 11..<13, 20..<50, 36..<36, 200..<300]

    static func selection(_ hours: Range<Int64>?, _ sql: String?) throws -> EventSelection {
        let range = hours.map { TimeRange(from: start + $0.lowerBound * 3_600_000_000, to: start + $0.upperBound * 3_600_000_000) }
        let condition = try sql.map { try BoundQuery.condition($0, context: QueryContext(now: Timestamp(microseconds: start))) }
        return EventSelection(range: range ?? .all, condition: condition)
    }

    /// The same as one condition.
    static func filter(_ hours: Range<Int64>?, _ sql: String?) throws -> Expression? {
        var terms = [sql ?? "true"]
        if let hours {
            terms.append("timestamp >= make_timestamp(\(start + hours.lowerBound * 3_600_000_000))")
            terms.append("timestamp < make_timestamp(\(start + hours.upperBound * 3_600_000_000))")
        } else if sql == nil {
            return nil
        }
        return try BoundQuery.condition(terms.map { "(\($0))" }.joined(separator: " AND "), context: QueryContext(now: Timestamp(microseconds: start)))
    }

    @Test(arguments: [11, 12, 13] as [UInt64], [nil, 1800] as [Int?])
    func sessionsSeeTheChosenEventsOnly(seed: UInt64, gapSeconds: Int?) throws {
        let events = SessionTests.events(seed: seed, count: 600)
        let request = SessionRequest(gap: gapSeconds.map { .seconds($0) })
        for pieces in [1, 3] {
            let sources = try SessionTests.sources(events, pieces: pieces)
            for hours in Self.spans {
                for condition in [nil] + Self.conditions.map(Optional.some) {
                    let chosen = events.filter { event in
                        let hour = (event.timestamp.microseconds - Self.start) / 3_600_000_000
                        return (hours?.contains(hour) ?? true) && (condition?.holds(event) ?? true)
                    }
                    let wanted = SessionTests.naive(chosen, gap: gapSeconds.map { Int64($0) * 1_000_000 })
                    let filter = try Self.filter(hours, condition?.sql)
                    let list = try Ask.sessions(request, sources, where: filter)
                    let told = "seed \(seed), \(pieces) pieces, \(String(describing: hours)), \(condition?.sql ?? "")"
                    #expect(list.count == wanted.count, "\(told)")
                    for (index, expected) in wanted.enumerated() where index < list.count {
                        let session = list[index]
                        #expect(
                            session.start == expected.start && session.end == expected.end && session.events == expected.actions.count
                                && session.userId == expected.user && session.entryAction == expected.actions.first
                                && session.exitAction == expected.actions.last, "\(told), session \(index)")
                    }
                    let gap = gapSeconds.map { "gap => INTERVAL '\($0) seconds'" } ?? ""
                    let edges = try Ask.rows("SELECT count FROM transitions(\(gap))", sources, where: filter)
                    #expect(edges.reduce(0) { $0 + $1[0].count } == wanted.reduce(0) { $0 + $1.actions.count - 1 })
                }
            }
        }
    }

    /// A session whose first event is left out comes by its first chosen event.
    @Test func sessionsComeByTheirFirstChosenEvent() throws {
        let events = [("a", 600), ("b", 660), ("b", 700), ("a", 720)].map { (session, minute) in
            Interaction(timestamp: Timestamp(microseconds: Self.start + minute * 60_000_000), sessionId: session, userId: "u", action: "x")
        }
        let sources = try SessionTests.sources(events, pieces: 1)
        func ids(_ filter: Expression?) throws -> [String] { try Ask.sessions(SessionRequest(), sources, where: filter).map(\.sessionId) }
        #expect(try ids(nil) == ["a", "b"])
        #expect(try ids(try Self.filter(11..<24, nil)) == ["b", "a"])
    }

    @Test func timelinesTellAnUnknownIdFromNothingChosen() throws {
        let events = SessionTests.events(seed: 5, count: 500)
        let sources = try SessionTests.sources(events, pieces: 2)
        let ordered = events.enumerated().sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }.map(\.element)
        let selection = try Self.selection(10..<40, "action <> 'a2'")
        let found = try EventReading.events(ofSession: "s2", in: sources, selection).events
        #expect(
            found
                == ordered.filter {
                    let hour = ($0.timestamp.microseconds - Self.start) / 3_600_000_000
                    return $0.sessionId == "s2" && (10..<40).contains(hour) && $0.action != "a2"
                })
        #expect(try EventReading.events(ofSession: "s2", in: sources, try Self.selection(nil, "false")).events == [])
        #expect(try EventReading.events(ofSession: "nobody", in: sources).events == nil)
        #expect(try EventReading.hasUser("u1", in: sources) && !EventReading.hasUser("s2", in: sources))
        #expect(Set(try EventReading.sessionIds(in: sources)) == Set(events.compactMap(\.sessionId)))
    }

    @Test func anErrorOfTheConditionIsTold() throws {
        let sources = try SessionTests.sources(SessionTests.events(seed: 5, count: 50), pieces: 1)
        let filter = try Self.filter(nil, "CAST(action AS BIGINT) > 1")
        #expect(throws: InteractionError.self) { try Ask.sessions(SessionRequest(), sources, where: filter) }
    }
}
