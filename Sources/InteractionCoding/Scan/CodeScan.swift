// Scans over code columns by the C kernels: which rows hold a code, how often each code occurs.

import CKernels

/// Batch scans of 32-bit codes.
package enum CodeScan {
    /// Indexes of the codes equal to `code`, ascending.
    package static func rows(of codes: [UInt32], equalTo code: UInt32) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: codes.count) { out, written in
            guard let target = out.baseAddress else { return }
            codes.withUnsafeBufferPointer { codes in
                written = ck_select_equal32(codes.baseAddress, codes.count, code, target)
            }
        }
    }

    /// Indexes of the codes whose entry in `table` is not 0, ascending. Codes beyond the table are skipped.
    package static func rows(of codes: [UInt32], in table: [UInt8]) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: codes.count) { out, written in
            guard let target = out.baseAddress else { return }
            codes.withUnsafeBufferPointer { codes in
                table.withUnsafeBufferPointer { table in
                    written = ck_select_table32(codes.baseAddress, codes.count, table.baseAddress, table.count, target)
                }
            }
        }
    }

    /// Indexes of the values that are not 0, ascending.
    package static func rowsNotZero(_ values: [UInt32]) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: values.count) { out, written in
            if let target = out.baseAddress { written = ck_select_nonzero32(values, values.count, target) }
        }
    }

    /// How often each code below `cells` occurs. Codes beyond are left out.
    package static func histogram(_ codes: [UInt32], cells: Int) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: cells)
        counts.withUnsafeMutableBufferPointer { counts in
            codes.withUnsafeBufferPointer { codes in
                _ = ck_histogram32(codes.baseAddress, codes.count, counts.baseAddress, counts.count)
            }
        }
        return counts
    }

    /// Adds the rows of each code to `counts`. Codes beyond are left out.
    package static func add(_ codes: [UInt32], to counts: inout [UInt32]) {
        counts.withUnsafeMutableBufferPointer { counts in
            _ = ck_histogram32(codes, codes.count, counts.baseAddress, counts.count)
        }
    }

    /// The same of runs, whose rows together are fewer than 2^32.
    package static func add(_ runs: CodeRuns, to counts: inout [UInt32]) {
        counts.withUnsafeMutableBufferPointer { counts in
            _ = ck_histogram_runs(
                runs.values, runs.lengths, min(runs.values.count, runs.lengths.count), counts.baseAddress, counts.count)
        }
    }

    /// For each time the number of its bucket, from 1: buckets of `width` microseconds from `start` on. No time is before it, and the
    /// numbers of buckets are below 2^32.
    package static func buckets(_ times: [Int64], from start: Int64, width: Int64) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: times.count) { out, written in
            if let target = out.baseAddress { ck_bucket_codes(times, times.count, start, UInt64(max(1, width)), target) }
            written = times.count
        }
    }

    /// Counts rows by pair of codes in a grid of cells `first * width + second`. Nothing is counted where a pair lies outside.
    package static func countPairs(_ first: [UInt32], _ second: [UInt32], in grid: inout [UInt32], width: Int) {
        guard first.count == second.count, let high = range(first)?.upperBound, let wide = range(second)?.upperBound,
            Int(wide) < width, (Int(high) + 1) * width <= grid.count
        else { return }
        grid.withUnsafeMutableBufferPointer { ck_count_pairs(first, second, first.count, width, $0.baseAddress) }
    }

    /// For each row the number of its pair of ids, less one, from a grid of cells `first * width + second`; `new` numbers the pair
    /// of an empty cell, from 1. Pairs outside the grid are numbered by `new` each time.
    package static func groups(
        _ first: [UInt32], _ second: [UInt32], in grid: inout [UInt32], width: Int, new: (UInt32, UInt32) -> UInt32
    ) -> [UInt32] {
        var groups = [UInt32](repeating: 0, count: first.count)
        guard let high = range(first)?.upperBound, let wide = range(second)?.upperBound, first.count == second.count else { return groups }
        guard Int(wide) < width, (Int(high) + 1) * width <= grid.count else {
            for row in 0..<first.count { groups[row] = new(first[row], second[row]) - 1 }
            return groups
        }
        grid.withUnsafeMutableBufferPointer { grid in
            groups.withUnsafeMutableBufferPointer { groups in
                var row = 0
                while row < first.count {
                    row = ck_grid_groups(first, second, row, first.count, grid.baseAddress, width, groups.baseAddress)
                    if row < first.count { grid[Int(first[row]) * width + Int(second[row])] = new(first[row], second[row]) }
                }
            }
        }
        return groups
    }

    /// Sets the bits of the values of runs that have a row in `rows`. False when the runs do not give exactly the rows there are.
    /// Values beyond the words are left out. Cost: about 2 ns a run.
    package static func mark(_ runs: CodeRuns, where rows: RowBits, in words: inout [UInt64], from start: Int, count: Int) -> Bool {
        guard start >= 0, count >= 0, start + count <= words.count, let range = range(runs.values), Int(range.upperBound) < count * 64
        else { return false }
        return words.withUnsafeMutableBufferPointer { words in
            guard let target = words.baseAddress else { return false }
            return ck_mark_runs(
                runs.values, runs.lengths, min(runs.values.count, runs.lengths.count), rows.words, rows.rowCount, target + start)
                == rows.rowCount
        }
    }

    /// The sum of all codes.
    package static func sum(_ codes: [UInt32]) -> UInt64 { ck_sum32(codes, codes.count) }

    /// Smallest and largest code; nil without any.
    package static func range(_ codes: [UInt32]) -> ClosedRange<UInt32>? {
        var low: UInt32 = 0
        var high: UInt32 = 0
        if codes.isEmpty { return nil }
        ck_range32(codes, codes.count, &low, &high)
        return low...max(low, high)
    }

    /// Sets the bits of codes. Codes beyond the words are left out.
    package static func mark(_ codes: [UInt32], in words: inout [UInt64], from start: Int, count: Int) {
        guard start >= 0, count >= 0, start + count <= words.count, let range = range(codes) else { return }
        guard Int(range.upperBound) < count * 64 else {
            for code in codes where Int(code) < count * 64 { words[start + Int(code >> 6)] |= 1 << UInt64(code & 63) }
            return
        }
        words.withUnsafeMutableBufferPointer { words in
            if let target = words.baseAddress { ck_mark32(codes, codes.count, target + start) }
        }
    }
}
