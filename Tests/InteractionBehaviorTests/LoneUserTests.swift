// Users without session ids: their sessions end at pauses between any two events, whatever a question makes of these, and wherever
// midnight falls.
import InteractionBehavior
import InteractionModel
import InteractionSegment
import Testing

@Suite struct LoneUserTests {
    /// One user's events at minutes after the first day's start.
    static func sources(_ events: [(minute: Int64, action: String, component: String?)], session: String? = nil) throws -> [any SegmentSource] {
        let all = events.map { event in
            Interaction(
                timestamp: Timestamp(microseconds: SessionTests.first.start.microseconds + event.minute * 60_000_000), sessionId: session,
                userId: session == nil ? "u" : nil, action: event.action, component: event.component)
        }
        return try SessionTests.sources(all, pieces: 1)
    }

    /// 23:40, 23:59 and 00:15, and the same at noon.
    @Test(arguments: [1420, 620] as [Int64]) func eventsOfNoStepKeepASessionGoing(start: Int64) throws {
        let sources = try Self.sources([(start, "A", "x"), (start + 19, "N", nil), (start + 35, "B", "y")])
        #expect(try Ask.rows("SELECT events FROM sessions()", sources).map { $0[0].count } == [3])
        for mode in ["ordered", "any"] {
            let funnel = try Ask.rows("SELECT units FROM funnel(steps => ['A', 'B'], unit => 'session', mode => '\(mode)')", sources)
            #expect(funnel.map { $0[0].count } == [1, 1], "\(mode)")
        }
        for gap in ["", ", gap => '30 minutes'"] {
            let edges = try Ask.rows("SELECT \"from\", \"to\", count, medianGapSeconds FROM transitions(label => component\(gap))", sources)
            #expect(edges.map { $0.map(\.text) } == [["x", "y", nil, nil]] && edges[0][2].count == 1 && edges[0][3].number == 2100)
        }
    }

    @Test func sessionsCutFromOneIdFollowEachOther() throws {
        let sources = try Self.sources([(600, "A", nil), (660, "A", nil), (720, "A", nil)], session: "s1")
        let rows = try Ask.rows("SELECT sessionId, index, previousSessionId FROM sessions(gap => '30 minutes')", sources)
        #expect(rows.map { $0[0].text } == ["s1#1", "s1#2", "s1#3"] && rows.map { $0[1].count } == [1, 2, 3])
        #expect(rows.map { $0[2].text } == [nil, "s1#1", "s1#2"])
    }

    /// A whole path to an end that comes often is not copied each time.
    @Test func wholePathsToAnEndAreLinear() throws {
        let events = (0..<60_000).map { (minute: Int64($0) / 60, action: $0 % 2 == 0 ? "A" : "B", component: nil as String?) }
        let rows = try Ask.rows(
            "SELECT len(path), continues FROM paths(\"end\" => 'A', whole => true)", try Self.sources(events, session: "s"))
        #expect(rows.map { $0.map(\.count) } == [[59_999, 0]])
    }
}
