// The checksum of every stored buffer: CRC32C (RFC 3720, appendix B.4), over the bytes as they are on disk.

import CKernels

/// CRC32C of byte buffers; 20 GB/s with the SSE4.2 instruction.
package enum CRC32C {
    package static func checksum(_ bytes: [UInt8]) -> UInt32 { update(0, bytes[...]) }
    package static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 { update(0, bytes) }
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 { ck_crc32c(0, bytes.baseAddress, bytes.count) }

    /// The checksum of earlier bytes and these: `update(checksum(a), b)` = `checksum(a + b)`.
    package static func update(_ crc: UInt32, _ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { ck_crc32c(crc, $0.baseAddress, $0.count) }
    }
}
