// Every crash state of recorded workloads holds what was promised. A commit run takes some thousand states; IAQ_CRASH_STATES asks
// for more of them, from the workload with the seed IAQ_CRASH_SEED on, and IAQ_CRASH_DOUBLES for recoveries that crash again:
//
//     IAQ_CRASH_STATES=1000000 IAQ_CRASH_SEED=0 IAQ_CRASH_DOUBLES=10000 swift test -c release --filter CrashStateTests
//
// Runs by ranges of seeds add up: each seed is a workload of its own, of `statesInWorkload` states.
import InteractionFiles
import InteractionModel
import InteractionStorage
import Testing

@Suite struct CrashStateTests {
    static let statesInWorkload = 500

    private static func number(_ name: String) -> Int? { ProcessEnvironment.value(name).flatMap { Int($0) } }

    @Test func whatWasAcknowledgedSurvivesEveryCrash() throws {
        let states = Self.number("IAQ_CRASH_STATES") ?? 5000
        let first = UInt64(clamping: Self.number("IAQ_CRASH_SEED") ?? 0)
        let doubles = Self.number("IAQ_CRASH_DOUBLES") ?? states / 20
        let workloads = max(1, (states + Self.statesInWorkload - 1) / Self.statesInWorkload)
        let began = SystemTime.shared.nanoseconds
        var totals = CrashExplorer.Totals()
        for index in 0..<workloads {
            let seed = first + UInt64(index)
            let workload = CrashWorkload(seed: seed)
            workload.run()
            totals.failures += workload.failures.map { "seed \(seed), the workload itself: \($0)" }
            var explorer = CrashExplorer(workload, seed: seed)
            explorer.explore(
                states * (index + 1) / workloads - states * index / workloads,
                doubles: doubles * (index + 1) / workloads - doubles * index / workloads)
            totals.add(explorer.totals)
            if totals.failures.count >= 3 { break }
        }
        let seconds = Double(SystemTime.shared.nanoseconds - began) / 1e9
        print(
            "crash states: \(totals.states), of them deaths \(totals.deaths), and \(totals.doubles) crashes of recoveries;",
            "seeds \(first)..<\(first + UInt64(workloads)); \(totals.failures.count) broken; \(seconds) s")
        #expect(totals.failures.isEmpty, "\(totals.failures.joined(separator: "\n"))")
        #expect(totals.states == states && totals.doubles >= doubles)
    }
}
