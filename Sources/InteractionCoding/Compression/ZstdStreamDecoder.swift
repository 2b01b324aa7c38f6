// zstd data of unknown length, piece by piece: for files that others compressed. Memory is bounded by zstd's own limit on
// the window (128 MiB), whatever a frame claims.

import CZstd
import InteractionModel

/// Decodes frames one after another. One owner at a time.
package final class ZstdStreamDecoder {
    private let context: OpaquePointer
    private let place: String
    private var isInFrame = false
    private var framesRead = 0

    /// Errors: `.limitReached` without memory.
    package init(place: String) throws(InteractionError) {
        guard let context = ZSTD_createDCtx() else {
            throw InteractionError(.limitReached, "no memory for decompression", place: place)
        }
        self.context = context
        self.place = place
    }

    deinit { ZSTD_freeDCtx(context) }

    /// Up to `count` plain bytes from `packed`, moving `position` over what was used. Empty when more input is needed.
    /// Errors: `.damaged`.
    package func decode(_ packed: [UInt8], from position: inout Int, upTo count: Int) throws(InteractionError) -> [UInt8] {
        let start = position
        var used = start
        var result = 0
        let isInside = isInFrame
        let plain = [UInt8](unsafeUninitializedCapacity: count) { target, made in
            var output = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
            packed.withUnsafeBytes { source in
                var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: start)
                var atBorder = !isInside
                // Between frames with nothing left there is nothing to ask for.
                while output.pos < output.size, !(atBorder && input.pos == input.size) {
                    let before = (input.pos, output.pos)
                    result = ZSTD_decompressStream(context, &output, &input)
                    if ZSTD_isError(result) != 0 { break }
                    if result == 0 { framesRead += 1 }
                    atBorder = result == 0
                    if before == (input.pos, output.pos) { break }
                }
                isInFrame = !atBorder
                used = input.pos
            }
            made = output.pos
        }
        position = used
        if ZSTD_isError(result) != 0 {
            let name = String(cString: ZSTD_getErrorName(result))
            throw InteractionError(.damaged, "the zstd data is damaged: \(name)", place: place)
        }
        return plain
    }

    /// Throws `.damaged` unless the data ended at the end of a frame.
    package func expectEnd() throws(InteractionError) {
        if isInFrame || framesRead == 0 { throw InteractionError(.damaged, "the zstd data ends early", place: place) }
    }
}
