// Counts from rollups are those of the rows, and rollups are asked only where they tell the answer.
import InteractionExecution
import InteractionFiles
import InteractionModel
import InteractionPlan
import InteractionSegment
import Testing

@Suite struct RollupTests {
    /// Segment files with rollups, one of them split so that a day has rows in memory too.
    static func sources() throws -> (events: [Interaction], sources: [any SegmentSource]) {
        var random = SplitMix(seed: 77)
        let events = RandomEvents.make(4000, &random)
        return (events, try RandomEvents.sources(events, parts: 2, asFiles: true, every: 3))
    }

    static func ask(_ sql: String, _ sources: [any SegmentSource], rollups: Bool, threads: Int, zone: ZoneRules) throws -> InteractionExecution.QueryResult {
        let context = QueryContext(now: Timestamp(microseconds: RandomEvents.start), zone: zone)
        var options = ExecutionOptions(threads: threads, runner: threads > 1 ? TaskRunner() : CallerRunner())
        options.usesRollups = rollups
        return try execute(try BoundQuery.bind(sql, context: context).plan, sources: sources, options: options)
    }

    static func rows(_ result: InteractionExecution.QueryResult) -> [[ResultValue]] {
        (0..<result.rowCount).map { row in result.columns.indices.map { result.value(row: row, column: $0) } }
    }

    @Test(arguments: [
        ("SELECT action, count(*) FROM interactions GROUP BY 1 ORDER BY 1", true),
        ("SELECT count(*) FROM interactions WHERE action LIKE '%r%'", true),
        ("SELECT upper(action), count(*) FROM interactions GROUP BY 1 ORDER BY 1", true),
        ("SELECT date_trunc('hour', timestamp), action, count(*) FROM interactions WHERE action <> 'view' GROUP BY 1, 2 ORDER BY 1, 2", true),
        ("SELECT CAST(timestamp AS DATE), count(*), count(*) FILTER (WHERE action = 'error'), count(*) FILTER (WHERE action = 'none') FROM interactions GROUP BY 1 ORDER BY 1", true),
        ("SELECT time_bucket(INTERVAL '15 minutes', timestamp), count(*) FROM interactions GROUP BY 1 ORDER BY 1", true),
        ("SELECT count(*), action FROM interactions WHERE timestamp >= '2026-03-28 07:15' AND timestamp < '2026-03-30 23:45' GROUP BY action ORDER BY 2", true),
        ("SELECT count(*) FROM interactions WHERE timestamp >= '2026-03-20 07:15:01' AND timestamp <= '2026-05-30 23:45:17'", true),
        ("SELECT action, count(*) FROM interactions WHERE timestamp >= '2026-03-28 07:15:01' GROUP BY 1 ORDER BY 1", true),
        ("SELECT count(*) FROM interactions WHERE action = 'click' AND timestamp > '2027-01-01'", false),
        ("SELECT time_bucket(INTERVAL '20 minutes', timestamp), count(*) FROM interactions GROUP BY 1 ORDER BY 1", false),
        ("SELECT time_bucket(INTERVAL '1 hour', timestamp, TIMESTAMP '2026-01-01 00:10'), count(*) FROM interactions GROUP BY 1 ORDER BY 1", false),
        ("SELECT date_trunc('minute', timestamp), count(*) FROM interactions GROUP BY 1 ORDER BY 1", false),
        ("SELECT component, count(*) FROM interactions GROUP BY 1 ORDER BY 1", false),
        ("SELECT action, count(component) FROM interactions GROUP BY 1 ORDER BY 1", false),
        ("SELECT action, max(timestamp) FROM interactions GROUP BY 1 ORDER BY 1", false),
        ("SELECT count(*) FROM interactions WHERE action = 'click' AND component = 'Page'", false),
        ("SELECT count(*) FILTER (WHERE user_id IS NULL), action FROM interactions GROUP BY 2 ORDER BY 2", false),
        ("SELECT count(*) FROM interactions WHERE action = 'click' AND hour(timestamp) = 3", false),
    ]) func agreeWithRows(_ sql: String, _ fromRollups: Bool) throws {
        let (_, sources) = try Self.sources()
        #expect(try sources.contains { try $0.rollup() != nil } && sources.contains { $0.facts.kind == .memory })
        for zone in [ZoneRules.utc, try ZoneFiles.rules(named: "Asia/Kathmandu"), try ZoneFiles.rules(named: "Europe/Berlin")] {
            let expected = try Self.ask(sql, sources, rollups: false, threads: 1, zone: zone)
            #expect(expected.provenance.scan.rowsFromRollups == 0)
            for threads in [1, 3] {
                let got = try Self.ask(sql, sources, rollups: true, threads: threads, zone: zone)
                #expect(Self.rows(got) == Self.rows(expected), "\(zone.name), \(threads) threads")
                #expect((got.provenance.scan.rowsFromRollups > 0) == fromRollups, "\(zone.name)")
                #expect(got.provenance.scan.rowsSelected == expected.provenance.scan.rowsSelected)
            }
        }
    }
}
