// Approximate aggregates: inside their stated bounds, and the same answer for every layout and number of threads.
import InteractionExecution
import InteractionModel
import InteractionPlan
import InteractionSegment
import Testing

@Suite struct ApproximationTests {
    /// Events with `distinct` different numbers and texts, each once or twice.
    private func events(_ distinct: Int) -> [Interaction] {
        (0..<distinct + distinct / 3).map { index in
            var event = Interaction(
                timestamp: Timestamp(microseconds: RandomEvents.start + Int64(index) * 1_000_000), sessionId: "s\(index / 50)",
                userId: "u\(index % distinct)", action: "a\(index % 3)")
            let number = index % distinct
            event.details = ["n": .int(Int64(number)), "x": .double(Double(number) * 0.37 - 100)]
            return event
        }
    }

    @Test(arguments: [0, 1, 2, 17, 200, 1000, 6000]) func distinctCounts(_ distinct: Int) throws {
        let events = events(distinct)
        let sql = "SELECT approx_count_distinct(user_id), approx_count_distinct(details.n), approx_count_distinct(details.x) FROM interactions"
        var answers: Set<[[ResultValue]]> = []
        for parts in [1, 2, 7] {
            for threads in [1, 3] {
                answers.insert(try Answers.ask(sql, try RandomEvents.sources(events, parts: parts, asFiles: parts == 2), threads: threads))
            }
        }
        #expect(answers.count == 1, "the estimate depends on the layout: \(answers)")
        for case .int(let estimate) in answers.first?.first ?? [] {
            // Four standard errors; small sets are counted to one or so.
            let bound = distinct < 10 ? 0.5 : distinct < 100 ? 2 : max(1, Double(distinct) * 0.065)
            #expect(abs(Double(estimate) - Double(distinct)) <= bound, "\(estimate) for \(distinct)")
        }
        #expect(answers.first?.first?.count == 3)
    }

    @Test func distinctCountsByGroup() throws {
        let events = events(3000)
        let sql = "SELECT action, approx_count_distinct(user_id), count(DISTINCT user_id) FROM interactions GROUP BY action ORDER BY action"
        let rows = try Answers.ask(sql, try RandomEvents.sources(events, parts: 3), threads: 2)
        #expect(rows.count == 3)
        for row in rows {
            guard case .int(let estimate) = row[1], case .int(let exact) = row[2] else {
                Issue.record("no counts in \(row)")
                return
            }
            #expect(abs(Double(estimate - exact)) <= Double(exact) * 0.065)
        }
    }

    @Test func quantiles() throws {
        let events = events(4000)
        let fractions = ["0", "0.01", "0.25", "0.5", "0.9", "0.99", "1"]
        let list = fractions.joined(separator: ", ")
        let sql = "SELECT approx_quantile(details.x, [\(list)]), quantile_disc(details.x, [\(list)]), approx_quantile(details.n, 0.5), quantile_disc(details.n, 0.5) FROM interactions"
        var answers: Set<[[ResultValue]]> = []
        for parts in [1, 7] { for threads in [1, 3] { answers.insert(try Answers.ask(sql, try RandomEvents.sources(events, parts: parts), threads: threads)) } }
        #expect(answers.count == 1, "the estimate depends on the layout")
        guard let row = answers.first?.first, case .list(let about) = row[0], case .list(let exact) = row[1] else {
            Issue.record("no lists")
            return
        }
        #expect(about.count == fractions.count)
        for (x, y) in zip(about, exact) {
            guard case .double(let estimate) = x, case .double(let value) = y else {
                Issue.record("no numbers")
                return
            }
            #expect(abs(estimate - value) <= abs(value) / 128, "\(estimate) for \(value)")
        }
        #expect(about.first == exact.first && about.last == exact.last, "the smallest and the largest are exact")
    }

    @Test func quantilesByGroupOfNegatives() throws {
        let sql = "SELECT action, approx_quantile(-1 - details.n, 0.5), quantile_disc(-1.0 - details.n, 0.5) FROM interactions GROUP BY 1 ORDER BY 1"
        let rows = try Answers.ask(sql, try RandomEvents.sources(events(900), parts: 4), threads: 3)
        #expect(rows.count == 3)
        for row in rows {
            guard case .double(let estimate) = row[1], case .double(let value) = row[2] else {
                Issue.record("no numbers in \(row)")
                return
            }
            #expect(estimate < 0 && abs(estimate - value) <= abs(value) / 128, "\(estimate) for \(value)")
        }
    }

    @Test func timesAreExact() throws {
        let rows = try Answers.ask(
            "SELECT approx_quantile(timestamp, 0.3), quantile_disc(timestamp, 0.3) FROM interactions",
            try RandomEvents.sources(events(50), parts: 2))
        #expect(rows.count == 1 && rows[0][0] == rows[0][1])
    }

    @Test func provenanceSaysSo() throws {
        for (sql, isExact) in [("SELECT approx_count_distinct(action) FROM interactions", false), ("SELECT count(DISTINCT action) FROM interactions", true)] {
            let result = try execute(try Answers.plan(sql), sources: [], options: ExecutionOptions())
            #expect(result.provenance.isExact == isExact)
        }
    }
}
