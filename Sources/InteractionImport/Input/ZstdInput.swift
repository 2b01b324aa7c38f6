// zstd as a stream: any number of frames one after another, skippable ones too. A stream that ends inside a frame is an
// error, and so is one without any frame.

import InteractionCoding
import InteractionFiles
import InteractionModel

/// The plain bytes of a zstd input.
final class ZstdInput: ReadableStream, @unchecked Sendable {
    private let source: any ReadableStream
    private let decoder: ZstdStreamDecoder
    private var packed: [UInt8] = []
    private var at = 0
    private var sourceEnded = false
    private static let pieceBytes = 256 << 10

    init(_ source: any ReadableStream) throws(InteractionError) {
        self.source = source
        decoder = try ZstdStreamDecoder(place: source.place)
    }

    var place: String { source.place }
    var expectedBytes: Int? { nil }

    func read(upTo count: Int) throws(InteractionError) -> [UInt8] {
        while true {
            if at == packed.count, !sourceEnded {
                packed = try source.read(upTo: Self.pieceBytes)
                at = 0
                sourceEnded = packed.isEmpty
            }
            // At the end the decoder may still hold plain bytes that did not fit before.
            let plain = try decode(upTo: min(max(1, count), 4 << 20))
            if !plain.isEmpty { return plain }
            if sourceEnded {
                try expectEnd()
                return []
            }
        }
    }

    // The decoder's `damaged` speaks of the store's own files.

    private func decode(upTo count: Int) throws(InteractionError) -> [UInt8] {
        do {
            return try decoder.decode(packed, from: &at, upTo: count)
        } catch {
            throw InteractionError(.unreadableInput, error.message, place: place)
        }
    }

    private func expectEnd() throws(InteractionError) {
        do {
            try decoder.expectEnd()
        } catch {
            throw InteractionError(.incompleteInput, error.message, place: place)
        }
    }
}
