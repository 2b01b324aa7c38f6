// Interning and dictionaries: codes, order, search, stored form.
import InteractionCoding
import InteractionModel
import Testing

@Suite struct StringTests {
    static let texts = ["click", "", "ä", "a", "click2", "navigation", "a much longer text than sixteen bytes", "click\u{0}", "e\u{301}", "\u{e9}"]

    @Test func codesRunInOrderOfFirstAppearance() {
        var table = StringTable()
        for _ in 0..<2 {
            for (code, text) in Self.texts.enumerated() { #expect(table.intern(text) == UInt32(code)) }
        }
        #expect(table.count == Self.texts.count)
        #expect(table.byteCount == Self.texts.reduce(0) { $0 + $1.utf8.count })
        #expect(table.find("navigation") == 5)
        #expect(table.find("nothing") == nil)
    }

    @Test func manyTexts() {
        var table = StringTable()
        let count = 50_000
        for index in 0..<count { #expect(table.intern("user-\(index * 7)") == UInt32(index)) }
        for index in stride(from: 0, to: count, by: 97) { #expect(table.find("user-\(index * 7)") == UInt32(index)) }
        let dictionary = table.dictionary()
        #expect(dictionary.string(at: 700) == "user-4900")
        #expect(dictionary.firstIndex(of: "user-4900") == 700)
        #expect(dictionary.firstIndex(of: "user-1") == nil)
        let (sorted, newCodes) = table.sortedDictionary()
        #expect(sorted.isSorted)
        #expect(sorted.firstIndex(of: "user-4900") == Int(newCodes[700]))
        #expect(sorted.firstIndex(of: "user-49000000") == nil)
        for index in 1..<count { #expect(TextOrder.compare(sorted.slice(at: index - 1), sorted.slice(at: index)) < 0) }
    }

    @Test func dictionariesComeBack() throws {
        var table = StringTable()
        var random = SeededRandom(seed: 21)
        for _ in 0..<70_000 { _ = table.intern("k\(random.next() % 200_000)/ü") }
        let cases = [
            StringDictionary.empty, StringDictionary([""]), StringDictionary(Self.texts), table.dictionary(),
            table.sortedDictionary().dictionary, StringDictionary([String(repeating: "x", count: 1 << 20)]),
        ]
        for dictionary in cases {
            var writer = ByteWriter()
            dictionary.encode(into: &writer)
            var reader = ByteReader(writer.bytes, place: "dictionary")
            let back = try StringDictionary.decode(from: &reader)
            try reader.expectEnd()
            #expect(back.offsets == dictionary.offsets)
            #expect(back.bytes == dictionary.bytes)
            #expect(back.isSorted == dictionary.isSorted)
        }
    }

    @Test func anEntryThatSplitsACharacterIsRefused() throws {
        var writer = ByteWriter()
        writer.u8(2)
        writer.varint(2)
        writer.varint(2)
        writer.string(bytes: CodeChunk.encode([1, 1]))
        writer.append(bytes: Array("ä".utf8))
        var reader = ByteReader(writer.bytes, place: "dictionary")
        #expect(throws: InteractionError.self) { try StringDictionary.decode(from: &reader) }
    }

    @Test func indexesOutOfRangeAreEmpty() {
        let dictionary = StringDictionary(["b", "a"])
        #expect(dictionary.string(at: 2) == "")
        #expect(dictionary.string(at: -1) == "")
        #expect(dictionary.sortedOrder() == [1, 0])
        #expect(dictionary.compare(0, Array("aa".utf8)) > 0)
    }

    @Test func randomIdsAreStoredAsDigits() throws {
        var random = SeededRandom(seed: 5)
        func digits(_ count: Int) -> String { String((0..<count).map { _ in Array("0123456789abcdef")[Int(random.next() % 16)] }) }
        for count in [2, 3, 1000, 1001] {
            let ids = (0..<count).map { _ in "\(digits(8))-\(digits(4))-4\(digits(3))-a\(digits(3))-\(digits(12))" }
            let dictionary = StringDictionary(ids)
            let stored = dictionary.encoded()
            if count > 3 {
                #expect(stored[0] == 3 && stored.count < count * 15 + 60)
            }
            var reader = ByteReader(stored, place: "dictionary")
            let back = try StringDictionary.decode(from: &reader)
            try reader.expectEnd()
            #expect(back.offsets == dictionary.offsets && back.bytes == dictionary.bytes)
        }
        // One letter that is no digit, one length that differs: the form does not fit.
        let ids = (0..<500).map { _ in digits(16) }
        for odd in ["g" + digits(15), digits(15), digits(15) + "A"] {
            #expect(StringDictionary(ids + [odd]).encoded()[0] == 2)
        }
    }

    @Test func badDigitsAreRefused() throws {
        let good: [UInt8] = [3, 2, 10, 5, 0x69, 0x64, 0x2d, 0, 0, 0xf7, 0x30]
        var reader = ByteReader(good, place: "d")
        let back = try StringDictionary.decode(from: &reader)
        #expect([back.string(at: 0), back.string(at: 1)] == ["id-7f", "id-03"])
        let bad: [[UInt8]] = [
            [3, 0, 0, 5, 0x69, 0x64, 0x2d, 0, 0], [3, 2, 11] + good[3...], [3, 2, 10, 5, 0x69, 0xe4, 0x2d, 0, 0, 0xf7, 0x30],
            [3, 2, 10, 5, 0x69, 0x64, 0x2d, 0x30, 0x30, 0xf7, 0x30], Array(good.dropLast()),
            [3, 3, 3, 1, 0, 0x21, 0x13], [3, 0xff, 0xff, 0xff, 0x1f, 10, 1, 0, 0],
        ]
        for bytes in bad {
            var reader = ByteReader(bytes, place: "d")
            #expect(throws: InteractionError.self, "\(bytes)") { try StringDictionary.decode(from: &reader) }
        }
    }
}
