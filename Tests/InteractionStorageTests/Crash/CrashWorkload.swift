// A store's life on a recorded disk: batches over two days, seals, late events, bulk loads, compaction, expiry, a change of
// settings, closing, reopening, and deaths of the process in between.
import InteractionFiles
import InteractionModel
import InteractionStorage
import Synchronization

/// One workload. Deterministic from its seed; 0 is the plain life that uses everything and dies only between calls.
final class CrashWorkload {
    enum Step: CaseIterable {
        case append, appendLate, synchronize, sealSome, sealAll, failingSeal, bulk, compact, expire, setting, reopen, death, wait
    }

    /// The plain life.
    static let life: [Step] = [
        .append, .append, .synchronize, .append, .sealSome, .append, .appendLate, .synchronize, .append, .sealAll, .append,
        .synchronize, .bulk, .append, .synchronize, .compact, .append, .reopen, .wait, .append, .failingSeal, .append, .synchronize,
        .setting, .sealSome, .append, .synchronize, .append, .death, .appendLate, .synchronize, .expire, .append, .synchronize, .append, .compact, .append,
        .synchronize, .reopen, .append, .synchronize,
    ]
    static let days = [Day(year: 2026, month: 3, day: 30), Day(year: 2026, month: 3, day: 31)]
    static let oldDays = [Day(year: 2026, month: 1, day: 10), Day(year: 2026, month: 1, day: 11)]
    /// Drops the old days and no other.
    static let policy = ExpiryPolicy(ageMicroseconds: 40 * 86_400_000_000, maxBytes: nil)

    let time = SteppedTime(SteppedTime.noon)
    let recording: RecordingFileSystem
    let lying: LyingFileSystem
    /// Where the lie was told: after how many operations, and the file or directory it was about.
    var lied: (position: Int, node: DiskState.Node?)? { lie.told.withLock { $0 } }
    private let lie: LieRecord
    private let faulty: FaultyFileSystem
    private let manifests: ManifestStore
    private(set) var ledger = CrashLedger()
    /// Errors that no step expects.
    private(set) var failures: [String] = []
    private var writer: StoreWriter?
    private var choices: ChoiceGenerator
    private let isPlain: Bool
    private var lengths: UInt64 = 0

    init(seed: UInt64, lyingAbout barrier: Int = -1, _ lie: LyingFileSystem.Lie = .leftOut) {
        let recording = RecordingFileSystem(time: time)
        let record = LieRecord()
        self.recording = recording
        self.lie = record
        lying = LyingFileSystem(recording, about: barrier, lie) { barrier in
            // A rename is about its directory.
            let name =
                barrier.kind == .rename ? barrier.name.split(separator: "/").dropLast().joined(separator: "/") : barrier.name
            record.told.withLock { $0 = (recording.count, recording.disk.node(named: name)) }
        }
        faulty = FaultyFileSystem(lying)
        manifests = ManifestStore(files: faulty, clock: time, randomness: SeededRandomness(seed: seed &+ 1))
        choices = ChoiceGenerator(seed: seed)
        isPlain = seed == 0
    }

    /// The steps of a seed: the plain life, from the second seed on with a part of it shuffled, and with more deaths.
    private func steps() -> [Step] {
        var steps = Self.life
        if isPlain { return steps }
        let first = choices.below(steps.count)
        steps[first..<min(steps.count, first + choices.below(steps.count))].shuffle(using: &choices)
        for _ in 0..<choices.below(4) { steps.insert(.death, at: choices.below(steps.count)) }
        return steps
    }

    func run() {
        for step in steps() {
            if !isPlain, choices.below(8) == 0 { recording.die(after: recording.count + choices.below(24)) }
            do {
                try open()
                try perform(step)
            } catch {
                failed("\(step)", error)
            }
            lying.acknowledged()
        }
        recording.die(after: nil)
        attempt("close") {
            try writer?.close()
            synced()
        }
        writer = nil
    }

    /// An error is the death that was planned, or news.
    private func failed(_ what: String, _ error: any Error) {
        writer = nil
        if !recording.isDead { failures.append("\(what): \(error)") }
        recording.die(after: nil)
    }

    private func attempt(_ what: String, _ body: () throws -> Void) {
        do { try body() } catch { failed(what, error) }
    }

    private var position: Int { recording.count }

    private func open() throws {
        guard writer == nil else { return }
        if ledger.settings.isEmpty { ledger.settings.append(.init(value: "0", begun: position)) }
        let opened = try StoreWriter(manifests, settings: [CrashLedger.settingName: "0"])
        writer = opened
        if ledger.made == nil {
            ledger.made = position
            if ledger.settings.count == 1 { ledger.settings[0].done = position }
        }
        swapped(opened)
        // What was written is now synced, and what was begun without an answer has become true or not: the store knows.
        let found = try ledger.numbers(try opened.snapshot(pool: SegmentPool(files: faulty)))
        try ledger.check(found, at: position, .processDeath, .recovered)
        try ledger.check(opened.manifest, found, at: position)
        ledger.settle(found, at: position)
        synced()
    }

    /// Everything written is acknowledged as synced.
    private func synced() {
        for index in ledger.batches.indices where ledger.batches[index].written != nil {
            ledger.batches[index].synced = ledger.batches[index].synced ?? position
        }
    }

    /// Everything written is acknowledged as stored outside the journal.
    private func sealed() {
        synced()
        for index in ledger.batches.indices where ledger.batches[index].synced != nil {
            ledger.batches[index].sealed = ledger.batches[index].sealed ?? position
        }
    }

    private func swapped(_ writer: StoreWriter) { ledger.swaps.append((writer.manifest.generation, position)) }

    private func perform(_ step: Step) throws {
        guard let writer else { return }
        switch step {
        case .append, .appendLate:
            let rows = try ledger.batch(
                2 + choices.below(3), days: step == .append ? Self.days : Self.oldDays + Self.days.prefix(1), at: position)
            _ = try writer.append(rows)
            ledger.batches[ledger.batches.count - 1].written = position
        case .synchronize:
            try writer.synchronize()
            synced()
        case .sealSome, .sealAll:
            try writer.seal(everything: step == .sealAll)
            sealed()
            swapped(writer)
        case .failingSeal:
            faulty.set(.init(call: 1, isLasting: false, error: InteractionError(.noSpace, "injected"), names: "late/"))
            defer { faulty.set(nil) }
            let error = Result { () throws(InteractionError) in try writer.seal(everything: false) }
            if case .failure(let error) = error, error.code != .noSpace { throw error }
        case .bulk: try bulk(writer)
        case .compact: try compact(writer)
        case .expire: try expire()
        case .setting:
            ledger.settings.append(.init(value: "\(ledger.settings.count)", begun: position))
            let made = try manifests.commit { (manifest) throws(InteractionError) in
                manifest.settings[CrashLedger.settingName] = self.ledger.settings.last?.value
            }
            ledger.settings[ledger.settings.count - 1].done = position
            ledger.swaps.append((made.generation, position))
        case .reopen:
            try writer.close()
            synced()
            self.writer = nil
        case .death: self.writer = nil
        case .wait: time.advance(seconds: 61)
        }
    }

    private func bulk(_ writer: StoreWriter) throws {
        let load = try BulkLoad(writer)
        sealed()
        swapped(writer)
        for isLast in [false, true] {
            let rows = try ledger.batch(2 + choices.below(3), days: Self.days + Self.oldDays.prefix(isLast ? 0 : 1), at: position)
            lengths += 10
            let index = ledger.batches.count - 1
            ledger.batches[index].record = (id: 9, length: lengths)
            try load.append(rows)
            try load.commit(
                ImportRecord(id: 9, inputLength: lengths, inputHash: [1], stored: 0, rejected: 0), everything: isLast)
            ledger.batches[index].written = position
            sealed()
            swapped(writer)
        }
        load.end()
    }

    private func compact(_ writer: StoreWriter) throws {
        let maintenance = try StoreMaintenance(manifests)
        defer { maintenance.close() }
        try maintenance.sealWaiting(.all) { (days) throws(InteractionError) in try writer.seal(days: days) }
        if writer.journalRows == 0 { sealed() }
        swapped(writer)
        // Days are told when their swap is done: the generation has grown by then.
        let generation = try manifests.read().generation
        try maintenance.compact(try maintenance.daysToCompact(.all)) { (_) throws(InteractionError) in
            self.ledger.swaps.append((generation + 1, self.position))
            self.lying.acknowledged()
        }
    }

    private func expire() throws {
        let isOwn = choices.below(2) == 0
        if !isOwn {
            try writer?.close()
            synced()
            writer = nil
        } else {
            try writer?.synchronize()
            synced()
        }
        let maintenance = try StoreMaintenance(manifests)
        defer { maintenance.close() }
        ledger.expiries.append(.init(days: Set(Self.oldDays), nextNumber: ledger.rows.count, begun: position))
        var acts: [MaintenanceAct] = []
        if let writer {
            acts = try maintenance.expire(Self.policy, dryRun: false, force: false) { (days) throws(InteractionError) in
                try writer.expire(days)
            }
        } else {
            acts = try maintenance.expire(Self.policy, dryRun: false, force: false)
        }
        let found = Set(acts.map(\.day))
        guard found.isSubset(of: Self.oldDays) else { throw Broken("expired \(found)") }
        ledger.expiries[ledger.expiries.count - 1].done = position
    }
}

/// What is known of the lie of a workload.
private final class LieRecord: Sendable {
    let told = Mutex<(position: Int, node: DiskState.Node?)?>(nil)
}
