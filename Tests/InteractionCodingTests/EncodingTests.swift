// Column chunks: what goes in comes out, for every kind of array; cut or changed bytes give an error or other values, never a
// trap; each encoding is really taken where it should be.
import InteractionCoding
import InteractionModel
import Testing

@Suite struct EncodingTests {
    @Test(arguments: RandomArrays.lengths) func integersComeBack(count: Int) throws {
        let seed = UInt64(count) * 31 + 1
        var random = SeededRandom(seed: seed)
        for (kind, values) in RandomArrays.integers(count, &random).enumerated() {
            let bytes = IntegerChunk.encode(values)
            #expect(try IntegerChunk.decode(bytes, count: count) == values, "seed \(seed) kind \(kind) encoding \(bytes[0])")
            #expect(bytes.count <= 8 * count + 20)
        }
    }

    /// Ranges of a chunk are those of all its values; a chunk cut short is an error for them too.
    @Test(arguments: RandomArrays.lengths.filter { $0 > 0 }) func rangesOfIntegers(count: Int) throws {
        var random = SeededRandom(seed: UInt64(count) * 31 + 5)
        for (kind, values) in RandomArrays.integers(count, &random).enumerated() {
            let bytes = IntegerChunk.encode(values)
            for share in [2, 9, 200] {
                var ranges: [Range<Int>] = []
                var next = Int(random.next() % UInt64(share))
                while next < count {
                    let end = min(count, next + Int(random.next() % 12))
                    ranges.append(next..<end)
                    next = end + Int(random.next() % UInt64(share))
                    if next == end, share > 2 { next += share }
                }
                let found = try IntegerChunk.decode(bytes[...], count: count, ranges: ranges, in: ByteReader(bytes[...], place: "test"))
                #expect(found == ranges.flatMap { values[$0] }, "kind \(kind) encoding \(bytes[0])")
                #expect(throws: InteractionError.self) {
                    try IntegerChunk.decode(bytes.dropLast(), count: count, ranges: ranges, in: ByteReader(bytes[...], place: "test"))
                }
            }
            #expect(throws: InteractionError.self) {
                try IntegerChunk.decode(bytes[...], count: count, ranges: [0..<count + 1], in: ByteReader(bytes[...], place: "test"))
            }
        }
    }

    @Test(arguments: RandomArrays.lengths) func codesComeBack(count: Int) throws {
        let seed = UInt64(count) * 31 + 2
        var random = SeededRandom(seed: seed)
        for (kind, values) in RandomArrays.codes(count, &random).enumerated() {
            let bytes = CodeChunk.encode(values)
            #expect(try CodeChunk.decode(bytes, count: count) == values, "seed \(seed) kind \(kind) encoding \(bytes[0])")
        }
    }

    @Test(arguments: RandomArrays.lengths) func doublesComeBackBitForBit(count: Int) throws {
        let seed = UInt64(count) * 31 + 3
        var random = SeededRandom(seed: seed)
        for (kind, values) in RandomArrays.doubles(count, &random).enumerated() {
            let bytes = DoubleChunk.encode(values)
            let back = try DoubleChunk.decode(bytes, count: count)
            #expect(back.map(\.bitPattern) == values.map(\.bitPattern), "seed \(seed) kind \(kind) encoding \(bytes[0])")
        }
    }

    @Test(arguments: RandomArrays.lengths) func boolsComeBack(count: Int) throws {
        var random = SeededRandom(seed: UInt64(count))
        for values in [[UInt8](repeating: 1, count: count), (0..<count).map { _ in UInt8(random.next() % 2) }] {
            #expect(try BoolChunk.decode(BoolChunk.encode(values), count: count) == values)
        }
    }

    @Test func nothingTakesNoBytes() throws {
        #expect(IntegerChunk.encode([]).isEmpty && CodeChunk.encode([]).isEmpty)
        #expect(DoubleChunk.encode([]).isEmpty && BoolChunk.encode([]).isEmpty)
        #expect(try IntegerChunk.decode([], count: 0).isEmpty)
        #expect(throws: InteractionError.self) { try IntegerChunk.decode([1, 0], count: 0) }
    }

    /// Encoding numbers at the head of chunks made of columns that call for them.
    @Test func eachEncodingIsTakenWhereItServes() {
        var random = SeededRandom(seed: 5)
        let n = 2000
        #expect(IntegerChunk.encode([Int64](repeating: 7, count: n))[0] == 1)
        #expect(IntegerChunk.encode((0..<n).map { _ in 1 + Int64(random.next() % 1000) })[0] == 2)
        #expect(IntegerChunk.encode((0..<n).map { $0 % 50 == 0 ? 1_000_003 + Int64($0) : Int64(random.next() % 16) })[0] == 3)
        #expect(IntegerChunk.encode((0..<n).map { Int64($0 / 100) * Int64($0 / 100) + 1 })[0] == 4)
        #expect(IntegerChunk.encode((0..<n).map { Int64($0) * 3 })[0] == 5)
        var total: Int64 = 0
        #expect(IntegerChunk.encode((0..<n).map { _ in total += 1 + Int64(random.next() % 9); return total })[0] == 6)
        #expect(IntegerChunk.encode((0..<n).map { _ in Int64(random.next() % 1000) * 1000 })[0] == 7)
        let few: [Int64] = [1_000_001, -5, 77, 123_456_789_123]
        #expect(IntegerChunk.encode((0..<n).map { _ in few[Int(random.next() % 4)] })[0] == 8)
        #expect(DoubleChunk.encode((0..<n).map { _ in Double(random.next() % 1000) / 100 })[0] == 10)
        #expect(DoubleChunk.encode((0..<n).map { _ in Double.random(in: 0..<1, using: &random) })[0] == 9)
        #expect(DoubleChunk.encode((0..<n).map { [1.0 / 3, 0.1 + 0.2, .pi][$0 % 3] })[0] == 8)
        #expect(CodeChunk.encode((0..<n).map { UInt32($0 / 100) * 5 % 7 })[0] == 4)
        #expect(CodeChunk.encode((0..<n).map { _ in UInt32(random.next() % 16) })[0] == 2)
    }

    @Test func codesBeyondTheirDictionaryAreRefused() throws {
        let bytes = CodeChunk.encode([0, 1, 2, 1])
        #expect(try CodeChunk.decode(bytes[...], count: 4, below: 3) == [0, 1, 2, 1])
        #expect(throws: InteractionError.self) { try CodeChunk.decode(bytes[...], count: 4, below: 2) }
    }

    @Test func countsBeyondTheLimitAreRefusedBeforeMemoryIsTaken() {
        let bytes = IntegerChunk.encode([7, 7, 7])
        #expect(throws: InteractionError.self) { try IntegerChunk.decode(bytes, count: CodingLimit.chunkValues + 1) }
        #expect(throws: InteractionError.self) { try IntegerChunk.decode(bytes, count: .max) }
        #expect(throws: InteractionError.self) { try IntegerChunk.decode(bytes, count: -1) }
        #expect(throws: InteractionError.self) { try CodeChunk.decode([1, 0], count: .max) }
        #expect(throws: InteractionError.self) { try DoubleChunk.decode([9], count: .max) }
        #expect(throws: InteractionError.self) { try BoolChunk.decode([11], count: .max) }
    }
}
