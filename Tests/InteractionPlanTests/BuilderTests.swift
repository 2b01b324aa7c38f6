// Built queries: the same plan as the text one would write, values bound whatever is in them, names quoted whatever is in them.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct BuilderTests {
    func plan(_ query: InteractionQuery) throws -> SelectPlan {
        try BoundQuery.bind(
            query.text, context: QueryContext(now: noon, parameters: QueryParameters(positional: query.values))
        ).plan
    }

    func same(_ query: InteractionQuery, _ text: String) throws {
        #expect(try plan(query) == BoundQuery.bind(text, context: QueryContext(now: noon)).plan, "\(query)")
    }

    @Test func plansAreThoseOfText() throws {
        try same(.interactions, "SELECT * FROM interactions")
        try same(.interactions.group(by: .action), "SELECT action FROM interactions GROUP BY action")
        try same(
            .interactions.where(.action == "click" && .timestamp >= noon)
                .group(by: .component)
                .select(.component, .count.as("clicks"))
                .order(by: .descending(column: "clicks"), .ascending(.component, nullsFirst: true)).limit(10).offset(2),
            """
            SELECT component, count(*) AS clicks FROM interactions WHERE action = 'click' AND timestamp >= TIMESTAMP '2026-04-01T12:00:00Z'
            GROUP BY component ORDER BY clicks DESC, component NULLS FIRST LIMIT 10 OFFSET 2
            """)
        try same(
            .interactions.select(
                .count(distinct: .userId).as("users"), .quantile(.metric("generationTime"), 0.95).as("p95"),
                .count.as("few").filter(where: !(.details("n") > 3 || .details("a", "b").isNull)),
                .average(.details("price") * 2 - 1).as("mean")),
            """
            SELECT count(DISTINCT user_id) AS users, quantile_cont(metrics.generationTime, 0.95::DOUBLE) AS p95,
            count(*) FILTER (WHERE NOT (details.n > 3 OR details.a.b IS NULL)) AS few, avg(details.price * 2 - 1) AS mean FROM interactions
            """)
        try same(
            .interactions.where(.component.isIn(["A", "B"]) && .userId.isNotNull)
                .where(.action.like("%e%", ignoringCase: true))
                .group(by: .start(of: .week), .bucket(Interval(microseconds: 300_000_000)))
                .select(.start(of: .week).as("week"), .bucket(Interval(microseconds: 300_000_000)).as("bucket"), .count.as("n"))
                .having(.count > 5),
            """
            SELECT date_trunc('week', timestamp) AS week, time_bucket(INTERVAL '5 minutes', timestamp) AS bucket, count(*) AS n
            FROM interactions WHERE component IN ('A', 'B') AND user_id IS NOT NULL AND action ILIKE '%e%'
            GROUP BY 1, 2 HAVING count(*) > 5
            """)
        try same(
            .interactions.select(.details("n").cast(to: .bigint, trying: true).as("n"), .function("lower", .action).as("a")).distinct(),
            "SELECT DISTINCT TRY_CAST(details.n AS BIGINT) AS n, lower(action) AS a FROM interactions")
    }

    @Test func operatorsKeepTheirOperands() throws {
        try same(
            .interactions.select(((.details("a") + 1) * (.details("b") - (.details("c") - 2))).as("x"), (-(-.details("a"))).as("y")),
            "SELECT (details.a + 1) * (details.b - (details.c - 2)) AS x, -(-details.a) AS y FROM interactions")
        try same(
            .interactions.where((.action == "a" || .action == "b") && !(.action == "c")),
            "SELECT * FROM interactions WHERE (action = 'a' OR action = 'b') AND NOT action = 'c'")
        try same(
            .interactions.where(.details("n").isBetween(1, 2) || .action != .component),
            "SELECT * FROM interactions WHERE details.n BETWEEN 1 AND 2 OR action <> component")
        let none: [String] = []
        #expect(try plan(.interactions.where(.action.isIn(none))).filter?.constant == .boolean(false))
    }

    /// Values and names of any content stay what they are.
    @Test func nothingEscapes() throws {
        let wild = ["", "'", "''; DROP", "\"", "?", "$1", "--", "/*", "\u{0}", "a.b", "e\u{301}", "\n", "\\"]
        for text in wild {
            let built = InteractionQuery.interactions.where(.action == text && .details(text) == 1)
            let filter = try plan(built).filter
            #expect("\(filter, default: "-")".contains(Literal.varchar(text).description), "\(built)")
            #expect(try plan(built).columnsRead.contains(.property(PropertyPath(.details, [text]))), "\(built)")
            let named = InteractionQuery.interactions.select(.count.as(text)).order(by: .descending(column: text))
            #expect(try plan(named).projection.map(\.name) == [text])
        }
    }

    @Test func errorsAreThoseOfText() {
        for (query, reason) in [
            (InteractionQuery.interactions.select(.function("lowr", .action).as("x")), "lowr"),
            (.interactions.limit(-1), "LIMIT"), (.interactions.where(.count > 1), "WHERE"),
            (.interactions.select(.sum(.details("n")).as("x")).having(.column("nothing") > 1), "nothing"),
            // The condition is that of the whole expression, never of the last aggregate in it.
            (.interactions.select((.sum(.details("n")) + .sum(.details("m"))).filter(where: .action == "a")), "FILTER"),
            (.interactions.select(.function("lower", .action).filter(where: .action == "a")), "lower() is no aggregate"),
            (.interactions.select(.quantile(.details("n"), 1.5)), "from 0 to 1"),
            (.interactions.select(.bucket(Interval(months: 1, days: 1))), "time_bucket"),
        ] {
            let error = #expect(throws: InteractionError.self) { try plan(query) }
            #expect(error?.code == .invalidQuery)
            #expect("\(error, default: "-")".contains(reason))
        }
    }

    /// A chain is flat, so its length is bounded by the text only.
    @Test func longChains() throws {
        var query = InteractionQuery.interactions
        for index in 0..<500 { query = query.where(.details("n") != index) }
        guard case .and(let all)? = try plan(query).filter else {
            Issue.record("no conjunction")
            return
        }
        #expect(all.count == 500)
    }
}
