// zstd's working memory, kept between calls: making it anew costs nearly as much as compressing 4 KiB (1.8x measured).
// A call takes a context from the pool or makes one, and puts it back; the pool keeps a few, the rest are freed.

import CZstd
import InteractionModel
import Synchronization

/// The process's pool of zstd contexts.
final class ZstdContexts: Sendable {
    static let shared = ZstdContexts()

    /// Contexts are plain memory; the pool hands each to one caller at a time.
    private struct Pool: @unchecked Sendable {
        var compressors: [OpaquePointer] = []
        var decompressors: [OpaquePointer] = []
    }

    private let pool = Mutex(Pool())
    private static let kept = 8

    /// One frame with its content size; empty when zstd has no memory.
    func compress(_ bytes: [UInt8], level: Int) -> [UInt8] {
        guard let context = pool.withLock({ $0.compressors.popLast() }) ?? ZSTD_createCCtx() else { return [] }
        defer {
            let full = pool.withLock { pool in
                if pool.compressors.count < Self.kept { pool.compressors.append(context); return false }
                return true
            }
            if full { ZSTD_freeCCtx(context) }
        }
        return [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { buffer, written in
            let made = bytes.withUnsafeBytes {
                ZSTD_compressCCtx(
                    context, buffer.baseAddress, buffer.count, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: level))
            }
            written = ZSTD_isError(made) == 0 ? made : 0
        }
    }

    func decompress(_ bytes: ArraySlice<UInt8>, rawLength: Int) throws(InteractionError) -> [UInt8] {
        let told = bytes.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        guard rawLength > 0, told == UInt64(rawLength) else {
            throw InteractionError(.damaged, "a zstd buffer does not hold \(rawLength) raw bytes")
        }
        guard let context = pool.withLock({ $0.decompressors.popLast() }) ?? ZSTD_createDCtx() else {
            throw InteractionError(.limitReached, "no memory for decompression")
        }
        defer {
            let full = pool.withLock { pool in
                if pool.decompressors.count < Self.kept { pool.decompressors.append(context); return false }
                return true
            }
            if full { ZSTD_freeDCtx(context) }
        }
        var made = 0
        let raw = [UInt8](unsafeUninitializedCapacity: rawLength) { buffer, written in
            made = bytes.withUnsafeBytes {
                ZSTD_decompressDCtx(context, buffer.baseAddress, rawLength, $0.baseAddress, $0.count)
            }
            written = made == rawLength ? rawLength : 0
        }
        guard made == rawLength else {
            throw InteractionError(.damaged, "a zstd buffer does not give its \(rawLength) raw bytes")
        }
        return raw
    }
}
