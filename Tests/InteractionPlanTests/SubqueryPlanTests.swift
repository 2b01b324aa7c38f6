// Subqueries: what is merged into the query around it and what is answered first, which names resolve, what is refused.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct SubqueryPlanTests {
    @Test func plainSubqueriesAreMerged() {
        let text = """
            WITH recent AS (SELECT * FROM interactions WHERE timestamp >= '2026-03-01')
            SELECT user, count(*) AS n FROM (SELECT user_id AS user, details.ms AS ms FROM recent WHERE action = 'click') AS c
            WHERE ms > 5 GROUP BY user
            """
        #expect(
            plan(text) == """
                scan interactions
                time [2026-03-01T00:00:00.000000Z, )
                filter (timestamp >= TIMESTAMP '2026-03-01T00:00:00.000000Z' AND action = 'click' AND details.ms::use(DOUBLE) > 5.0)
                group by user_id
                aggregate count(*)
                select user_id AS "user", count(*) AS "n"
                """)
    }

    @Test func othersAreAnsweredFirstWithWhatIsRead() {
        let text = """
            WITH sessions AS (SELECT session_id, count(*) AS n, max(timestamp) AS last FROM interactions GROUP BY 1)
            SELECT avg(n) FROM sessions WHERE n > (SELECT max(n) FROM sessions) / 2
            """
        #expect(
            plan(text) == """
                subquery 1
                  scan interactions
                  group by session_id
                  aggregate count(*), max(timestamp)
                  select count(*) AS "n"
                subquery 2
                  scan subquery 1
                  aggregate max(n)
                  select max(n) AS "max(n)"
                  limit 2
                scan subquery 1
                filter n::DOUBLE > ((subquery 2)::DOUBLE / 2.0)
                aggregate avg(n)
                select avg(n) AS "avg(n)"
                """)
    }

    @Test func partsOfPropertiesPassThrough() {
        let shown = plan("select details.price, d.a.b, metrics.provider from (select details as d, * from interactions order by timestamp limit 9) q")
        #expect(
            shown == """
                subquery 1
                  scan interactions
                  select details AS "details", details.price AS "details.price", details AS "d", details.a.b AS "d.a.b", details.provider AS "details.provider", metadata AS "metadata", metadata.provider AS "metadata.provider"
                  order by timestamp
                  limit 9
                scan subquery 1
                select details.price AS "price", d.a.b AS "b", coalesce(details.provider, metadata.provider) AS "provider"
                """)
        #expect(plan("select d.x from (select details as d, count(*) from interactions group by 1)").contains("The column d has no parts."))
    }

    @Test(arguments: [
        ("select * from (select action as a, action as a from interactions)", "a | a_1"),
        ("select y, component from (select action, component from interactions) as x(y)", "y | component"),
        ("with q(y) as (select action from interactions) select * from q", "y"),
        ("select Q.A from (select action as a from interactions) q", "a"),
        ("select \"count_star()\" from (select count(*) from interactions)", "count_star()"),
        ("select sessionId, USER_ID from (select * from interactions limit 1)", "session_id | user_id"),
        ("select (select max(action) from interactions), exists (from interactions), 1 in (select 1)", "(select max(action) from interactions) | EXISTS(from interactions) | (1 = ANY(select 1))"),
        ("select * exclude (details, metadata) replace (lower(action) as action) from interactions", "timestamp | session_id | user_id | action | component"),
        ("from interactions", "timestamp | session_id | user_id | action | component | details | metadata"),
        ("from (select 1 as a, 2 as b) select b", "b"),
        ("with interactions as (select action from interactions) select * from interactions", "action"),
        ("with a as (select 1 as x), b as (select x + 1 as y from a) select x, y from (select *, (select y from b) as y from a)", "x | y"),
        ("select t.n from (select details.n from interactions) as t(n)", "n"),
    ])
    func namesAreDuckDBs(_ text: String, _ expected: String) { #expect(names(text) == expected) }

    @Test(arguments: [
        ("select acton from (select action from interactions)", "line 1, column 8: There is no column \"acton\". (did you mean action?)"),
        ("select component from (select action from interactions)", "There is no column \"component\". (the columns are action)"),
        ("with recent as (select 1) select * from recnt", "There is no relation \"recnt\". (did you mean recent?)"),
        ("select (select 1, 2)", "line 1, column 8: This subquery returns 2 columns, where one is expected."),
        ("select 1 in (select * from interactions)", "This subquery returns 7 columns, where one is expected."),
        ("with a as (select 1), a as (select 2) select 1", "There are two queries of the name \"a\" in WITH."),
        ("select 1 from (select 1) as t(a, b)", "There are 2 names for 1 columns."),
        ("select * from (select 1", "Expected an operator, a comma, the next clause or the closing parenthesis, found the end of the query."),
        ("select * exclude (nope) from interactions", "EXCLUDE names no column: there is no \"nope\"."),
        ("select t.a from (select action as a from interactions)", "There is no column \"t.a\"."),
        ("select action in (select 1) from interactions limit (select 1 from interactions)", "LIMIT takes a constant number."),
        ("select timestamp in (select interval '1 day') from interactions", "TIMESTAMP cannot be compared with INTERVAL."),
    ])
    func errors(_ text: String, _ expected: String) {
        let shown = plan(text)
        #expect(shown.hasPrefix("ERROR") && shown.contains(expected), "\(shown)")
    }

    @Test func constantsStayExactThroughSubqueries() {
        #expect(plan("select a + 0.2 = 0.3 as x from (select 0.1 as a)").contains("select true AS"))
        #expect(plan("select (select 0.1) + 0.2 as x").contains("select 0.3 AS"))
    }

    @Test func rangesRestrictEverySubquery() throws {
        let bound = try BoundQuery.bind(
            "select count(*) from (select distinct action from interactions) where action in (select action from interactions where component = 'a')",
            context: QueryContext(now: noon)
        ).plan.restricted(to: TimeRange(from: 5, to: 9))
        #expect(bound.subqueries.count == 2 && bound.subqueries.allSatisfy { TimeRange.implied(by: $0.filter) == TimeRange(from: 5, to: 9) })
        #expect(bound.readsEvents)
    }

    @Test func loneConditionsHoldNoSubqueries() {
        #expect(throws: InteractionError.self) {
            try BoundQuery.condition("user_id in (select user_id from interactions)", context: QueryContext(now: noon))
        }
    }

    @Test func nestingIsBounded() {
        func nested(_ count: Int) -> String {
            String(repeating: "select * from (", count: count) + "select action from interactions limit 1" + String(repeating: ")", count: count)
        }
        #expect(!plan(nested(8)).hasPrefix("ERROR"))
        #expect(plan(nested(12)).contains("nests deeper than"))
        let scalars = String(repeating: "(select ", count: 5000) + "1" + String(repeating: ")", count: 5000)
        #expect(plan("select " + scalars).contains("nests deeper than"))
        let deep = (0..<9).reduce("action") { text, _ in "(select \(text)\(String(repeating: " || 'x'", count: 30)) from interactions limit 1)" }
        #expect(plan("select " + deep).hasPrefix("ERROR"))
        let chain = (1...250).map { "q\($0) as (select distinct * from q\($0 - 1))" }.joined(separator: ", ")
        #expect(plan("with q0 as (select action from interactions), \(chain) select * from q250").contains("more than 200 subqueries"))
        let doubled = (1...40).map { "q\($0) as (select a || a as a from q\($0 - 1))" }.joined(separator: ", ")
        #expect(plan("with q0 as (select action as a from interactions), \(doubled) select * from q40").contains("repeats expressions"))
    }
}
