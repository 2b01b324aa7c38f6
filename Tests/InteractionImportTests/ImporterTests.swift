// Imports into stores: the ledger balances, every event once however often and wherever an import is cut.
import InteractionAnalytics
import InteractionFiles
import InteractionImport
import InteractionModel
import InteractionStorage
import Testing

@Suite struct ImporterTests {
    private static let sealings: [ImportOptions.Sealing] = [.auto, .never, .end]

    private func options(_ sealing: ImportOptions.Sealing) -> ImportOptions {
        var options = ImportOptions()
        options.sealing = sealing
        return options
    }

    @Test(arguments: sealings) func againIsAllDuplicate(_ sealing: ImportOptions.Sealing) throws {
        let store = StoreInMemory()
        let bytes = ImportWorld.ndjson(3000) + Array("oops\n".utf8)
        let first = try store.run(bytes, options(sealing))
        #expect([first.read, first.stored, first.duplicate, first.rejected] == [3001, 3000, 0, 1])
        #expect(first.rejections.map(\.line) == [3001])
        #expect(try store.numbers() == Array(0..<3000))
        let second = try store.run(bytes, options(sealing))
        #expect([second.read, second.stored, second.duplicate, second.rejected] == [3001, 0, 3000, 1])
        let packed = try store.run(try ImportWorld.gzip(bytes), options(sealing))
        #expect([packed.stored, packed.duplicate] == [0, 3000])
        #expect(try store.numbers() == Array(0..<3000))
        var again = options(sealing)
        again.again = true
        #expect(try store.run(bytes, again).stored == 3000)
        #expect(try store.numbers().count == 6000)
    }

    @Test(arguments: sealings) func aGrownFileAddsWhatIsNew(_ sealing: ImportOptions.Sealing) throws {
        let store = StoreInMemory()
        let all = ImportWorld.ndjson(1000)
        let cuts = [1, 200, 201, 40_000, 40_100, all.count - 3, all.count]
        for cut in cuts {
            // The last line is often half written; it counts once it is whole.
            let got = try store.run(Array(all[..<cut]), options(sealing))
            #expect(got.read == got.stored + got.duplicate + got.rejected)
            #expect(got.duplicate + got.stored == all[..<cut].count { $0 == 10 })
        }
        #expect(try store.numbers() == Array(0..<1000))
        #expect(try store.manifests.read().imports.count == 1)
    }

    /// An import that stored nothing is not remembered: the same bytes under the right mapping are new.
    @Test(arguments: sealings) func aWrongMappingCanBeMended(_ sealing: ImportOptions.Sealing) throws {
        let store = StoreInMemory()
        let bytes = Array("{\"timestamp\":\"2026-04-01\",\"event\":\"a\",\"details\":{\"n\":1}}\n".utf8)
        var options = options(sealing)
        options.source.mapping = try FieldMapping(parsing: "action=evnt")
        for _ in 0..<2 {
            let wrong = try store.run(bytes, options)
            #expect([wrong.read, wrong.stored, wrong.rejected, wrong.rejections.count] == [1, 0, 1, 1])
        }
        options.source.mapping = try FieldMapping(parsing: "action=event")
        #expect(try store.run(bytes, options).stored == 1)
        #expect(try store.run(bytes, options).duplicate == 1)
        #expect(try store.numbers() == [1])
    }

    @Test func equalLinesOfAFileAreAllStored() throws {
        let store = StoreInMemory()
        let line = #"{"timestamp":"2026-04-01","action":"a","details":{"n":5}}"# + "\n"
        #expect(try store.run(Array(String(repeating: line, count: 50).utf8)).stored == 50)
        #expect(try store.numbers() == Array(repeating: 5, count: 50))
        // Another file that begins alike is new from where it differs.
        let other = String(repeating: line, count: 50) + line
        let got = try store.run(Array(other.utf8))
        #expect([got.stored, got.duplicate] == [1, 50])
        #expect(try store.run(ImportWorld.ndjson(10, seed: 1)).stored == 10)
    }

    @Test func arraysAndTablesResumeToo() throws {
        let head = "timestamp,action,details.n\n"
        let rows = (0..<400).map { "2026-04-01T00:00:00.\(100_000 + $0)Z,a,\($0)\n" }
        let store = StoreInMemory()
        #expect(try store.run(Array((head + rows[..<150].joined()).utf8), name: "t.csv").stored == 150)
        let got = try store.run(Array((head + rows.joined()).utf8), name: "t.csv")
        #expect([got.stored, got.duplicate, got.rejected] == [250, 150, 0])
        #expect(try store.numbers() == Array(0..<400))

        let array = StoreInMemory()
        let events = (0..<400).map { #"{"timestamp":"2026-04-01T00:00:00.\#(100_000 + $0)Z","action":"a","details":{"n":\#($0)}}"# }
        let part = "[" + events[..<100].joined(separator: ",\n")
        let cut = try array.run(Array(part.utf8), name: "x.json")
        #expect([cut.stored, cut.rejected] == [100, 1])
        let rest = try array.run(Array(("[" + events.joined(separator: ",\n") + "]").utf8), name: "x.json")
        #expect([rest.stored, rest.duplicate, rest.rejected] == [300, 100, 0])
        #expect(try array.numbers() == Array(0..<400))
    }

    /// An input that fails at some byte, as a process that dies there.
    private final class FailingInput: ReadableStream, @unchecked Sendable {
        let place = "failing"
        let expectedBytes: Int? = nil
        private let inner: MemoryInput
        private var left: Int
        init(_ bytes: [UInt8], failingAt count: Int) {
            inner = MemoryInput(bytes, piece: 50_000)
            left = count
        }
        func read(upTo count: Int) throws(InteractionError) -> [UInt8] {
            guard left > 0 else { throw InteractionError(.inputOutput, "the input failed", place: place) }
            let bytes = try inner.read(upTo: min(count, left))
            left -= bytes.count
            return bytes
        }
    }

    @Test(arguments: [ImportOptions.Sealing.auto, .never]) func aCutImportIsFinishedByAnother(_ sealing: ImportOptions.Sealing) throws {
        let bytes = ImportWorld.ndjson(80_000)
        let store = StoreInMemory()
        for cut in [100, bytes.count - 1000] {
            let got = try store.directory.importInputs([FailingInput(bytes, failingAt: cut)], options: options(sealing))
            #expect(got.count == 1 && got[0].failure?.message == "the input failed")
            let stored = bytes[..<cut].count { $0 == 10 }
            #expect([got[0].read, got[0].stored + got[0].duplicate] == [stored, stored])
            #expect(try store.directory.figures().value.events == stored)
        }
        let got = try store.run(bytes, options(sealing))
        #expect(got.stored + got.duplicate == 80_000)
        #expect(got.duplicate > 0)
        #expect(try store.numbers() == Array(0..<80_000))
    }

    /// The process dies at each call that changes files, in an import into the journal; then, before the import is run again,
    /// something else moves the rows out of the journal. Every event is there once.
    @Test(arguments: [ImportOptions.Sealing.never, .auto, .end]) func anImportIntoTheJournalDiesAtEachCall(
        _ second: ImportOptions.Sealing
    ) throws {
        let bytes = ImportWorld.ndjson(60)
        var found: Set<Int> = []
        for moves in [false, true] {
            for call in 1... {
                let files = MemoryFileSystem()
                let faulty = FaultyFileSystem(files)
                let whole = StoreInMemory(files: files)
                #expect(try whole.run(ImportWorld.ndjson(5, seed: 1), options(.never)).stored == 5)
                faulty.set(FaultyFileSystem.Fault(call: call, isLasting: true, error: InteractionError(.inputOutput, "dead")))
                _ = try? StoreInMemory(files: faulty, seed: 2).run(bytes, options(.never))
                let isOver = faulty.calls < call
                faulty.set(nil)
                if moves { _ = try whole.directory.seal() }
                let again = try whole.run(bytes, options(second))
                let counts = [again.stored + again.duplicate, try whole.numbers().count]
                #expect(counts == [60, 65], "call \(call), rows moved: \(moves)")
                found.insert(again.duplicate)
                if isOver { break }
            }
        }
        #expect(found == [0, 60])
    }

    @Test(arguments: sealings) func stopStoresWhatLiesBefore(_ sealing: ImportOptions.Sealing) throws {
        let store = StoreInMemory()
        var stop = options(sealing)
        stop.onError = .stop
        let good = ImportWorld.ndjson(10)
        let more = ImportWorld.ndjson(5, seed: 1)
        let got = try store.run(good + Array("bad\nworse\n".utf8) + more, stop)
        #expect([got.read, got.stored, got.duplicate, got.rejected] == [11, 10, 0, 1])
        #expect(got.isStopped && got.rejections.map(\.line) == [11])
        #expect(try store.numbers() == Array(0..<10))
        let again = try store.run(good + Array("bad\nworse\n".utf8) + more, stop)
        #expect([again.read, again.stored, again.duplicate, again.rejected] == [11, 0, 10, 1])
        #expect(again.isStopped && again.rejections.map(\.line) == [11])
        // Mended, the file goes on from there.
        let mended = try store.run(good + more, stop)
        #expect([mended.read, mended.stored, mended.duplicate, mended.rejected] == [15, 5, 10, 0])
        #expect(!mended.isStopped)
        #expect(try store.numbers().count == 15)
    }

    @Test func stopTellsTrueFiguresFarInAndInOtherForms() throws {
        var stop = ImportOptions()
        stop.onError = .stop
        let good = ImportWorld.ndjson(40_000)
        stop.isDryRun = true
        let rehearsed = try StoreInMemory().run(good + Array("{}\n".utf8) + good, stop)
        #expect([rehearsed.read, rehearsed.stored, rehearsed.rejected] == [40_001, 40_000, 1])
        stop.isDryRun = false
        let far = try StoreInMemory().run(good + Array("{}\n".utf8) + good, stop)
        #expect([far.read, far.stored, far.rejected] == [40_001, 40_000, 1] && far.rejections.map(\.line) == [40_001])
        let event = #"{"timestamp":"2026-04-01","action":"a","details":{"n":1}}"#
        let store = StoreInMemory()
        let array = try store.run(Array("[\(event),\n\(event),\n3,\n\(event)]".utf8), stop, name: "x.json")
        #expect([array.read, array.stored, array.rejected] == [3, 2, 1] && array.rejections.map(\.line) == [3])
        let mended = try store.run(Array("[\(event),\n\(event),\n\(event)]".utf8), stop, name: "x.json")
        #expect([mended.read, mended.stored, mended.duplicate, mended.rejected] == [3, 1, 2, 0])
        let table = try StoreInMemory().run(Array("timestamp,action\n2026-04-01,a\nno,a\n2026-04-01,a\n".utf8), stop, name: "t.csv")
        #expect([table.read, table.stored, table.rejected] == [2, 1, 1] && table.rejections.map(\.line) == [3])
    }

    @Test func aRehearsalCountsAndStoresNothing() throws {
        let store = StoreInMemory()
        var rehearsal = ImportOptions()
        rehearsal.isDryRun = true
        let got = try store.run(ImportWorld.ndjson(50), rehearsal)
        #expect([got.read, got.stored] == [50, 50])
        #expect(try store.numbers().isEmpty)
        var ticks: [ImportTick] = []
        let alone = Importer().rehearse(MemoryInput(ImportWorld.ndjson(50)), for: nil) { ticks.append($0) }
        #expect(alone.read == 50 && ticks.last?.read == 50)
    }
}
