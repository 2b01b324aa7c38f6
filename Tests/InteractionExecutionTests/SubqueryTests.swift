// Subqueries answered: against the naive evaluator, over one and several sources and threads; SQL's rules for NULL in IN; the
// errors of the run.
import InteractionExecution
import InteractionModel
import InteractionPlan
import InteractionSegment
import Testing

@Suite struct SubqueryTests {
    static let fixed = [
        "SELECT count(*), sum(n), max(n) FROM (SELECT session_id, count(*) AS n FROM interactions GROUP BY 1)",
        "WITH s AS (SELECT session_id, min(timestamp) AS first, count(*) AS n FROM interactions GROUP BY 1) SELECT date_trunc('day', first) AS d, count(*), sum(n) FROM s GROUP BY d",
        "SELECT action, n FROM (SELECT action, count(*) AS n FROM interactions GROUP BY 1) WHERE n > 20 ORDER BY n DESC LIMIT 3",
        "SELECT * FROM (SELECT action, component, timestamp FROM interactions ORDER BY timestamp DESC LIMIT 20) WHERE component = 'Page'",
        "SELECT details.n, d.text FROM (SELECT details AS d, * FROM interactions ORDER BY timestamp LIMIT 50) WHERE details.n IS NOT NULL ORDER BY 1 DESC, 2",
        "SELECT count(DISTINCT user_id) FROM interactions WHERE user_id IN (SELECT user_id FROM interactions WHERE action = 'error')",
        "SELECT count(*) FROM interactions WHERE user_id NOT IN (SELECT user_id FROM interactions WHERE action = 'error')",
        "SELECT count(*) FROM interactions WHERE user_id NOT IN (SELECT user_id FROM interactions WHERE action = 'error' AND user_id IS NOT NULL)",
        "SELECT count(*) FROM interactions WHERE timestamp > (SELECT max(timestamp) FROM interactions) - INTERVAL '1 day'",
        "SELECT action, count(*) * 100.0 / (SELECT count(*) FROM interactions) AS share FROM interactions GROUP BY 1",
        "SELECT count(*) FROM interactions WHERE EXISTS (SELECT 1 FROM interactions WHERE action = 'nope')",
        "SELECT details.mixed IN (SELECT details.mixed FROM interactions WHERE details.mixed IS NOT NULL), count(*) FROM interactions GROUP BY 1",
        "SELECT details.n IN (SELECT details.price FROM interactions), count(*) FROM interactions GROUP BY 1",
        "SELECT (SELECT details.mixed FROM interactions WHERE details.mixed > 10 LIMIT 1)",
        "SELECT (SELECT action FROM interactions WHERE false), (SELECT count(*) FROM interactions WHERE false)",
        "SELECT count(*) FROM (SELECT * FROM interactions LIMIT 10 OFFSET 3)",
        "SELECT k, count(*) FROM (SELECT DISTINCT user_id, details.mixed AS k FROM interactions) GROUP BY k ORDER BY 2 DESC, 1",
        "SELECT DISTINCT n FROM (SELECT count(*) AS n FROM interactions GROUP BY user_id) ORDER BY n",
        "SELECT a + 1, b FROM (SELECT 1 AS a, 'x' AS b) WHERE a = 1",
        "SELECT count(*) FROM (SELECT 1 AS a) WHERE a = 2",
        "SELECT median(n), quantile_disc(n, 0.9), stddev(n) FROM (SELECT user_id, count(*) AS n FROM interactions GROUP BY 1)",
        "SELECT upper(u), length(u) FROM (SELECT user_id AS u FROM interactions GROUP BY 1) WHERE u LIKE 'u1%' OR u IS NULL",
        "WITH a AS MATERIALIZED (SELECT * FROM interactions WHERE action = 'click') SELECT component, count(*) FILTER (WHERE details.flag) FROM a GROUP BY ALL",
    ]

    @Test(arguments: fixed) func agree(_ sql: String) throws { try Answers.expectAgreement(sql, seed: 12) }

    /// `x IN ()` is false even for NULL; with a NULL among the values what is not found is unknown.
    @Test(arguments: [
        ("1 IN (SELECT 1)", ResultValue.bool(true)), ("2 IN (SELECT 1)", .bool(false)), ("NULL IN (SELECT 1)", .null),
        ("NULL IN (SELECT 1 WHERE false)", .bool(false)), ("NULL NOT IN (SELECT 1 WHERE false)", .bool(true)),
        ("1 IN (SELECT NULL)", .null), ("1 NOT IN (SELECT NULL)", .null), ("1.0 IN (SELECT 1)", .bool(true)),
        ("EXISTS (SELECT NULL)", .bool(true)), ("NOT EXISTS (SELECT 1 WHERE false)", .bool(true)),
        ("'b' IN (SELECT a FROM (SELECT 'a' AS a) WHERE a = 'a')", .bool(false)),
        ("(SELECT 1 WHERE false)", .null), ("(SELECT DATE '2026-01-01') + 1", .date(20455)),
    ]) func nulls(_ text: String, _ expected: ResultValue) throws { #expect(try Answers.ask("SELECT " + text, []) == [[expected]]) }

    static func sources() throws -> [any SegmentSource] {
        var random = SplitMix(seed: 3)
        return try RandomEvents.sources(RandomEvents.make(300, &random), parts: 2)
    }

    static func code(_ sql: String, _ options: ExecutionOptions = ExecutionOptions()) throws -> InteractionError? {
        do {
            _ = try execute(try Answers.plan(sql), sources: try sources(), options: options)
            return nil
        } catch let error as InteractionError {
            return error
        }
    }

    @Test func oneValueOfManyRowsIsAnError() throws {
        let error = try #require(try Self.code("SELECT (SELECT action FROM interactions)"))
        #expect(error.code == .invalidQuery && error.message.contains("more than one row"))
    }

    @Test func theBudgetHoldsForSubqueries() throws {
        let error = try #require(
            try Self.code("SELECT count(*) FROM (SELECT * FROM interactions ORDER BY timestamp) WHERE details.n > 0 AND session_id <> action", ExecutionOptions(memoryBudget: 4000)))
        #expect(error.code == .limitReached && error.description.contains("budget"))
    }

    /// Texts that the columns of plain rows are made of count, over a subquery and over events.
    @Test(arguments: ["(SELECT timestamp FROM interactions LIMIT 200)", "interactions"]) func theBudgetHoldsForMadeTexts(_ from: String) throws {
        let sql = "SELECT repeat(CAST(timestamp AS VARCHAR), 1000) FROM \(from)"
        let error = try #require(try Self.code(sql, ExecutionOptions(memoryBudget: 200_000)))
        #expect(error.code == .limitReached && error.description.contains("budget"))
        #expect(try Self.code(sql, ExecutionOptions(memoryBudget: 20_000_000)) == nil)
    }

    /// The row limit is one of the result, not of what is counted on the way.
    @Test func theRowLimitIsTheResults() throws {
        #expect(try Self.code("SELECT count(*) FROM (SELECT DISTINCT timestamp, session_id, details FROM interactions)", ExecutionOptions(rowLimit: 1)) == nil)
        #expect(try Self.code("SELECT * FROM (SELECT * FROM interactions LIMIT 5)", ExecutionOptions(rowLimit: 4))?.code == .limitReached)
    }

    /// A bound that a subquery computes prunes as a written one does.
    @Test func valuesOfSubqueriesPrune() throws {
        let sources = try Self.sources()
        let result = try execute(
            try Answers.plan("SELECT count(*) FROM interactions WHERE timestamp >= (SELECT TIMESTAMP '2026-03-30 00:00:00' FROM interactions LIMIT 1) + INTERVAL '1 day'"),
            sources: sources, options: ExecutionOptions())
        let asked = try execute(
            try Answers.plan("SELECT count(*) FROM interactions WHERE timestamp >= '2026-03-31'"), sources: sources, options: ExecutionOptions())
        let first = try execute(
            try Answers.plan("SELECT TIMESTAMP '2026-03-30 00:00:00' FROM interactions LIMIT 2"), sources: sources, options: ExecutionOptions())
        #expect(result.value(row: 0, column: 0) == asked.value(row: 0, column: 0))
        #expect(result.provenance.scan.segmentsSkipped == asked.provenance.scan.segmentsSkipped + first.provenance.scan.segmentsSkipped)
        #expect(asked.provenance.scan.segmentsSkipped > 0)
    }

    /// Many parts of a relation, taken by threads in any order.
    @Test func relationsInParts() throws {
        let events = (0..<1500).map { index in
            Interaction(
                timestamp: Timestamp(microseconds: RandomEvents.start + Int64(index) * 1000), sessionId: "s\(index % 97)",
                action: index % 3 == 0 ? "a" : "b", details: ["n": .int(Int64(index))])
        }
        let sources = try RandomEvents.sources(events, parts: 2)
        for threads in [1, 3] {
            func ask(_ sql: String) throws -> [[ResultValue]] { try Answers.ask(sql, sources, threads: threads) }
            let all = "(SELECT action, session_id AS s, details.n AS n FROM interactions ORDER BY timestamp DESC LIMIT 1400)"
            #expect(try ask("SELECT count(*), count(DISTINCT s), max(s) FROM \(all) WHERE action = 'a'") == [[.int(466), .int(97), .text("s96")]])
            // Ordered aggregates follow the order of the relation over all its parts.
            #expect(try ask("SELECT first(n), last(n), string_agg(n, ',') FILTER (WHERE n < 103) FROM \(all)") == [[.int(1499), .int(100), .text("102,101,100")]])
            #expect(try ask("SELECT n FROM \(all) LIMIT 2 OFFSET 1390") == [[.int(109)], [.int(108)]])
            #expect(try ask("SELECT n FROM \(all) ORDER BY n LIMIT 1") == [[.int(100)]])
            let rows = try ask("SELECT n FROM \(all)")
            #expect(rows.count == 1400 && rows[0] == [.int(1499)] && rows[1399] == [.int(100)])
        }
    }
}
