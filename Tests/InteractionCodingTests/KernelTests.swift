// Kernels: the chosen path and the portable one against each other and against plain loops, for every width.
import CKernels
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
