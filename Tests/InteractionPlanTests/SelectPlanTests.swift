// Whole statements: plans clause by clause, names and types of the result.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct SelectPlanTests {
    @Test func countByAction() {
        #expect(
            plan("select action, count(*) from interactions group by 1 order by 2 desc limit 10") == """
                scan interactions
                group by action
                aggregate count(*)
                select action AS "action", count(*) AS "count_star()"
                order by count(*) DESC
                limit 10
                """)
    }

    @Test func everyClause() {
        let text = """
            SELECT date_trunc('day', timestamp) AS d, action AS a, count(*) AS n, count(DISTINCT user_id) AS u -- per day
            FROM interactions /* all /* nested */ of it */
            WHERE timestamp >= '2026-01-01' AND timestamp < DATE '2026-02-01'
            GROUP BY ALL HAVING n > 1 ORDER BY d, n DESC NULLS FIRST LIMIT 5 OFFSET 2;
            """
        #expect(
            plan(text) == """
                scan interactions
                time [2026-01-01T00:00:00.000000Z, 2026-02-01T00:00:00.000000Z)
                filter (timestamp >= TIMESTAMP '2026-01-01T00:00:00.000000Z' AND timestamp < TIMESTAMP '2026-02-01T00:00:00.000000Z')
                group by date_trunc('day', timestamp), action
                aggregate count(*), count(DISTINCT user_id)
                having count(*) > 1
                select date_trunc('day', timestamp) AS "d", action AS "a", count(*) AS "n", count(DISTINCT user_id) AS "u"
                order by date_trunc('day', timestamp), count(*) DESC NULLS FIRST
                offset 2
                limit 5
                """)
    }

    @Test func expressionsOverKeysAndAggregates() throws {
        let plan = try BoundQuery.bind(
            "SELECT lower(action) || '!' AS k, sum(details.n) / count(*), count(*) FROM interactions GROUP BY lower(action) ORDER BY count(*) + 1, k",
            context: QueryContext(now: noon)
        ).plan
        #expect(plan.isGrouped && plan.keys.count == 1 && plan.aggregates.count == 2)
        #expect(plan.hiddenItems == 1)
        #expect(plan.order == [SortKey(item: 3), SortKey(item: 0)])
        #expect(plan.projection[0].expression == .arithmetic(.concatenate, .key(0, .varchar), .literal(.varchar("!"), .varchar), .varchar))
        #expect(plan.columns.map(\.type) == [.varchar, .double, .bigint])
        #expect(plan.columnsRead == [.action, .property(PropertyPath(.details, ["n"]))])
    }

    @Test(arguments: [
        ("select lower(action) as k, count(*) from interactions group by k having k <> 'x'", "having lower(action) <> 'x'"),
        ("select action as a from interactions where a = 'x'", "filter action = 'x'"),
        ("select count(*) as c, c + 1 from interactions", "select count(*) AS \"c\", (count(*) + 1) AS \"(c + 1)\""),
        ("select details.x + 1 from interactions group by details.x", "select (details.x + 1) AS \"(details.x + 1)\""),
        ("select action from interactions order by component, timestamp desc", "order by component, timestamp DESC"),
        ("select details.action from interactions order by action", "order by action"),
        ("select details.page from interactions order by page", "order by details.page"),
        ("select lower(action) as action from interactions order by action", "order by lower(action)"),
        ("select action, component from interactions order by all desc", "order by action DESC, component DESC"),
        ("select distinct action from interactions order by 1", "select distinct action AS \"action\"\norder by action"),
        ("select i.action from interactions i where i.user_id is not null", "filter user_id IS NOT NULL"),
        ("select max(action) from interactions group by ()", "aggregate max(action)\nselect max(action)"),
        ("select count(*), count(*) + 1 from interactions", "aggregate count(*)\n"),
        ("select action from interactions limit 1 + 1 offset 3", "offset 3\nlimit 2"),
        ("select 1, 'a' as b", "one row\nselect 1 AS \"1\", 'a' AS \"b\""),
        ("select 1 having true", "having true"),
    ])
    func clauses(_ text: String, _ expected: String) {
        let shown = plan(text)
        #expect(shown.contains(expected), "\(shown)")
    }

    @Test(arguments: [
        ("count(*), count(action), count(distinct action), sum(details.x), min(\"timestamp\")", "count_star() | count(\"action\") | count(DISTINCT \"action\") | sum(details.x) | min(\"timestamp\")"),
        ("sum(length(component) + 1), quantile_cont(details.x, 0.5), count(*) filter (where component > 'a')", "sum((length(component) + 1)) | quantile_cont(details.x, 0.5) | count_star() FILTER (WHERE (component > 'a'))"),
        ("cast(count(*) as varchar), count(*)::int, - count(*), not (count(*) > 1)", "CAST(count_star() AS VARCHAR) | CAST(count_star() AS INTEGER) | (-(count_star())) | (NOT (count_star() > 1))"),
    ])
    func aggregateNamesAreDuckDBs(_ list: String, _ expected: String) { #expect(names("select \(list) from interactions") == expected) }

    @Test(arguments: [
        ("component not in (1, 2), component not between 'a' and 'b', component not like 'b', component ilike 'c'", "(NOT (component IN (1, 2))) | (NOT (component BETWEEN 'a' AND 'b')) | (component !~~ 'b') | (component ~~* 'c')"),
        ("case when component > 'a' then 'a' else 'b' end, case component when 'a' then 2 end", "CASE  WHEN ((component > 'a')) THEN ('a') ELSE 'b' END | CASE  WHEN ((component = 'a')) THEN (2) ELSE NULL END"),
        ("extract(hour from timestamp), year(timestamp), coalesce(component, 'x'), component <> 'a'", "date_part('HOUR', \"timestamp\") | \"year\"(\"timestamp\") | COALESCE(component, 'x') | (component != 'a')"),
        ("details.x, details['x y'], details.a.b, details.\"x y\", sessionId, ACTION", "x | details['x y'] | b | x y | session_id | action"),
        ("interval '5 minutes', 1e5, -1.5, null, true", "CAST('5 minutes' AS INTERVAL) | 1e5 | -1.5 | NULL | true"),
    ])
    func rowNamesAreDuckDBs(_ list: String, _ expected: String) { #expect(names("select \(list) from interactions") == expected) }

    @Test func explainIsTold() throws {
        let context = QueryContext(now: noon)
        #expect(try BoundQuery.bind("EXPLAIN SELECT 1", context: context).kind == .explain)
        #expect(try BoundQuery.bind("explain analyze select 1", context: context).kind == .explainAnalyze)
        #expect(try BoundQuery.bind("select 1", context: context).kind == .query)
    }

    @Test func conditionsAndRowExpressionsStandAlone() throws {
        let context = QueryContext(now: noon)
        #expect(try BoundQuery.condition("action = 'a' and details.price > 10", context: context).description == "(action = 'a' AND details.price::use(DOUBLE) > 10.0)")
        #expect(try BoundQuery.rowExpression("details.country", context: context).type == .variant)
        #expect(throws: InteractionError.self) { try BoundQuery.condition("count(*) > 1", context: context) }
        #expect(throws: InteractionError.self) { try BoundQuery.condition("action = 'a' order by 1", context: context) }
    }

    /// Two constants are one where they are the same value in every respect; NaN is one, 0.0 and -0.0 are two.
    @Test func constantsAreComparedByTheirBits() {
        let nan = "'nan'::double + details.n"
        #expect(plan("select \(nan) as x from interactions group by \(nan)").contains("select (nan + details.n::use(DOUBLE)) AS \"x\""))
        #expect(plan("select distinct \(nan) as x from interactions order by \(nan)").hasSuffix("order by (nan + details.n::use(DOUBLE))"))
        #expect(plan("select min(0.0::double), min(-0.0::double) from interactions").contains("aggregate min(0.0), min(-0.0)"))
        let zeros: Set<Literal> = [.double(0), .double(-0.0), .double(.nan), .double(.nan), .varchar("\u{E9}"), .varchar("e\u{301}")]
        #expect(zeros.count == 5)
    }
}
