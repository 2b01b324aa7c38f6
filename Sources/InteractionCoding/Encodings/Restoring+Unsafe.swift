// The way to the kernels that finish decoding: array lengths are settled here, then pointers go to C.

import CKernels

/// Last steps of decoding over whole arrays.
enum Restoring {
    /// Runs written out; nil when they do not give exactly `count` values.
    static func expand(_ values: [UInt32], _ lengths: [UInt32], count: Int) -> [UInt32]? {
        var fits = false
        let result = [UInt32](unsafeUninitializedCapacity: count + 8) { buffer, written in
            fits = ck_expand_runs32(values, lengths, min(values.count, lengths.count), buffer.baseAddress, count) != 0
            written = fits ? count : 0
        }
        return fits ? result : nil
    }

    static func expand(_ values: [Int64], _ lengths: [UInt32], count: Int) -> [Int64]? {
        var fits = false
        let result = [Int64](unsafeUninitializedCapacity: count + 8) { buffer, written in
            values.withUnsafeBytes {
                fits = ck_expand_runs64(
                    $0.baseAddress?.assumingMemoryBound(to: UInt64.self), lengths, min(values.count, lengths.count),
                    UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: UInt64.self), count) != 0
            }
            written = fits ? count : 0
        }
        return fits ? result : nil
    }

    /// Adds the upper parts of exceptions; false when one lies beyond the last value.
    static func patch(_ values: inout [UInt32], _ gaps: [UInt32], _ upper: [Int64], width: Int) -> Bool {
        let count = values.count
        return values.withUnsafeMutableBufferPointer {
            ck_patch32(gaps, upper, min(gaps.count, upper.count), UInt32(width), $0.baseAddress, count) != 0
        }
    }

    static func patch(_ values: inout [Int64], _ gaps: [UInt32], _ upper: [Int64], width: Int) -> Bool {
        let count = values.count
        return values.withUnsafeMutableBytes {
            ck_patch64(
                gaps, upper, min(gaps.count, upper.count), UInt32(width), $0.baseAddress?.assumingMemoryBound(to: UInt64.self),
                count) != 0
        }
    }

    /// Replaces each value by the sum of all up to it, modulo 2^64.
    static func sum(_ values: inout [Int64]) {
        let count = values.count
        values.withUnsafeMutableBytes { ck_prefix_sum64($0.baseAddress?.assumingMemoryBound(to: UInt64.self), count) }
    }
}
