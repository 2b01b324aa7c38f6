// Broken queries: whatever the text, there is a plan or an `invalidQuery` with a place inside the text, never a trap.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct QueryFuzzTests {
    /// SplitMix64.
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let words = """
        SELECT DISTINCT * FROM interactions WHERE GROUP BY HAVING ORDER LIMIT OFFSET ALL ASC DESC NULLS FIRST LAST AND OR NOT IN IS NULL \
        LIKE ILIKE ESCAPE BETWEEN CASE WHEN THEN ELSE END CAST TRY_CAST AS DATE TIMESTAMP INTERVAL BIGINT DOUBLE VARCHAR DECIMAL(38,38) \
        HUGEINT BOOLEAN ( ) ( ) , . [ ] + - * / // % ^ ** || :: = <> < <= > >= == -> ->> ; ? $1 $x action timestamp user_id details.x \
        details['a b'] metadata metrics.success count(*) sum avg min max quantile_cont median stddev count date_trunc('day', extract(hour \
        time_bucket(INTERVAL '1 month' , epoch epoch_ms coalesce nullif greatest round abs floor lower substr trim concat now() if \
        0 1 -1 2.5 1e308 1e-5 9223372036854775807 170141183460469231731687303715884105727 99999999999999999999999999999999999999.9 \
        0.00000000000000000000000000000000000001 'a' '2026-01-01' '9999-12-31' '0001-01-01' '1 day' '999999999999999999 years' '' NULL \
        WITH q AS ( SELECT EXISTS ( SELECT IN ( SELECT FROM ( SELECT FROM q MATERIALIZED q.action q.n EXCLUDE REPLACE ) q ) q (a, b) \
        TRUE FALSE FILTER WHERE EXPLAIN ANALYZE DATE'9999-12-31' INTERVAL'2147483647months' '-- /* */ "a" "" é $ ' " `
        """.split(separator: " ").map(String.init)

    private static let seeds = [
        "SELECT date_trunc('day', timestamp) AS d, count(*) AS n FROM interactions WHERE details.x > 1 GROUP BY 1 HAVING n > 1 ORDER BY n DESC LIMIT 3",
        "SELECT CASE WHEN action LIKE 'a%' THEN 1 ELSE 2.5 END, coalesce(details['x y'], 'z') FROM interactions WHERE timestamp BETWEEN '2026-01-01' AND now()",
        "WITH q AS (SELECT details AS d, action AS a, component AS c FROM interactions), r(x) AS (SELECT a FROM q ORDER BY d.x LIMIT 5) SELECT x, (SELECT max(a) FROM q) FROM r WHERE x IN (SELECT a FROM q) AND EXISTS (FROM r)",
        "SELECT q.d.price, n FROM (SELECT details AS d, component AS n, * FROM interactions ORDER BY timestamp LIMIT 9) AS q WHERE q.n NOT IN (SELECT * EXCLUDE (a) FROM (SELECT 1 AS a, action AS b FROM interactions))",
        "EXPLAIN SELECT DISTINCT time_bucket(INTERVAL '5 minutes', timestamp), quantile_cont(details.t, 0.95) FILTER (WHERE action IN ('a', 'b')) FROM interactions GROUP BY ALL",
    ]

    private func check(_ text: String, _ seed: UInt64) {
        let parameters = QueryParameters(
            named: ["x": .timestamp(.max)], positional: [.timestamp(.min), .date(.max), .interval(Interval(months: .min, days: .max, microseconds: .min))])
        do {
            let plan = try BoundQuery.bind(text, context: QueryContext(now: noon, parameters: parameters)).plan
            #expect(!plan.description.isEmpty)
            #expect(plan.order.allSatisfy { plan.projection.indices.contains($0.item) })
            _ = TimeRange.implied(by: plan.filter)
        } catch {
            let inside = error.position.map { $0 >= 0 && $0 <= text.utf8.count } ?? false
            #expect(error.code == .invalidQuery && inside && !error.shown(in: text).isEmpty, "seed \(seed): \(text)")
        }
    }

    @Test func randomWordsNeverTrap() {
        for seed in UInt64(1)...4000 {
            var random = Random(state: seed)
            let count = Int.random(in: 1...25, using: &random)
            let list = (0..<count).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            check(Bool.random(using: &random) ? "SELECT " + list : list, seed)
            check("SELECT 1 FROM interactions WHERE timestamp > " + list, seed)
        }
    }

    @Test func mutatedQueriesNeverTrap() {
        for seed in UInt64(1)...4000 {
            var random = Random(state: seed)
            var text = Array((Self.seeds.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0...text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.insert(contentsOf: (" " + (Self.words.randomElement(using: &random) ?? "") + " ").utf8, at: at)
                case 1: text.removeSubrange(at..<min(text.count, at + Int.random(in: 1...8, using: &random)))
                case 2: text.insert(UInt8.random(in: 0...255, using: &random), at: at)
                default: text = Array(text.prefix(at)) + text.suffix(Int.random(in: 0...text.count, using: &random))
                }
            }
            check(String(decoding: text, as: UTF8.self), seed)
        }
    }

    @Test(arguments: [
        String(repeating: "(", count: 50_000), String(repeating: "1+", count: 50_000) + "1", String(repeating: "NOT ", count: 50_000) + "true",
        String(repeating: "-", count: 1) + String(repeating: " -", count: 50_000) + " x", String(repeating: "abs(", count: 5_000) + "1",
        String(repeating: "CASE WHEN ", count: 5_000), "1" + String(repeating: "::int", count: 50_000), "a" + String(repeating: ".b", count: 50_000),
        "1" + String(repeating: " IS NULL", count: 50_000), String(repeating: "(SELECT ", count: 20_000), String(repeating: "EXISTS (SELECT * FROM (FROM ", count: 5000),
        "* FROM" + String(repeating: "(SELECT * FROM ", count: 20_000), "1 IN (" + String(repeating: "SELECT 1 IN (", count: 20_000), String(repeating: "/*", count: 50_000), "action" + String(repeating: " LIKE 'a'", count: 50_000),
    ])
    func deepTextsAreRefused(_ text: String) { #expect(plan("SELECT " + text + " FROM interactions").hasPrefix("ERROR")) }

    @Test func repeatedExpressionsAreBounded() {
        let doubled = (1...60).map { "a\($0 - 1) || a\($0 - 1) AS a\($0)" }.joined(separator: ", ")
        #expect(plan("SELECT action AS a0, \(doubled) FROM interactions").contains("repeats expressions"))
        let deepened = (1...400).map { "a\($0 - 1) || 'x' AS a\($0)" }.joined(separator: ", ")
        #expect(plan("SELECT action AS a0, \(deepened) FROM interactions").contains("deeper than"))
        let between = "true" + String(repeating: " BETWEEN false AND details.x", count: 90)
        #expect(plan("SELECT \(between) FROM interactions").contains("repeats expressions"))
        let nested = String(repeating: "CASE ", count: 30) + "action" + String(repeating: " WHEN 'a' THEN 'b' WHEN 'c' THEN 'd' END", count: 30)
        #expect(plan("SELECT \(nested) FROM interactions").contains("repeats expressions"))
        let aggregates = (0..<5000).map { "sum(details.x\($0))" }.joined(separator: "+")
        #expect(plan("SELECT \(aggregates) FROM interactions").hasPrefix("ERROR"))
        let columns = (0..<5000).map { "details.x\($0)" }.joined(separator: ",")
        #expect(plan("SELECT \(columns) FROM interactions").contains("more than 4096 columns"))
    }

    @Test func longFlatTextsAreTaken() {
        let list = (0..<50_000).map { "'v\($0)'" }.joined(separator: ",")
        #expect(!plan("SELECT count(*) FROM interactions WHERE action IN (\(list))").hasPrefix("ERROR"))
        let chain = (0..<20_000).map { "action = 'v\($0)'" }.joined(separator: " OR ")
        #expect(!plan("SELECT count(*) FROM interactions WHERE \(chain)").hasPrefix("ERROR"))
        let deep = String(repeating: "(", count: 35) + "1" + String(repeating: ")", count: 35) + String(repeating: "+ details.x", count: 95)
        #expect(!plan("SELECT \(deep) FROM interactions").hasPrefix("ERROR"))
        #expect(plan(String(repeating: " ", count: 2 << 20)).contains("longer than"))
    }
}
