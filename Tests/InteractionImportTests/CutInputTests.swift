// Inputs that cannot be read to their end: the figures are those of the store, what came before a cut is kept, and the whole
// input adds the rest, once.
import InteractionAnalytics
import InteractionCoding
import InteractionFiles
import InteractionImport
import InteractionModel
import InteractionStorage
import Testing

@Suite struct CutInputTests {
    private static let sealings: [ImportOptions.Sealing] = [.auto, .never, .end]

    private func options(_ sealing: ImportOptions.Sealing) -> ImportOptions {
        var options = ImportOptions()
        options.sealing = sealing
        return options
    }

    @Test(arguments: sealings) func aPackedFileCutShort(_ sealing: ImportOptions.Sealing) throws {
        let plain = ImportWorld.ndjson(2000)
        for packed in [try ImportWorld.gzip(plain), Codec.zstd.compress(plain, level: 3)] {
            for cut in [11, packed.count / 3, packed.count - 5, packed.count - 1] {
                let store = StoreInMemory()
                let first = try store.run(Array(packed[..<cut]), options(sealing), name: "x.packed")
                #expect(first.failure?.code == .incompleteInput)
                #expect(first.failure?.message.contains("ends early") == true)
                #expect(first.read == first.stored && first.rejected == 0 && !first.isBroken)
                #expect(try store.directory.figures().value.events == first.stored)
                if cut > packed.count / 2 { #expect(first.stored > 0) }
                let same = try store.run(Array(packed[..<cut]), options(sealing), name: "x.packed")
                #expect([same.read, same.stored, same.duplicate] == [first.read, 0, first.stored])
                #expect(same.failure != nil)
                let whole = try store.run(packed, options(sealing))
                #expect(whole.failure == nil)
                #expect([whole.read, whole.stored, whole.duplicate] == [2000, 2000 - first.stored, first.stored])
                #expect(try store.numbers() == Array(0..<2000))
            }
        }
    }

    /// Half a cell reads as another value: `12` of `123`. It is not taken, and half a header neither.
    @Test func halfAValueIsNotTaken() throws {
        let rows = (0..<2000).map { "2026-04-01T00:00:00Z,a,\(100_000 + $0)\n" }
        let whole = Array(("timestamp,action,n\n" + rows.joined()).utf8)
        for count in [5, 18, 19, 30, 5000, 5001, 5002, 5003, 5004, 5005] {
            let store = StoreInMemory()
            // The member ends within a row, and its trailer is missing.
            let packed = try ImportWorld.gzip(Array(whole[..<count]))
            let first = try store.run(Array(packed.dropLast(8)), name: "t.csv.gz")
            #expect(first.failure?.code == .incompleteInput && first.rejected == 0, "\(count)")
            #expect(try store.numbers() == (0..<first.stored).map { 100_000 + $0 }, "\(count)")
            let second = try store.run(whole, name: "t.csv")
            #expect([second.read, second.duplicate] == [2000, first.stored])
            #expect(try store.numbers() == (0..<2000).map { 100_000 + $0 }, "\(count)")
        }
    }

    @Test(arguments: sealings) func damagedDataTellsWhatIsStored(_ sealing: ImportOptions.Sealing) throws {
        let plain = ImportWorld.ndjson(90_000)
        var packed = try ImportWorld.gzip(plain)
        // The checksum behind the data: nothing before it is known to be right.
        packed[packed.count - 6] ^= 0x5A
        let store = StoreInMemory()
        let first = try store.run(packed, options(sealing))
        #expect(first.failure?.code == .unreadableInput)
        #expect(first.read == first.stored)
        #expect(try store.directory.figures().value.events == first.stored)
        if sealing == .never { #expect(first.stored > 0) }
        let whole = try store.run(plain, options(sealing))
        #expect(whole.read == 90_000 && whole.failure == nil)
        #expect(try store.numbers() == Array(0..<90_000))
    }

    @Test func whatFollowsTheLastMember() throws {
        let store = StoreInMemory()
        let packed = try ImportWorld.gzip(ImportWorld.ndjson(100))
        let got = try store.run(packed + Array("no member".utf8))
        #expect(got.stored == 100 && got.failure?.code == .incompleteInput)
        #expect(try store.run(packed).duplicate == 100)
    }

    /// A failing input ends the run: the ones before it stay, the ones behind it are not read.
    @Test func theRestIsNotRead() throws {
        let store = StoreInMemory()
        let inputs = [
            MemoryInput(ImportWorld.ndjson(10)), MemoryInput([1, 2, 3], place: "x.gz"), MemoryInput(ImportWorld.ndjson(10, seed: 1)),
        ]
        let results = try store.directory.importInputs(inputs, options: ImportOptions())
        #expect(results.map(\.stored) == [10, 0])
        #expect(results.last?.failure?.place == "x.gz")
        #expect(try store.numbers().count == 10)
        // The writer is free again.
        #expect(try store.run(ImportWorld.ndjson(10, seed: 1)).stored == 10)
    }
}
