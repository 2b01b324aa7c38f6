// gzip as a stream, by zlib: any number of members one after another. A stream that ends inside a member is an error, so
// that half a file is never taken for a whole one, and so is anything but members and zero bytes.

import CZlib
import InteractionFiles
import InteractionModel

/// The plain bytes of a gzip input.
final class GzipInput: ReadableStream, @unchecked Sendable {
    private let source: any ReadableStream
    private let state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var packed: [UInt8] = []
    private var at = 0
    private var isInMember = false
    private var membersRead = 0
    private var sourceEnded = false
    /// The last call filled its output: zlib may hold more plain bytes without needing input.
    private var mayHoldMore = false
    private static let pieceBytes = 256 << 10

    init(_ source: any ReadableStream) throws(InteractionError) {
        self.source = source
        state.initialize(to: z_stream())
        // 16 + 15: gzip headers only, the largest window.
        guard inflateInit2_(state, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            state.deallocate()
            throw InteractionError(.limitReached, "no memory for decompression", place: source.place)
        }
    }

    deinit {
        inflateEnd(state)
        state.deallocate()
    }

    var place: String { source.place }
    var expectedBytes: Int? { nil }

    func read(upTo count: Int) throws(InteractionError) -> [UInt8] {
        let wanted = min(max(1, count), 4 << 20)
        while true {
            if at == packed.count, !sourceEnded, !mayHoldMore {
                packed = try source.read(upTo: Self.pieceBytes)
                at = 0
                sourceEnded = packed.isEmpty
            }
            if at == packed.count, !mayHoldMore {
                guard sourceEnded else { continue }
                if isInMember || membersRead == 0 { throw incomplete("the gzip data ends early") }
                return []
            }
            // Zero bytes may follow the last member, as tape archives pad; anything else must be a member.
            if !isInMember, membersRead > 0 {
                while at < packed.count, packed[at] == 0 { at += 1 }
                if at == packed.count { continue }
            }
            let plain = try inflateSome(wanted)
            if !plain.isEmpty { return plain }
        }
    }

    private func inflateSome(_ wanted: Int) throws(InteractionError) -> [UInt8] {
        isInMember = true
        var result = Z_OK
        var used = 0
        let plain = [UInt8](unsafeUninitializedCapacity: wanted) { target, made in
            packed.withUnsafeMutableBufferPointer { source in
                let start = source.baseAddress.map { $0 + at }
                state.pointee.next_in = start
                state.pointee.avail_in = UInt32(source.count - at)
                state.pointee.next_out = target.baseAddress
                state.pointee.avail_out = UInt32(wanted)
                result = inflate(state, Z_NO_FLUSH)
                used = source.count - at - Int(state.pointee.avail_in)
                made = wanted - Int(state.pointee.avail_out)
            }
        }
        at += used
        mayHoldMore = isInMember && plain.count == wanted && result != Z_STREAM_END
        switch result {
        case Z_STREAM_END:
            isInMember = false
            membersRead += 1
            inflateReset(state)
        case Z_OK, Z_BUF_ERROR:
            break
        case Z_MEM_ERROR:
            throw InteractionError(.limitReached, "no memory for decompression", place: place)
        default:
            // Nothing of this member was read, and the ones before it held what their checksums say.
            if membersRead > 0, state.pointee.total_out == 0 {
                throw incomplete("the gzip data is followed by something else")
            }
            throw InteractionError(.unreadableInput, "the gzip data is damaged", place: place)
        }
        return plain
    }

    private func incomplete(_ what: String) -> InteractionError { InteractionError(.incompleteInput, what, place: place) }
}
