// Compression of whole buffers. Raw lengths are stored beside the compressed bytes and held against a limit, and against what
// the compressed bytes can possibly hold, before memory is taken for them. Neither format carries a checksum of its own: the
// CRC32C of the stored buffer is checked before these functions see it.

import CLZ4
import CZstd
import InteractionModel

/// How a stored buffer is compressed. The raw values are the numbers on disk; 0 is never valid.
package enum Codec: UInt8, Sendable, Hashable, CaseIterable {
    case none = 1
    /// One LZ4 block: quick, for hot segments and journal data.
    case lz4 = 2
    /// One zstd frame with its content size.
    case zstd = 3

    /// The compressed form of `bytes`. `level` is zstd's (1-19); LZ4 has only one. Empty input stays empty: store it as `none`,
    /// the others refuse to decompress it.
    package func compress(_ bytes: [UInt8], level: Int = 1) -> [UInt8] {
        if bytes.isEmpty { return [] }
        switch self {
        case .none: return bytes
        case .lz4: return Self.compressLZ4(bytes)
        case .zstd: return ZstdContexts.shared.compress(bytes, level: min(max(level, 1), 19))
        }
    }

    /// Compresses with this codec when that saves at least a fifth, else leaves the bytes as they are.
    package func compressIfWorthwhile(_ bytes: [UInt8], level: Int = 1) -> (codec: Codec, bytes: [UInt8]) {
        guard self != .none, bytes.count > 64, bytes.count <= CodingLimit.rawBytes else { return (.none, bytes) }
        let packed = compress(bytes, level: level)
        return packed.isEmpty || packed.count > bytes.count / 5 * 4 ? (.none, bytes) : (self, packed)
    }

    package func decompress(_ bytes: [UInt8], rawLength: Int) throws(InteractionError) -> [UInt8] {
        try decompress(bytes[...], rawLength: rawLength)
    }

    /// The raw bytes; exactly `rawLength` of them, at most 64 MiB, else `.damaged`.
    package func decompress(_ bytes: ArraySlice<UInt8>, rawLength: Int) throws(InteractionError) -> [UInt8] {
        guard rawLength >= 0, rawLength <= CodingLimit.rawBytes else {
            throw InteractionError(.damaged, "a buffer of \(rawLength) raw bytes, at most \(CodingLimit.rawBytes) possible")
        }
        switch self {
        case .none:
            guard bytes.count == rawLength else {
                throw InteractionError(.damaged, "a buffer of \(bytes.count) bytes where \(rawLength) were written")
            }
            return Array(bytes)
        case .lz4: return try Self.decompressLZ4(bytes, rawLength: rawLength)
        case .zstd: return try ZstdContexts.shared.decompress(bytes, rawLength: rawLength)
        }
    }

    private static func compressLZ4(_ bytes: [UInt8]) -> [UInt8] {
        guard let count = Int32(exactly: bytes.count) else { return [] }
        let bound = Int(LZ4_compressBound(count))
        return [UInt8](unsafeUninitializedCapacity: max(bound, 0)) { buffer, written in
            written = bytes.withUnsafeBytes { source in
                Int(LZ4_compress_default(
                    source.baseAddress?.assumingMemoryBound(to: CChar.self),
                    UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self), count,
                    Int32(truncatingIfNeeded: bound)))
            }
        }
    }

    private static func decompressLZ4(_ bytes: ArraySlice<UInt8>, rawLength: Int) throws(InteractionError) -> [UInt8] {
        // One byte of an LZ4 block stands for at most 255 raw bytes, so a length beyond that is wrong before memory is taken.
        guard rawLength > 0, bytes.count <= CodingLimit.rawBytes * 2, rawLength <= bytes.count * 255 else {
            throw InteractionError(.damaged, "\(bytes.count) LZ4 bytes cannot hold \(rawLength) raw bytes")
        }
        var made = -1
        let raw = [UInt8](unsafeUninitializedCapacity: rawLength) { buffer, written in
            made = bytes.withUnsafeBytes { source in
                Int(LZ4_decompress_safe(
                    source.baseAddress?.assumingMemoryBound(to: CChar.self),
                    UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self),
                    Int32(truncatingIfNeeded: source.count), Int32(truncatingIfNeeded: rawLength)))
            }
            written = made == rawLength ? rawLength : 0
        }
        guard made == rawLength else {
            throw InteractionError(.damaged, "an LZ4 buffer does not give its \(rawLength) raw bytes")
        }
        return raw
    }
}
