// Scans over codes: rows as bits, codes in runs, pairs in a grid, texts looked up in blocks; each against a plain loop.
import CKernels
import InteractionCoding
import InteractionModel
import Testing

@Suite struct ScanTests {
    /// Codes in which `few` of 40 are common, in runs of up to `longest`.
    private static func codes(_ count: Int, longest: Int, _ random: inout SeededRandom) -> [UInt32] {
        var codes: [UInt32] = []
        while codes.count < count {
            let code = UInt32(random.next() % 40)
            codes += [UInt32](repeating: code, count: min(count - codes.count, 1 + Int(random.next() % UInt64(longest))))
        }
        return codes
    }

    private static func runs(_ codes: [UInt32]) -> CodeRuns {
        var runs = CodeRuns(values: [], lengths: [])
        for code in codes {
            if runs.values.last == code { runs.lengths[runs.lengths.count - 1] += 1 } else {
                runs.values.append(code)
                runs.lengths.append(0)
            }
        }
        return runs
    }

    /// One to four codes take the vector path, more and none the table's.
    @Test(arguments: [0, 1, 2, 4, 5, 17, 40]) func rowsAsBits(wanted: Int) throws {
        var random = SeededRandom(seed: UInt64(wanted))
        for count in [1, 7, 63, 64, 65, 1000, 4099] {
            for longest in [1, 3, 200] {
                let codes = Self.codes(count, longest: longest, &random)
                var table = [UInt8](repeating: 0, count: 40)
                while table.count(where: { $0 == 1 }) < wanted { table[Int(random.next() % 40)] = 1 }
                let rows = codes.indices.filter { table[Int(codes[$0])] == 1 }.map { UInt32($0) }
                let direct = RowBits(codes, in: table)
                let runs = Self.runs(codes)
                let fromRuns = try #require(RowBits(runs, in: table, rowCount: count))
                #expect(direct.words == fromRuns.words)
                #expect(direct.rows == rows && fromRuns.rows == rows && direct.count == rows.count)
                #expect(RowBits(runs, in: table, rowCount: count - 1) == nil)
                #expect(RowBits(runs, in: table, rowCount: count + 1) == nil)
                // Places: the first ones, some out of order, one out of range.
                let asked = (0..<50).map { _ in UInt32(random.next() % UInt64(count)) } + [UInt32(count)]
                let expected = asked.map { row in rows.firstIndex(of: row).map { UInt32($0 + 1) } ?? 0 }
                #expect(direct.places(of: asked).places == expected)
                #expect(direct.places(of: Array(asked.dropLast())).found == expected.count { $0 > 0 })
            }
        }
    }

    @Test func histogramsSumsAndMarks() {
        var random = SeededRandom(seed: 5)
        let codes = Self.codes(5000, longest: 4, &random)
        var direct = [UInt32](repeating: 1, count: 30)
        var counted = direct
        CodeScan.add(codes, to: &direct)
        CodeScan.add(Self.runs(codes), to: &counted)
        #expect(direct == (0..<30).map { code in 1 + UInt32(codes.count { $0 == UInt32(code) }) })
        #expect(counted == direct)
        #expect(CodeScan.sum([.max, .max, 3]) == 2 * UInt64(UInt32.max) + 3)
        #expect(CodeScan.range(codes) == codes.min()!...codes.max()! && CodeScan.range([]) == nil)
        var words = [UInt64](repeating: 0, count: 3)
        // Codes beyond the one word are left out.
        CodeScan.mark([1, 63, 64, 200], in: &words, from: 1, count: 1)
        #expect(words == [0, 1 << 1 | 1 << 63, 0])
    }

    @Test func gridsNumberPairsInOrder() {
        var random = SeededRandom(seed: 6)
        let first = (0..<3000).map { _ in UInt32(random.next() % 8) }
        let second = (0..<3000).map { _ in UInt32(random.next() % 16) }
        for width in [16, 4] {
            var grid = [UInt32](repeating: 0, count: 8 * width)
            var known: [UInt64: UInt32] = [:]
            let groups = CodeScan.groups(first, second, in: &grid, width: width) { a, b in
                let pair = UInt64(a) << 32 | UInt64(b)
                if known[pair] == nil { known[pair] = UInt32(known.count + 1) }
                return known[pair] ?? 0
            }
            #expect(groups == zip(first, second).map { (known[UInt64($0) << 32 | UInt64($1)] ?? 0) &- 1 })
            #expect(known.count == 128)
        }
    }

    /// What is stored in runs comes as runs, what is not does not, and bad runs are refused.
    @Test func runsOfChunks() throws {
        let codes = (0..<4000).map { UInt32($0 / 100) * 5 % 7 }
        let bytes = CodeChunk.encode(codes)
        let runs = try #require(try CodeChunk.decodeRuns(bytes[...], count: codes.count))
        #expect(runs.values == Self.runs(codes).values && runs.lengths == Self.runs(codes).lengths)
        let constant = try #require(try CodeChunk.decodeRuns(CodeChunk.encode([9, 9, 9])[...], count: 3))
        #expect(constant.values == [9] && constant.lengths == [2])
        var random = SeededRandom(seed: 1)
        let packed = CodeChunk.encode((0..<500).map { _ in UInt32(random.next() % 16) })
        #expect(try CodeChunk.decodeRuns(packed[...], count: 500) == nil)
        #expect(throws: InteractionError.self) { try CodeChunk.decodeRuns(bytes[...], count: codes.count - 1) }
        #expect(throws: InteractionError.self) { try CodeChunk.decodeRuns(bytes.dropLast(), count: codes.count) }
    }

    /// Texts of all lengths around those that fit two words, over dictionaries that share some.
    @Test func textsOfSeveralDictionaries() {
        var random = SeededRandom(seed: 8)
        func text() -> String { String((0..<Int(random.next() % 20)).map { _ in Character(UnicodeScalar(UInt8(97 + random.next() % 3))) }) }
        var set = TextSet()
        var table = StringTable()
        var all: Set<String> = []
        for round in 0..<30 {
            let texts = Array(Set((0..<400).map { _ in text() }))
            let dictionary = StringDictionary(texts)
            var bits = [UInt64](repeating: 0, count: (texts.count + 64) / 64)
            for (entry, text) in texts.enumerated() where random.next() % 3 > 0 {
                bits[(entry + 1) >> 6] |= 1 << UInt64((entry + 1) & 63)
                all.insert(text)
            }
            // In two parts, the second beyond the end.
            set.add(dictionary, 0..<100, where: bits[...])
            set.add(dictionary, 100..<texts.count + 100, where: bits[...])
            #expect(set.count == all.count, "round \(round)")

            let codes = (0..<UInt32(texts.count)).map { $0 + 1 }
            let ids = table.intern(codes, of: dictionary)
            #expect(ids?.map { String(decoding: table.slice(at: $0), as: UTF8.self) } == texts)
        }
        var unique = StringTable()
        for code in 0..<UInt32(table.count) { _ = unique.intern(table.slice(at: code)) }
        #expect(unique.count == table.count)
        // What was in the set before is not, though its slots still hold it.
        for round in 0..<3 {
            set.removeAll()
            #expect(set.count == 0)
            let texts = Array(Set((0..<(round == 1 ? 3000 : 100)).map { "\($0)" + text() }))
            let dictionary = StringDictionary(texts)
            let bits = [UInt64](repeating: .max, count: (texts.count + 64) / 64)
            for _ in 0..<2 { set.add(dictionary, 0..<texts.count, where: bits[...]) }
            #expect(set.count == texts.count)
        }
    }

    /// Needles in random texts, across entries and in texts that nearly hold them.
    @Test(arguments: [1, 2, 3, 8, 40]) func entriesWithANeedle(length: Int) {
        var random = SeededRandom(seed: UInt64(length))
        for letters in [1, 2, 4] {
            func text(_ count: Int) -> [UInt8] { (0..<count).map { _ in 97 + UInt8(random.next() % UInt64(letters)) } }
            for _ in 0..<40 {
                let texts = (0..<30).map { _ in text(Int(random.next() % 120)) }
                let dictionary = StringDictionary(texts.map { String(decoding: $0, as: UTF8.self) })
                let needle = text(length)
                func holds(_ text: [UInt8]) -> Int? {
                    text.count < length ? nil : (0...text.count - length).first { text[$0..<$0 + length].elementsEqual(needle) }
                }
                #expect(TextScan.entries(of: dictionary, containing: needle) == texts.map { holds($0) == nil ? 0 : 1 })
                for text in texts {
                    #expect(TextScan.firstIndex(of: needle, in: text[...]) == holds(text))
                    let place = ck_find_portable(text, text.count, needle, length, 0)
                    #expect(place == holds(text) ?? text.count)
                }
            }
        }
        #expect(TextScan.entries(of: StringDictionary(["", "a"]), containing: []) == [0, 0])
        #expect(TextScan.entries(of: StringDictionary([]), containing: [97]) == [])
    }

    /// A needle that nearly stands everywhere is found in linear time: 4 MB of one letter, and half of it as the needle.
    @Test func hardNeedles() {
        let text = [UInt8](repeating: 97, count: 4 << 20)
        let needle = [UInt8](repeating: 97, count: 1 << 20) + [98] + [UInt8](repeating: 97, count: 1 << 20)
        #expect(TextScan.firstIndex(of: needle, in: text[...]) == nil)
    }

    /// And one that stands everywhere but across two entries: 1 MB each, and a needle that is longer by a byte.
    @Test func needlesAcrossEntries() {
        let dictionary = StringDictionary([String(repeating: "a", count: 1 << 20), String(repeating: "a", count: 1 << 20 | 1)])
        #expect(TextScan.entries(of: dictionary, containing: [UInt8](repeating: 97, count: 1 << 20 | 1)) == [0, 1])
        #expect(TextScan.entries(of: dictionary, containing: [UInt8](repeating: 97, count: 1 << 20 | 2)) == [0, 0])
    }
}
