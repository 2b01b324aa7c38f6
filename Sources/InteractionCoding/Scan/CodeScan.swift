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
}
