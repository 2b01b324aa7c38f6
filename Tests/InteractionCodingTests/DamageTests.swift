// Damaged bytes: every cut of an encoded chunk, dictionary, shape or row is an error; changed and random bytes never trap.
import InteractionCoding
import InteractionModel
import Testing

@Suite struct DamageTests {
    /// Runs a decoder on all prefixes, and on copies with changed bytes.
    func damage(_ bytes: [UInt8], _ random: inout SeededRandom, _ decode: ([UInt8]) throws -> Void) {
        for length in 0..<bytes.count {
            #expect(throws: InteractionError.self, "cut to \(length) of \(bytes.count)") { try decode(Array(bytes[..<length])) }
        }
        #expect(throws: InteractionError.self) { try decode(bytes + [0]) }
        guard !bytes.isEmpty else { return }
        for _ in 0..<200 {
            var changed = bytes
            for _ in 0...Int(random.next() % 3) {
                // The head of the bytes more often than the rest: there the structure is.
                let place = Int(random.next() % 2 == 0 ? random.next() % UInt64(min(24, bytes.count)) : random.next() % UInt64(bytes.count))
                changed[place] = UInt8(truncatingIfNeeded: random.next())
            }
            try? decode(changed)
        }
    }

    @Test(arguments: [1, 9, 64, 300]) func chunks(count: Int) {
        var random = SeededRandom(seed: UInt64(count) + 77)
        for values in RandomArrays.integers(count, &random) {
            damage(IntegerChunk.encode(values), &random) { _ = try IntegerChunk.decode($0, count: count) }
        }
        for values in RandomArrays.codes(count, &random) {
            damage(CodeChunk.encode(values), &random) { _ = try CodeChunk.decode($0, count: count) }
        }
        for values in RandomArrays.doubles(count, &random) {
            damage(DoubleChunk.encode(values), &random) { _ = try DoubleChunk.decode($0, count: count) }
        }
        damage(BoolChunk.encode((0..<count).map { UInt8($0 % 2) }), &random) { _ = try BoolChunk.decode($0, count: count) }
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededRandom(seed: 4242)
        var decoder = RowDecoder()
        for round in 0..<20_000 {
            var bytes = (0..<Int(random.next() % 60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if round % 2 == 0, !bytes.isEmpty { bytes[0] = UInt8(random.next() % 12) }
            let count = Int(random.next() % 100)
            _ = try? IntegerChunk.decode(bytes, count: count)
            _ = try? CodeChunk.decode(bytes, count: count)
            _ = try? DoubleChunk.decode(bytes, count: count)
            _ = try? BoolChunk.decode(bytes, count: count)
            _ = try? Shape.decode(bytes)
            var reader = ByteReader(bytes, place: "random")
            _ = try? StringDictionary.decode(from: &reader)
            for codec in Codec.allCases { _ = try? codec.decompress(bytes, rawLength: Int(random.next() % 5000)) }
            if let row = try? RowView(bytes) { _ = try? decoder.interaction(row) }
        }
    }

    @Test func rows() throws {
        var random = SeededRandom(seed: 99)
        var encoder = RowEncoder()
        var writer = ByteWriter()
        try encoder.encode(RowTests.rich, into: &writer)
        damage(writer.bytes, &random) { bytes in
            var decoder = RowDecoder()
            let row = try RowView(bytes)
            var json = ByteWriter()
            try decoder.writeJSON(row, into: &json)
            _ = try decoder.interaction(row)
        }
        let row = try RowView(writer.bytes)
        damage(Array(row.bytes[row.shape]), &random) { _ = try Shape.decode($0) }
    }

    @Test func dictionaries() {
        var random = SeededRandom(seed: 7)
        for texts in [["", "a", "ab", "abc", "b"], ["zebra", "", "ä", "apple"], ["one"], (0..<300).map { "user-\($0)" }.sorted()] {
            var writer = ByteWriter()
            StringDictionary(texts).encode(into: &writer)
            damage(writer.bytes, &random) { bytes in
                var reader = ByteReader(bytes, place: "dictionary")
                _ = try StringDictionary.decode(from: &reader)
                try reader.expectEnd()
            }
        }
    }

    @Test func compressedBuffers() {
        var random = SeededRandom(seed: 8)
        let raw = (0..<3000).map { UInt8($0 / 7 % 50) }
        for codec in Codec.allCases {
            damage(codec.compress(raw), &random) { _ = try codec.decompress($0, rawLength: raw.count) }
            for wrong in [0, 1, raw.count - 1, raw.count + 1, CodingLimit.rawBytes + 1, .max, -1] {
                #expect(throws: InteractionError.self) { try codec.decompress(codec.compress(raw), rawLength: wrong) }
            }
        }
    }
}
