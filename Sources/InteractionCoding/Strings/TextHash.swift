// The 64-bit hash of texts. With seed 0 it is the same on every machine and may be stored; tables in memory use a seed of
// their own process, so that nobody can prepare texts that collide in them.

import CKernels

/// Hashes of byte strings.
package enum TextHash {
    /// Seed of the tables of this process; results never depend on it.
    static let processSeed = UInt64.random(in: .min ... .max)

    /// The hash that may be stored.
    package static func stable(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { ck_hash($0.baseAddress, $0.count, 0) }
    }

    package static func stable(_ bytes: [UInt8]) -> UInt64 { stable(bytes[...]) }
}
