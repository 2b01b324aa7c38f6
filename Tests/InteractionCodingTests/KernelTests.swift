// Kernels: the chosen path and the portable one against each other and against plain loops, for every width.
import CKernels
import InteractionCoding
import Testing

@Suite struct KernelTests {
    @Test(arguments: [1, 7, 8, 31, 64, 65, 1000]) func unpackingOfEveryWidth(count: Int) {
        var random = SeededRandom(seed: UInt64(count))
        for width in 0...64 {
            let mask: UInt64 = width == 64 ? .max : (1 << UInt64(width)) - 1
            let values = (0..<count).map { _ in (random.next() & mask) &+ 11 }
            var packed = [UInt8](repeating: 0, count: (count * width + 7) / 8)
            ck_pack64(values, count, 11, UInt32(width), &packed)
            var quick = [UInt64](repeating: 0, count: count)
            var portable = quick
            ck_unpack64(packed, packed.count, count, 11, UInt32(width), &quick)
            ck_unpack64_portable(packed, packed.count, count, 11, UInt32(width), &portable)
            #expect(quick == values, "width \(width)")
            #expect(portable == values, "width \(width)")
            guard width <= 32 else { continue }
            let codes = values.map { UInt32(truncatingIfNeeded: $0) }
            var packed32 = packed
            ck_pack32(codes, count, 11, UInt32(width), &packed32)
            #expect(packed32 == packed)
            var quick32 = [UInt32](repeating: 0, count: count)
            var portable32 = quick32
            ck_unpack32(packed, packed.count, count, 11, UInt32(width), &quick32)
            ck_unpack32_portable(packed, packed.count, count, 11, UInt32(width), &portable32)
            #expect(quick32 == codes, "width \(width)")
            #expect(portable32 == codes, "width \(width)")
        }
    }

    /// Up to four wanted codes are compared eight at a time where the processor can.
    @Test(arguments: 0...6) func bitsOfWantedCodes(wanted: Int) {
        var random = SeededRandom(seed: UInt64(wanted))
        for count in [1, 8, 63, 64, 65, 500] {
            let codes = (0..<count).map { _ in UInt32(random.next() % 9) }
            let list = (0..<wanted).map { _ in UInt32(random.next() % 9) }
            var quick = [UInt64](repeating: .max, count: (count + 63) / 64)
            var portable = quick
            ck_bits_any32(codes, count, list, wanted, &quick)
            ck_bits_any32_portable(codes, count, list, wanted, &portable)
            var expected = [UInt64](repeating: 0, count: quick.count)
            for (row, code) in codes.enumerated() where list.contains(code) { expected[row / 64] |= 1 << UInt64(row % 64) }
            #expect(quick == expected)
            #expect(portable == expected)
        }
    }

    /// Counting and comparing codes as they lie packed, for every width and with codes beyond the cells.
    @Test(arguments: [1, 8, 63, 64, 200, 5000]) func packedCodes(count: Int) {
        var random = SeededRandom(seed: UInt64(count))
        for width in 0...32 {
            for base: UInt32 in [0, 7, width < 32 ? 3_000_000_000 : 0] {
                let codes = (0..<count).map { _ in UInt32(truncatingIfNeeded: random.next() & ((1 << UInt64(width)) - 1)) &+ base }
                var packed = [UInt8](repeating: 0, count: (count * width + 7) / 8)
                ck_pack32(codes, count, base, UInt32(width), &packed)
                for cells in [1, 12, 70, 300] {
                    var counts = [UInt32](repeating: 1, count: cells)
                    let outside = ck_packed_histogram(packed, packed.count, count, base, UInt32(width), &counts, cells)
                    var expected = [UInt32](repeating: 1, count: cells)
                    var expectedOutside = 0
                    for code in codes { if Int(code) < cells { expected[Int(code)] += 1 } else { expectedOutside += 1 } }
                    #expect(counts == expected, "width \(width), base \(base), \(cells) cells")
                    #expect(outside == expectedOutside)
                    var table = [UInt8](repeating: 0, count: cells)
                    for _ in 0..<Int(random.next() % 7) { table[Int(random.next() % UInt64(cells))] = 1 }
                    var bits = [UInt64](repeating: .max, count: (count + 63) / 64)
                    var portable = bits
                    var (low, high, portableLow, portableHigh) = (UInt32(0), UInt32(0), UInt32(0), UInt32(0))
                    ck_packed_bits(packed, packed.count, count, base, UInt32(width), table, cells, &bits, &low, &high)
                    ck_packed_bits_portable(packed, packed.count, count, base, UInt32(width), table, cells, &portable, &portableLow, &portableHigh)
                    var wanted = [UInt64](repeating: 0, count: bits.count)
                    for (row, code) in codes.enumerated() where Int(code) < cells && table[Int(code)] != 0 { wanted[row / 64] |= 1 << UInt64(row % 64) }
                    #expect(bits == wanted, "width \(width), base \(base), \(cells) cells")
                    #expect(portable == wanted)
                    #expect([low, portableLow] == [codes.min(), codes.min()] && [high, portableHigh] == [codes.max(), codes.max()])
                }
            }
        }
    }

    @Test(arguments: [0, 1, 7, 8, 100]) func valuesNotZero(count: Int) {
        var random = SeededRandom(seed: UInt64(count))
        for share in [1, 3, 20] {
            let values = (0..<count).map { _ in random.next() % UInt64(share) == 0 ? UInt32(random.next() % 9) : 0 }
            var rows = [UInt32](repeating: 0, count: count)
            rows.removeLast(count - ck_select_nonzero32(values, count, &rows))
            #expect(rows == values.indices.filter { values[$0] > 0 }.map { UInt32($0) })
        }
    }

    /// Rows of sets of any density, and the code of each row's run, picked in both ways.
    @Test(arguments: [1, 2, 9, 64, 300]) func rowsOfBitsAndTheirRuns(density: Int) throws {
        var random = SeededRandom(seed: UInt64(density))
        for count in [1, 63, 64, 1000, 5003] {
            let codes = (0..<count).map { _ in UInt32(random.next() % UInt64(density) == 0 ? 1 : 0) }
            let rows = RowBits(codes, in: [0, 1]).rows
            #expect(rows == codes.indices.filter { codes[$0] == 1 }.map { UInt32($0) })
            // Each set row begins a run.
            var runs = CodeRuns(values: [7], lengths: [])
            var before = 0
            for row in rows where row > 0 {
                runs.lengths.append(row - UInt32(before) - 1)
                runs.values.append(UInt32(random.next() % 1000))
                before = Int(row)
            }
            runs.lengths.append(UInt32(count - before - 1))
            var all: [UInt32] = []
            for (value, length) in zip(runs.values, runs.lengths) { all += repeatElement(value, count: Int(length) + 1) }
            for step in [1, 3, 700] {
                let wanted = stride(from: 0, to: count, by: step).map { UInt32($0) }
                #expect(runs.codes(at: wanted, of: count) == wanted.map { all[Int($0)] })
            }
            #expect(runs.codes(at: [0], of: count + 1) == nil)
        }
    }

    /// Guesses of every kind find the same place.
    @Test func lowerBoundsNearGuesses() {
        var random = SeededRandom(seed: 12)
        func text() -> String { String((0..<Int(random.next() % 20)).map { _ in Character(UnicodeScalar(UInt8(97 + random.next() % 2))) }) }
        for _ in 0..<20 {
            let texts = Set((0..<200).map { _ in text() }).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            let dictionary = StringDictionary(texts)
            #expect(dictionary.isSorted)
            for _ in 0..<200 {
                let wanted = Array(text().utf8)
                let low = Int(random.next() % UInt64(texts.count))
                let codes = low..<low + Int(random.next() % UInt64(texts.count - low + 1))
                let expected = codes.first { !Array(texts[$0].utf8).lexicographicallyPrecedes(wanted) } ?? codes.upperBound
                for guess in [0, Int(random.next() % 200), expected - 1, expected, expected + 1, 1_000_000] {
                    #expect(dictionary.lowerBound(of: wanted, in: codes, near: guess) == expected)
                }
            }
        }
    }

    @Test func bucketsOfTimes() {
        var random = SeededRandom(seed: 13)
        for width: Int64 in [1, 2, 3, 7, 1000, 300_000_000, 86_400_000_000, 86_400_000_001] {
            let start = Int64(random.next() % 1 << 60) - 1 << 59
            let offsets = (0..<500).map { index in
                index % 3 == 0 ? Int64(random.next() % 1000) * width + Int64(index % 5) - 2 : Int64(random.next() % UInt64(width * 100_000))
            }.map { max(0, $0) }
            #expect(CodeScan.buckets(offsets.map { start + $0 }, from: start, width: width) == offsets.map { UInt32($0 / width) + 1 }, "width \(width)")
        }
    }

    /// Few and many equal values, in order and in none: ranks asked one after another.
    @Test(arguments: [1, 2, 10, 100_000] as [UInt64]) func valuesOfRanks(kinds: UInt64) {
        var random = SeededRandom(seed: kinds)
        for count in [1, 2, 3, 10, 1000] {
            for order in 0..<3 {
                var values = (0..<count).map { _ in Int64(random.next() % kinds) - 3 }
                let sorted = values.sorted()
                if order > 0 { values = order == 1 ? sorted : sorted.reversed() }
                var low = 0
                while low < count {
                    let place = low + Int(random.next() % UInt64(count - low))
                    RankSelection.select(&values, in: low...count - 1, place: place)
                    #expect(values[place] == sorted[place])
                    #expect(values[..<place].allSatisfy { $0 <= sorted[place] } && values[place...].allSatisfy { $0 >= sorted[place] })
                    low = place + 1
                }
                #expect(values.sorted() == sorted)
            }
        }
    }

    /// Rising and falling runs: by places that follow from positions each pass would part off a few values only.
    @Test(arguments: [1, 2, 4, 7]) func valuesOfRanksInRuns(runs: Int) {
        let count = 400_000
        for isPipe in [false, true] {
            var values = (0..<count).map { Int64($0 % runs * count + $0 / runs) }
            if isPipe { values = values.indices.map { Int64($0 < count / 2 ? $0 : count - $0) } }
            let sorted = values.sorted()
            RankSelection.select(&values, in: 0...count - 1, place: count / 3)
            #expect(values[count / 3] == sorted[count / 3])
        }
    }

    @Test func timesOfClusters() {
        var times = [Int64](repeating: 0, count: 6)
        times[0] = 50
        // Rows 10-15: the first is known, 11 goes on, clusters begin at 12 and 15.
        #expect(RowTimes.fill(&times, from: 10, rows: 11..<16, [1, 5, -2], starts: [7, 90, 3], at: [12, 15, 40]) == 7...90)
        #expect(times == [50, 51, 7, 12, 10, 90])
        for steps: [Int64] in [[1, 5], [1, 5, -2, 0], []] {
            #expect(RowTimes.fill(&times, from: 10, rows: 11..<16, steps, starts: [7, 90], at: [12, 15]) == nil)
        }
        #expect(RowTimes.fill(&times, from: 10, rows: 11..<17, [1, 5, -2], starts: [7, 90], at: [12, 15]) == nil)
        #expect(RowTimes.fill(&times, from: 10, rows: 11..<16, [1, 5, -2], starts: [7, 90], at: [9, 15]) == nil)
    }

    @Test func runsWithARowAmongBits() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<200 {
            let lengths = (0..<40).map { _ in UInt32(random.next() % (random.next() % 4 == 0 ? 200 : 4)) }
            let values = lengths.map { _ in UInt32(random.next() % 100) }
            let count = lengths.reduce(0) { $0 + Int($1) + 1 }
            var bits = [UInt64](repeating: 0, count: (count + 63) / 64)
            for row in 0..<count where random.next() % 9 == 0 { bits[row / 64] |= 1 << UInt64(row % 64) }
            var marked: [UInt64] = [0, 0]
            #expect(ck_mark_runs(values, lengths, 40, bits, count, &marked) == count)
            var expected: [UInt64] = [0, 0]
            var row = 0
            for (value, length) in zip(values, lengths) {
                for r in row...row + Int(length) where bits[r / 64] >> UInt64(r % 64) & 1 == 1 { expected[Int(value) / 64] |= 1 << UInt64(value % 64) }
                row += Int(length) + 1
            }
            #expect(marked == expected)
            #expect(ck_mark_runs(values, lengths, 40, bits, count - 1, &marked) > count - 1)
            #expect(ck_bits_common(bits, bits, bits.count) == bits.reduce(0) { $0 + $1.nonzeroBitCount })
        }
    }

    @Test(arguments: [3, 1024, 5000]) func histogramCountsAndReportsOutsiders(cells: Int) {
        var random = SeededRandom(seed: 9)
        let codes = (0..<20_003).map { _ in UInt32(random.next() % UInt64(cells + cells / 3)) }
        var counts = [UInt32](repeating: 1, count: cells)
        let outside = ck_histogram32(codes, codes.count, &counts, cells)
        var expected = [UInt32](repeating: 1, count: cells)
        var expectedOutside = 0
        for code in codes { if Int(code) < cells { expected[Int(code)] += 1 } else { expectedOutside += 1 } }
        #expect(counts == expected)
        #expect(outside == expectedOutside)
    }

    @Test func selections() {
        var random = SeededRandom(seed: 10)
        let codes = (0..<5000).map { _ in UInt32(random.next() % 12) }
        var rows = [UInt32](repeating: 0, count: codes.count)
        let found = ck_select_equal32(codes, codes.count, 5, &rows)
        #expect(Array(rows[..<found]) == codes.indices.filter { codes[$0] == 5 }.map { UInt32($0) })
        let table: [UInt8] = [0, 1, 0, 0, 1, 0, 0, 0, 0, 1]
        let hits = ck_select_table32(codes, codes.count, table, table.count, &rows)
        #expect(Array(rows[..<hits]) == codes.indices.filter { [1, 4, 9].contains(codes[$0]) }.map { UInt32($0) })
    }

    /// Fixed results: the hash may be stored, so it must never change.
    @Test func hashOfTextsIsFixed() {
        func hash(_ text: String) -> UInt64 { Array(text.utf8).withUnsafeBytes { ck_hash($0.baseAddress, $0.count, 0) } }
        var seen: Set<UInt64> = []
        for length in 0..<200 { seen.insert(hash(String(repeating: "a", count: length))) }
        #expect(seen.count == 200)
        #expect(hash("click") == 11_429_967_943_360_895_148)
    }
}
