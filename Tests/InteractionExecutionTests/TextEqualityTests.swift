// Texts that look the same but have other bytes are other texts, and every NaN is the same number, in groups, sets, lists and
// constants alike.
import InteractionExecution
import InteractionModel
import InteractionPlan
import InteractionSegment
import Testing

@Suite struct TextEqualityTests {
    static let composed = "\u{e9}"
    static let apart = "e\u{301}"

    @Test(arguments: [
        ("SELECT t, count(*) FROM (SELECT details.t AS t, timestamp FROM interactions GROUP BY ALL) GROUP BY t ORDER BY 2", [1, 2]),
        ("SELECT 0, len(list(DISTINCT details.t)) FROM interactions", [2]),
        ("SELECT 1, count(*) FROM interactions WHERE details.t IN (SELECT details.t FROM interactions WHERE details.t = '\(apart)')", [1]),
        ("SELECT mode(details.t), count(DISTINCT details.t) FROM interactions", [2]),
        ("SELECT [details.t], count(*) FROM interactions GROUP BY 1 ORDER BY 2", [1, 2]),
        ("SELECT count(*) FILTER (WHERE details.t = '\(apart)'), count(*) FILTER (WHERE details.t = '\(composed)') FROM interactions", [2]),
    ]) func bytesCount(_ sql: String, _ counts: [Int64]) throws {
        let events = [Self.composed, Self.apart, Self.composed].enumerated().map { index, text in
            var event = Interaction(timestamp: Timestamp(microseconds: Int64(index) * 1_000_000), action: "a")
            event.details = ["t": .string(text)]
            return event
        }
        let rows = try Answers.ask(sql, try RandomEvents.sources(events, parts: 2), threads: 2)
        #expect(rows.map { $0.last } == counts.map { .int($0) })
    }

    @Test(arguments: [
        "SELECT [n], count(*) FROM (SELECT CAST('nan' AS DOUBLE) AS n, timestamp FROM interactions) GROUP BY 1",
        "SELECT [n, -n], sum(c) FROM (SELECT CAST('nan' AS DOUBLE) AS n, count(*) AS c FROM interactions GROUP BY timestamp) GROUP BY 1",
    ]) func oneNaN(_ sql: String) throws {
        let events = (0..<4).map { Interaction(timestamp: Timestamp(microseconds: $0 * 1_000_000), action: "a") }
        let rows = try Answers.ask(sql, try RandomEvents.sources(events, parts: 2), threads: 2)
        #expect(rows.map { $0.last } == [sql.contains("sum") ? .hugeint(4) : .int(4)])
    }
}
