// Random queries against the naive evaluator. `IAQ_QUERY_SEED` and `IAQ_QUERY_COUNT` repeat or lengthen a run; each failure
// names its query.
import Foundation
import InteractionExecution
import InteractionModel
import InteractionPlan
import InteractionSegment
import Testing

@Suite struct RandomQueryTests {
    @Test func randomQueriesAgree() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["IAQ_QUERY_SEED"].flatMap { UInt64($0) } ?? 1
        let count = environment["IAQ_QUERY_COUNT"].flatMap { Int($0) } ?? 250
        print("random queries: seed \(seed), \(count) queries")
        var random = SplitMix(seed: seed)
        let events = RandomEvents.make(260, &random)
        let layouts = [
            try RandomEvents.sources(events, parts: 1), try RandomEvents.sources(events, parts: 2, asFiles: true),
            try RandomEvents.sources(events, parts: 7),
        ]
        var queries = RandomQueries(random: random)
        var answered = 0
        for number in 0..<count {
            let sql = queries.next()
            // What the binder refuses is no query; it has tests of its own.
            guard let plan = try? Answers.plan(sql) else { continue }
            var expected: [[ResultValue]]?
            do { expected = try ReferenceQuery.rows(plan, events) } catch is ReferenceError {}
            for (index, sources) in layouts.enumerated() {
                do {
                    let got = try Answers.ask(sql, sources, threads: index == 1 ? 3 : 1)
                    guard let expected else { continue }
                    if index == 0 { answered += 1 }
                    // Rows with a limit are kept in memory where a column of a row beyond it could fail.
                    if index == 2, plan.isGrouped || plan.limit == nil && plan.offset == 0 {
                        let spilled = try SpillingTests.ask(plan, sources, threads: 3, threshold: 100).rows
                        #expect(spilled == got, "seed \(seed) #\(number) with temporary files: \(sql)\n got \(spilled.prefix(4))\n want \(got.prefix(4))")
                    }
                    #expect(
                        Answers.agree(got, expected),
                        "seed \(seed) #\(number) layout \(index): \(sql)\n got \(got.prefix(4))\n want \(expected.prefix(4))")
                } catch let error as InteractionError {
                    #expect(expected == nil, "seed \(seed) #\(number) layout \(index): \(sql)\n raised \(error)")
                }
            }
        }
        #expect(answered > count / 2, "too few of the queries were answered to mean anything: \(answered)")
    }
}
