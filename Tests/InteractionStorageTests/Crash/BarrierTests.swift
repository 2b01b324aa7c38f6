// The crash states are worth what they catch. Each sync and each rename of a store's life is left out in turn, or comes too late,
// and some state must show that: a barrier that nobody misses is a barrier that the store does not need.
//
// A commit run takes each `IAQ_BARRIER_STEP`th barrier (13th unless told) and a full one, IAQ_BARRIER_STEP=1, all of them. Both
// print a table.
import InteractionFiles
import InteractionModel
import InteractionStorage
import Testing

@Suite struct BarrierTests {
    /// What a lie about one barrier led to.
    struct Verdict {
        var number: Int
        var barrier: LyingFileSystem.Barrier
        /// What broke, and after how many states; nil when nothing did.
        var caught: String?
        var states: Int
    }

    /// Looks for a state that shows the lie: what the barrier itself protects is lost, torn, or there in the wrong order and all
    /// else kept; then the reverse; then by chance.
    static func verdict(_ number: Int, _ barrier: LyingFileSystem.Barrier, _ lie: LyingFileSystem.Lie) -> Verdict {
        let workload = CrashWorkload(seed: 0, lyingAbout: number, lie)
        workload.run()
        var verdict = Verdict(number: number, barrier: barrier, states: 0)
        if let failure = workload.failures.first {
            verdict.caught = "the store itself: \(failure)"
            return verdict
        }
        guard let lied = workload.lied else { return verdict }
        let operations = workload.recording.operations
        let end = workload.time.now()
        for round in 0..<6 {
            var disk = DiskState()
            for position in 0...operations.count {
                if position > 0 { disk.apply(operations[position - 1]) }
                guard position >= lied.position else { continue }
                var choices = ChoiceGenerator(seed: UInt64(round) << 32 | UInt64(position))
                let cut: PowerCut
                switch round {
                case 0: cut = PowerCut(contents: .kept, names: .kept, exception: lied.node.map { ($0, .lost) })
                case 1: cut = PowerCut(contents: .kept, names: .kept, exception: lied.node.map { ($0, .mixed) })
                case 2: cut = PowerCut(contents: .kept, names: .kept, exception: lied.node.map { ($0, .newest) })
                case 3: cut = PowerCut(contents: .lost, names: .lost, exception: lied.node.map { ($0, .kept) })
                default: cut = PowerCut(contents: .mixed, names: .mixed)
                }
                verdict.states += 1
                do {
                    try CrashState(
                        ledger: workload.ledger, disk: disk.after(cut, &choices), position: position, survival: .powerLoss
                    ).check(end: end, leftovers: false)
                } catch {
                    verdict.caught = "after \(position) of \(operations.count): \(error)"
                    return verdict
                }
            }
        }
        return verdict
    }

    private static func run(_ lie: LyingFileSystem.Lie) -> [Verdict] {
        let honest = CrashWorkload(seed: 0)
        honest.run()
        let barriers = honest.lying.barriers
        let step = max(1, ProcessEnvironment.value("IAQ_BARRIER_STEP").flatMap { Int($0) } ?? 13)
        let first = ProcessEnvironment.value("IAQ_BARRIER_FIRST").flatMap { Int($0) } ?? 0
        let chosen = Array(stride(from: first, to: barriers.count, by: step))
        let verdicts = chosen.map { verdict($0, barriers[$0], lie) }
        print("barriers \(lie): \(verdicts.count) of \(barriers.count), caught \(verdicts.count { $0.caught != nil })")
        for verdict in verdicts {
            print(
                "  \(verdict.number) \(verdict.barrier.kind.rawValue) \(verdict.barrier.name.isEmpty ? "(root)" : verdict.barrier.name):",
                verdict.caught.map { "\($0) (\(verdict.states) states)" } ?? "NOT CAUGHT in \(verdict.states) states")
        }
        return verdicts
    }

    @Test func everyBarrierLeftOutIsMissed() {
        for verdict in Self.run(.leftOut) where verdict.caught == nil {
            Issue.record("nobody misses barrier \(verdict.number), \(verdict.barrier)")
        }
    }
}
