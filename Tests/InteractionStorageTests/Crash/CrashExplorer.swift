// Makes crash states of a recorded workload, in the order of its operations, and checks them. Everything follows from the seed.
import InteractionFiles
import InteractionModel
import InteractionStorage

/// The crash states of one workload.
struct CrashExplorer {
    struct Totals {
        var states = 0
        var deaths = 0
        var doubles = 0
        var failures: [String] = []

        mutating func add(_ other: Totals) {
            states += other.states
            deaths += other.deaths
            doubles += other.doubles
            failures += other.failures
        }
    }

    let seed: UInt64
    let ledger: CrashLedger
    let operations: [DiskOperation]
    private let end: Timestamp
    private(set) var totals = Totals()
    /// Failures after which a run ends: the first ones say enough.
    var mostFailures = 3

    init(_ workload: CrashWorkload, seed: UInt64) {
        self.seed = seed
        ledger = workload.ledger
        operations = workload.recording.operations
        end = workload.time.now()
    }

    /// Checks `count` states spread over all positions, and recoveries that crash again until there are `doubles` of those.
    mutating func explore(_ count: Int, doubles: Int) {
        var disk = DiskState()
        var position = 0
        for index in 0..<count {
            let wanted = index * (operations.count + 1) / count
            while position < wanted {
                disk.apply(operations[position])
                position += 1
            }
            var choices = ChoiceGenerator(seed: seed &* 1_000_003 &+ UInt64(index))
            let crash = crash(disk, at: position, &choices)
            let state = CrashState(
                ledger: ledger, disk: crash.disk, position: position, survival: crash.survival,
                pause: choices.below(2) == 0 ? 0 : 90)
            check(state, "state \(index): \(crash.what) after \(position) of \(operations.count)", leftovers: index % 8 == 0)
            totals.states += 1
            if crash.survival == .processDeath { totals.deaths += 1 }
            if totals.doubles * count < doubles * (index + 1) {
                exploreRecovery(crash, at: position, "state \(index)", &choices)
            }
            if totals.failures.count >= mostFailures { return }
        }
    }

    struct Crash {
        var disk: DiskState
        var survival: CrashLedger.Survival
        var what: String
    }

    /// A death or a power cut, by choice.
    private func crash(_ disk: DiskState, at position: Int, _ choices: inout ChoiceGenerator) -> Crash {
        let next = position < operations.count ? operations[position] : nil
        switch choices.below(10) {
        case 0:
            let taken = choices.below(3) == 0 ? 0 : choices.below(256)
            return Crash(disk: disk.afterDeath(in: next, taken: taken), survival: .processDeath, what: "death, \(taken) bytes on")
        case 1: return power(disk, PowerCut(contents: .lost, names: .lost), &choices)
        case 2: return power(disk, PowerCut(contents: .lost, names: .kept), &choices)
        case 3: return power(disk, PowerCut(contents: .kept, names: .lost), &choices)
        case 4: return power(disk, PowerCut(contents: .mixed, names: .kept), &choices)
        case 5: return power(disk, PowerCut(contents: .kept, names: .newest), &choices)
        case 6: return power(disk, PowerCut(contents: .newest, names: .kept), &choices)
        default:
            // In half of them a call was under way, and part of its bytes may be on the disk.
            let under = choices.below(2) == 0 ? disk.afterDeath(in: next, taken: choices.below(8192)) : disk
            return power(under, PowerCut(contents: .mixed, names: .mixed), &choices)
        }
    }

    private func power(_ disk: DiskState, _ cut: PowerCut, _ choices: inout ChoiceGenerator) -> Crash {
        Crash(
            disk: disk.after(cut, &choices), survival: .powerLoss,
            what: "power cut, contents \(cut.contents), names \(cut.names)")
    }

    /// Records the recovery of a crashed disk, and crashes it after each of its operations.
    private mutating func exploreRecovery(_ first: Crash, at position: Int, _ what: String, _ choices: inout ChoiceGenerator) {
        let time = SteppedTime(end)
        let recording = RecordingFileSystem(first.disk, time: time)
        let manifests = ManifestStore(files: recording, clock: time, randomness: SeededRandomness(seed: 77))
        let shown: Set<Int>
        do {
            let writer = try StoreWriter(manifests)
            shown = Set(try ledger.numbers(try writer.snapshot(pool: SegmentPool(files: recording))))
            try StoreMaintenance(manifests).close()
        } catch {
            totals.failures.append("seed \(seed), \(what), \(first.what) at \(position), recovery: \(error)")
            return
        }
        var disk = first.disk
        let recovery = recording.operations
        for done in 0...recovery.count {
            if done > 0 { disk.apply(recovery[done - 1]) }
            let isDeath = choices.below(4) == 0
            let next = done < recovery.count ? recovery[done] : nil
            let second =
                isDeath
                ? Crash(disk: disk.afterDeath(in: next, taken: choices.below(512)), survival: .processDeath, what: "death")
                : power(
                    disk,
                    PowerCut(
                        contents: PowerCut.Extent.allCases[choices.below(4)], names: PowerCut.Extent.allCases[choices.below(4)]),
                    &choices)
            let survives = first.survival == .processDeath && isDeath ? CrashLedger.Survival.processDeath : .powerLoss
            let state = CrashState(
                ledger: ledger, disk: second.disk, position: position, survival: survives,
                shown: done == recovery.count ? shown : nil)
            check(
                state, "\(what): \(first.what) after \(position), then \(second.what) after \(done) of \(recovery.count) of recovery",
                leftovers: done % 4 == 0)
            totals.doubles += 1
        }
    }

    private mutating func check(_ state: CrashState, _ what: String, leftovers: Bool) {
        do {
            try state.check(end: end, leftovers: leftovers)
        } catch {
            totals.failures.append("seed \(seed), \(what): \(error)")
        }
    }
}
