// Sets of rows of one row group as bits, with the number of set bits before each word: finding rows by code, the place of a
// row's value among the values of a sparse column.

import CKernels

/// Some of the rows 0..<count.
package struct RowBits: Sendable {
    /// Bit i % 64 of word i / 64 stands for row i; bits beyond the last row are 0.
    package let words: [UInt64]
    /// Set bits before each word, and all of them as a last element.
    private let ranks: [UInt32]
    package let rowCount: Int

    package var byteCount: Int { words.count * 8 + ranks.count * 4 }

    /// Number of set bits.
    package var count: Int { Int(ranks[ranks.count - 1]) }

    /// `words` are those of the rows; bits beyond the last row are 0.
    init(words: [UInt64], rowCount: Int) {
        let wordCount = words.count
        self.words = words
        ranks = [UInt32](unsafeUninitializedCapacity: wordCount + 1) { out, written in
            if let target = out.baseAddress { ck_bits_ranks(words, wordCount, target) }
            written = wordCount + 1
        }
        self.rowCount = rowCount
    }

    /// The rows whose code has an entry in `table` that is not 0. Cost: about 0.1 ns a row for up to four such codes.
    package init(_ codes: [UInt32], in table: [UInt8]) {
        let wordCount = (codes.count + 63) / 64
        let words = [UInt64](unsafeUninitializedCapacity: wordCount) { out, written in
            if let target = out.baseAddress { ck_bits_table32(codes, codes.count, table, table.count, target) }
            written = wordCount
        }
        self.init(words: words, rowCount: codes.count)
    }

    /// The same for codes in runs; nil when they do not give exactly `rowCount` rows. Cost: about 1 ns a run.
    package init?(_ runs: CodeRuns, in table: [UInt8], rowCount: Int) {
        let wordCount = (rowCount + 63) / 64
        var words = [UInt64](repeating: 0, count: wordCount)
        let rows = words.withUnsafeMutableBufferPointer { words in
            ck_bits_runs(
                runs.values, runs.lengths, min(runs.values.count, runs.lengths.count), table, table.count, words.baseAddress, rowCount)
        }
        guard rows == rowCount else { return nil }
        self.init(words: words, rowCount: rowCount)
    }

    /// For each of `rows` (below `rowCount`) the value with the number of set bits up to that row, its own included; nil when there are
    /// not as many values as numbers.
    func pick(_ values: [UInt32], at rows: [UInt32]) -> [UInt32]? {
        guard values.count == count + 1, Int(CodeScan.range(rows)?.upperBound ?? 0) < rowCount else { return nil }
        return [UInt32](unsafeUninitializedCapacity: rows.count) { out, written in
            if let target = out.baseAddress { ck_bits_values(words, ranks, rows, rows.count, values, target) }
            written = rows.count
        }
    }

    /// The rows of both; nil when they are of other row counts.
    package func intersection(_ other: RowBits) -> RowBits? {
        guard other.rowCount == rowCount else { return nil }
        return RowBits(words: zip(words, other.words).map { $0 & $1 }, rowCount: rowCount)
    }

    /// How many rows are in both. Those of other row counts have none in common.
    package func commonCount(_ other: RowBits) -> Int {
        other.rowCount == rowCount ? ck_bits_common(words, other.words, words.count) : 0
    }

    /// The set rows, ascending.
    package var rows: [UInt32] {
        [UInt32](unsafeUninitializedCapacity: count + 4) { out, written in
            if let target = out.baseAddress { written = ck_bits_rows(words, words.count, target) }
        }
    }

    /// For each of `rows` (below `rowCount`, any order) 0 when its bit is not set, else 1 + the number of set bits before it;
    /// and how many are not 0. Rows out of range count as not set.
    package func places(of rows: [UInt32]) -> (places: [UInt32], found: Int) {
        var top: UInt32 = 0
        for row in rows { top = max(top, row) }
        guard Int(top) < rowCount else {
            let inside = rows.map { Int($0) < rowCount ? $0 : 0 }
            var (places, _) = rowCount > 0 ? self.places(of: inside) : (rows.map { _ in UInt32(0) }, 0)
            for (index, row) in rows.enumerated() where Int(row) >= rowCount { places[index] = 0 }
            return (places, places.count { $0 != 0 })
        }
        var found = 0
        let places = [UInt32](unsafeUninitializedCapacity: rows.count) { out, written in
            if let target = out.baseAddress { found = ck_bits_places(words, ranks, rows, rows.count, target) }
            written = rows.count
        }
        return (places, found)
    }
}
