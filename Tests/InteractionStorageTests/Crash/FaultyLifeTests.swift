// Each call of a whole life fails in turn, once or from then on: opening, appending, sealing, bulk load, compaction, expiry,
// settings, recovery, reading. The store answers with success or a typed error, the app goes on as well as it can, and in the end
// everything acknowledged is there, for a process that dies as for a power cut.
//
// A commit run takes each 149th call, from a place that IAQ_FAULT_FIRST sets; IAQ_FAULT_STEP=1 takes them all.
import InteractionFiles
import InteractionModel
import InteractionStorage
import Testing

@Suite struct FaultyLifeTests {
    /// Errors as a FileSystem gives them: a full disk in the middle of a write, a bad disk, no descriptor left.
    static let errors = [
        InteractionError(.noSpace, "injected: no space left"), InteractionError(.inputOutput, "injected: input/output error"),
        InteractionError(.inputOutput, "injected: too many open files"),
    ]

    private static func number(_ name: String) -> Int? { ProcessEnvironment.value(name).flatMap { Int($0) } }

    @Test(arguments: [false, true]) func everyCallOfALifeFails(_ isLasting: Bool) {
        let clean = CrashWorkload(seed: 0)
        clean.isTolerant = true
        clean.run()
        #expect(clean.errors.isEmpty && clean.failures.isEmpty)
        let calls = clean.faulty.calls
        let step = max(1, Self.number("IAQ_FAULT_STEP") ?? 149)
        var lives = 0
        var refused = 0
        for call in stride(from: 1 + (Self.number("IAQ_FAULT_FIRST") ?? 0) % step, through: calls, by: step) {
            for (kind, error) in Self.errors.enumerated() {
                let workload = CrashWorkload(seed: 0)
                workload.isTolerant = true
                workload.faulty.set(
                    .init(call: call, isLasting: isLasting, error: error, writtenPercent: kind == 0 ? 60 : 0))
                workload.run()
                lives += 1
                refused += workload.errors.isEmpty ? 0 : 1
                let what = "call \(call) of \(calls), \(error.message), lasting \(isLasting)"
                #expect(workload.failures.isEmpty, "\(what): \(workload.failures)")
                let disk = workload.recording.disk
                var choices = ChoiceGenerator(seed: UInt64(call))
                for survival in [CrashLedger.Survival.processDeath, .powerLoss] {
                    let found =
                        survival == .powerLoss ? disk.after(PowerCut(contents: .lost, names: .lost), &choices) : disk
                    do {
                        try CrashState(
                            ledger: workload.ledger, disk: found, position: workload.recording.count, survival: survival
                        ).check(end: workload.time.now(), leftovers: true)
                    } catch {
                        Issue.record("\(what), \(survival): \(error)")
                    }
                }
            }
        }
        print("faulty lives, lasting \(isLasting): \(lives) of \(calls * Self.errors.count), an error was told in \(refused)")
    }

    /// After a failed sync the file is never written again, the writer says that it stopped, and the next one finds everything.
    @Test func aFailedSyncStopsTheWriter() throws {
        let time = SteppedTime(SteppedTime.noon)
        let recording = RecordingFileSystem(time: time)
        let files = FaultyFileSystem(recording)
        let manifests = ManifestStore(files: files, clock: time, randomness: SeededRandomness(seed: 4))
        let day = Day(year: 2026, month: 3, day: 1)
        let writer = try StoreWriter(manifests)
        _ = try writer.append(try StoreWorld.batch(0..<4, day: day))
        try writer.synchronize()
        _ = try writer.append(try StoreWorld.batch(4..<6, day: day))
        files.set(.init(call: 1, isLasting: false, error: InteractionError(.inputOutput, "injected"), names: "journal/"))
        #expect(throws: InteractionError.self) { try writer.synchronize() }
        let count = recording.count
        for _ in 0..<2 {
            var codes: [InteractionError.Code] = []
            do { _ = try writer.append(try StoreWorld.batch(6..<7, day: day)) } catch let error as InteractionError { codes.append(error.code) }
            do { try writer.synchronize() } catch { codes.append(error.code) }
            do { try writer.seal(everything: true) } catch { codes.append(error.code) }
            #expect(codes == [.closed, .closed, .closed])
        }
        // Nor does it close as if all were well.
        #expect(throws: InteractionError.self) { try writer.close() }
        try writer.close()
        #expect(recording.count == count, "\(recording.operations[count...])")
        // What the file shows may be in memory only, whatever a later sync of it says: the next writer copies it.
        let next = try StoreWriter(manifests)
        #expect(next.nextSequence == 7)
        let made = recording.operations[count...].contains { if case .create(_, "00000003.iaj") = $0 { true } else { false } }
        #expect(made)
        try next.close()
        #expect(try StoreWorld.numbers(try StoreReader(manifests).snapshot()).sorted() == Array(0..<6))
    }
}
