// Codes of a chunk that are stored packed, counted and compared without being written out: most columns of few values whose
// rows have no runs.

import CKernels
import InteractionModel

/// Packed codes whose length and padding are already checked. The codes themselves can be anything.
package struct PackedCodes: Sendable {
    private let bytes: ArraySlice<UInt8>
    private let base: UInt32
    private let width: Int
    package let count: Int

    /// `bytes` are exactly those of `count` distances of `width` bits, at most 32.
    init(checked bytes: ArraySlice<UInt8>, base: UInt32, width: Int, count: Int) {
        self.bytes = bytes
        self.base = base
        self.width = width
        self.count = count
    }

    private func withPacked<T>(_ body: (UnsafePointer<UInt8>?, Int) -> T) -> T {
        bytes.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
    }

    /// Adds how often each code occurs; returns how many are beyond `counts`. Cost: 0.2 ns a code of up to 6 bits, else up to 1 ns.
    package func add(to counts: inout [UInt32]) -> Int {
        counts.withUnsafeMutableBufferPointer { counts in
            withPacked { packed, length in
                ck_packed_histogram(packed, length, count, base, UInt32(width), counts.baseAddress, counts.count)
            }
        }
    }

    /// The codes of some rows; nil when one is beyond the last. Cost: about 1 ns a row.
    package func codes(at rows: [UInt32]) -> [UInt32]? {
        guard Int(CodeScan.range(rows)?.upperBound ?? 0) < count else { return nil }
        return [UInt32](unsafeUninitializedCapacity: rows.count) { out, written in
            withPacked { packed, length in
                ck_unpack32_at(packed, length, base, UInt32(width), rows, rows.count, out.baseAddress)
            }
            written = rows.count
        }
    }

    /// The rows whose code has an entry in `table` that is not 0, and the range of all codes (nil without any). Cost: about 0.1 ns
    /// a code for up to four such entries.
    package func rows(in table: [UInt8]) -> (rows: RowBits, range: ClosedRange<UInt32>?) {
        var low: UInt32 = 0
        var high: UInt32 = 0
        let wordCount = (count + 63) / 64
        let words = [UInt64](unsafeUninitializedCapacity: wordCount) { out, written in
            withPacked { packed, length in
                ck_packed_bits(packed, length, count, base, UInt32(width), table, table.count, out.baseAddress, &low, &high)
            }
            written = wordCount
        }
        return (RowBits(words: words, rowCount: count), count == 0 ? nil : low...max(low, high))
    }
}

extension CodeChunk {
    /// The codes of a chunk that is stored packed; nil for the other encodings. Errors: `.damaged`. Cost: none a code.
    package static func packed(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String = "code chunk"
    ) throws(InteractionError) -> PackedCodes? {
        var reader = ByteReader(bytes, place: place)
        guard count > 0, try reader.encodingNumber(count: count, level: 0) == .packed else { return nil }
        let codes = try PackedEncoding.packedCodes(&reader, count: count)
        try reader.expectEnd()
        return codes
    }

    /// The codes of some rows, given in ascending order. Errors: `.damaged`; `.invalidArgument` for rows that are not of this chunk.
    /// Cost: that of the rows (and of the runs) for packed chunks and for runs, that of all codes for others.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, rows: [UInt32], place: String = "code chunk"
    ) throws(InteractionError) -> [UInt32] {
        guard Int(CodeScan.range(rows)?.upperBound ?? 0) < max(1, count) else {
            throw InteractionError(.invalidArgument, "rows beyond \(count)", place: place)
        }
        if let codes = try packed(bytes, count: count, place: place)?.codes(at: rows) { return codes }
        if let runs = try decodeRuns(bytes, count: count, place: place) {
            guard let codes = runs.codes(at: rows, of: count) else {
                throw InteractionError(.damaged, "runs of other rows than \(count)", place: place)
            }
            return codes
        }
        let codes = try decode(bytes, count: count, place: place)
        return rows.map { codes[Int($0)] }
    }
}

extension CodeRuns {
    /// The codes of some rows, given in ascending order; nil when the runs do not give exactly `count` rows.
    package func codes(at rows: [UInt32], of count: Int) -> [UInt32]? {
        guard values.count == lengths.count, Int(exactly: CodeScan.sum(lengths)) == count - lengths.count else { return nil }
        // A step from run to run pays where it is seldom worth a stop; else the run of a row is the number of runs that begin up to it.
        guard rows.count * 8 < lengths.count else { return starts(of: count).pick(values, at: rows) }
        var found = 0
        let codes = [UInt32](unsafeUninitializedCapacity: rows.count) { out, written in
            if let target = out.baseAddress { found = ck_runs_at(values, lengths, lengths.count, rows, rows.count, target) }
            written = found
        }
        return found == rows.count ? codes : nil
    }

    /// The first rows of all runs but the first; the runs have exactly `count` rows.
    private func starts(of count: Int) -> RowBits {
        var words = [UInt64](repeating: 0, count: (count + 63) / 64)
        words.withUnsafeMutableBufferPointer { ck_run_starts(lengths, lengths.count, $0.baseAddress) }
        return RowBits(words: words, rowCount: count)
    }
}
