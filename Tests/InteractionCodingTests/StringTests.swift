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
}
