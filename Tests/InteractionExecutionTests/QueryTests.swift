// Fixed and random queries, held against the naive evaluator, over one and several sources, one and several threads.
import InteractionExecution
import InteractionFiles
import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization
import Testing

/// Really runs on several threads. Shares begin together, or the first would have done all the work of a small query before the
/// second began, and nothing were merged.
struct TaskRunner: ThreadRunner {
    private final class Start: Sendable {
        let begun = Atomic(0)
        let all = ThreadEvent()
    }

    func run(
        count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        let start = Start()
        try WorkerThreads.shared.parallel(count: count, threads: threads) { (index) throws(InteractionError) in
            if start.begun.add(1, ordering: .sequentiallyConsistent).newValue >= min(count, threads) { start.all.signal() }
            // A thread that the pool does not give is not waited for.
            _ = start.all.wait(milliseconds: 20)
            // The last first: no answer may hang on the order of shares.
            try body(count - 1 - index)
        }
    }
}

enum Answers {
    static func plan(_ sql: String) throws -> SelectPlan {
        try BoundQuery.bind(sql, context: QueryContext(now: Timestamp(microseconds: RandomEvents.start))).plan
    }

    static func ask(
        _ sql: String, _ sources: [any SegmentSource], threads: Int = 1, usesRollups: Bool = true
    ) throws -> [[ResultValue]] {
        var options = ExecutionOptions(threads: threads, runner: threads > 1 ? TaskRunner() : CallerRunner())
        options.usesRollups = usesRollups
        if threads > 1 { options.relationRows = 7 }
        let result = try execute(try plan(sql), sources: sources, options: options)
        return (0..<result.rowCount).map { row in result.columns.indices.map { result.value(row: row, column: $0) } }
    }

    /// Over 600 random events, in one and several sources, by one and several threads, the answer is the naive evaluator's.
    static func expectAgreement(_ sql: String, seed: UInt64, at place: SourceLocation = #_sourceLocation) throws {
        var random = SplitMix(seed: seed)
        let events = RandomEvents.make(600, &random)
        let expected = try ReferenceQuery.rows(try plan(sql), events)
        for parts in [1, 2, 7] {
            let sources = try RandomEvents.sources(events, parts: parts, asFiles: parts == 2)
            for threads in [1, 3] {
                let got = try ask(sql, sources, threads: threads)
                #expect(
                    agree(got, expected), "\(parts) parts, \(threads) threads: \(got.prefix(5)) for \(expected.prefix(5))",
                    sourceLocation: place)
            }
        }
    }

    static func agree(_ a: [[ResultValue]], _ b: [[ResultValue]]) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).allSatisfy { x, y in
            x.count == y.count && zip(x, y).allSatisfy { p, q in
                if p == q { return true }
                if case .double(let m) = p, case .double(let n) = q {
                    return m.isNaN && n.isNaN || m == n || abs(m - n) <= 1e-9 * max(1, abs(m), abs(n))
                }
                if case .list(let m) = p, case .list(let n) = q { return agree([m], [n]) }
                return p != .null && q != .null && Reference.order(p, q) == 0
            }
        }
    }
}

@Suite struct QueryTests {
    static let fixed = [
        "SELECT action, count(*) FROM interactions GROUP BY 1",
        "SELECT action, count(*) FROM interactions WHERE component = 'Page' GROUP BY action ORDER BY 2 DESC",
        "SELECT * FROM interactions",
        "SELECT * FROM interactions ORDER BY timestamp DESC LIMIT 7",
        "SELECT timestamp, user_id FROM interactions WHERE user_id IS NULL LIMIT 5 OFFSET 2",
        "SELECT date_trunc('day', timestamp) AS day, count(DISTINCT user_id), count(DISTINCT session_id) FROM interactions GROUP BY day",
        "SELECT count(DISTINCT user_id), count(DISTINCT details.mixed), count(DISTINCT details.n) FROM interactions",
        "SELECT details.mixed, count(*) FROM interactions GROUP BY 1 ORDER BY 2 DESC, 1",
        "SELECT details.deep, details.deep.a, details.deep.b, details.deep.o FROM interactions WHERE details.deep IS NOT NULL",
        "SELECT details.text, count(*) FROM interactions GROUP BY details.text",
        "SELECT metrics.provider, quantile_cont(details.price, 0.5), quantile_disc(details.n, 0.9), avg(details.price) FROM interactions GROUP BY 1",
        "SELECT sum(details.price), sum(details.n), stddev(details.price), var_pop(details.n), min(details.mixed), max(details.text) FROM interactions",
        "SELECT DISTINCT action, component FROM interactions ORDER BY 2 DESC NULLS FIRST",
        "SELECT count(*) FILTER (WHERE details.flag), count(details.flag), sum(DISTINCT details.n) FROM interactions WHERE details.n > 3",
        "SELECT time_bucket(INTERVAL '5 minutes', timestamp) AS b, count(*) FROM interactions GROUP BY b HAVING count(*) > 1 ORDER BY b",
        "SELECT 1/0, 7 // 2, 0.1 + 0.2 = 0.3, 'a' || 'b'",
        "SELECT count(*) FROM interactions WHERE timestamp >= '2026-03-28' AND timestamp < '2026-03-29'",
        "SELECT session_id, min(timestamp), max(timestamp), count(*) FROM interactions GROUP BY session_id ORDER BY 4 DESC LIMIT 5",
        "SELECT details FROM interactions WHERE action LIKE '%rr%' ORDER BY details LIMIT 9",
    ]

    @Test(arguments: fixed) func fixedQueriesAgree(_ sql: String) throws { try Answers.expectAgreement(sql, seed: 11) }

    @Test(arguments: [
        "date_diff('microsecond', make_timestamp_ms(-9223372036854775), make_timestamp_ms(9223372036854775))",
        "date_sub('month', make_timestamp_ms(-9223372036854775), make_timestamp_ms(9223372036854775))",
        "age(make_timestamp_ms(9223372036854775), make_timestamp_ms(-9223372036854775))", "repeat('a', 9223372036854775807)",
        "lpad('a', 9223372036854775807, 'b')", "to_timestamp(1e300)", "make_date(9223372036854775807, 1, 1)", "factorial(9223372036854775807)",
        "lcm(9223372036854775807, 9223372036854775806)", "chr(9223372036854775807)", "range(0, 9223372036854775807)",
        "regexp_extract('a', 'a', length('aaaaaaaaaa'))", "replace(repeat('a', 100000), 'a', repeat('b', 100000))",
        "regexp_replace(repeat('a', 100000), 'a', repeat('b', 100000), 'g')", "array_to_string(range(0, 100000), repeat('b', 100000))",
        "concat_ws(repeat('a', 60000000), 'b', 'c', 'd')", "array_to_string(['a', 'b'], repeat('c', 67108863))",
    ])
    func hugeArgumentsAreErrors(_ expression: String) {
        #expect(throws: InteractionError.self) { try Answers.ask("SELECT " + expression, []) }
    }

    /// The largest LIMIT, which with an OFFSET is more than any number of rows, leaves out what the offset says and no more.
    @Test(arguments: [
        "SELECT action, count(*) FROM interactions GROUP BY 1", "SELECT DISTINCT action, component FROM interactions",
        "SELECT DISTINCT count(*) FROM interactions GROUP BY session_id", "SELECT action, timestamp FROM interactions",
        "SELECT n FROM (SELECT details.n AS n FROM interactions)", "SELECT count(*) FROM (SELECT session_id AS s FROM interactions) GROUP BY s",
    ])
    func theLargestLimit(_ sql: String) throws {
        var random = SplitMix(seed: 12)
        let sources = try RandomEvents.sources(RandomEvents.make(300, &random), parts: 2)
        let all = try Answers.ask(sql, sources)
        for offset in [1, 3, Int.max] {
            let limited = "\(sql) LIMIT 9223372036854775807 OFFSET \(offset)"
            #expect(try Answers.ask(limited, sources, threads: 3) == Array(all.dropFirst(offset)))
            #expect(try SpillingTests.ask(try Answers.plan(limited), sources, threshold: 60).rows == Array(all.dropFirst(offset)))
        }
    }

    /// Time in the length of both lists, not in their product; equal is what is equal for =.
    @Test(.timeLimit(.minutes(5))) func listsAreComparedAsSets() throws {
        let rows = try Answers.ask(
            """
            SELECT list_has_any(range(0, 60000), range(-60000, 0)), list_has_all(range(0, 60000), range(59999, -1, -1)),
            len(list_intersect(range(0, 60000), range(30000, 90000))), list_has_any([INTERVAL '30 days'], [INTERVAL '1 month']),
            list_has_any([0.0, NULL], [-0.0]), list_has_any([NULL], [NULL, 1]), list_has_all([1], [NULL, 1])
            """, [])
        #expect(rows == [[.bool(false), .bool(true), .int(30000), .bool(true), .bool(true), .bool(false), .bool(true)]])
    }

    @Test func emptyStore() throws {
        #expect(try Answers.ask("SELECT count(*), sum(details.n), max(action) FROM interactions", []) == [[.int(0), .null, .null]])
        #expect(try Answers.ask("SELECT action, count(*) FROM interactions GROUP BY 1", []) == [])
        #expect(try Answers.ask("SELECT * FROM interactions LIMIT 3", []) == [])
    }
}
