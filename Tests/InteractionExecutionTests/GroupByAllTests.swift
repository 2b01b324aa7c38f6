// GROUP BY ALL groups by what reads the row: constants are no keys, so that an aggregate beside them has one group over no rows.
import InteractionExecution
import InteractionModel
import InteractionPlan
import InteractionSegment
import Testing

@Suite struct GroupByAllTests {
    @Test(arguments: [
        ("SELECT 2, max(component) FROM interactions WHERE false GROUP BY ALL", 1), ("SELECT upper('a'), count(*) FROM interactions WHERE false GROUP BY ALL", 1),
        ("SELECT (SELECT 3), count(*) FROM interactions WHERE false GROUP BY ALL", 1), ("SELECT now(), count(*) FROM interactions WHERE false GROUP BY ALL", 1),
        ("SELECT 'a', count(*) FROM interactions WHERE false GROUP BY ALL HAVING count(*) > 0", 0),
        ("SELECT 2, max(component) FROM interactions WHERE false GROUP BY 1", 0), ("SELECT 2 FROM interactions GROUP BY ALL", 12),
        ("SELECT 2, action, count(*) FROM interactions WHERE false GROUP BY ALL", 0),
        ("SELECT x, count(*) FROM (SELECT 2 AS x FROM interactions WHERE false) GROUP BY ALL", 0),
        ("SELECT CASE WHEN true THEN 1 ELSE length(action) END, count(*) FROM interactions WHERE false GROUP BY ALL", 0),
    ]) func constantsAreNoKeys(_ sql: String, _ rows: Int) throws {
        var random = SplitMix(seed: 3)
        let sources = try RandomEvents.sources(RandomEvents.make(12, &random), parts: 1)
        #expect(try Answers.ask(sql, sources, threads: 1).count == rows)
    }
}
