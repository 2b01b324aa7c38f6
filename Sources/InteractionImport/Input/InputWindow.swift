// The part of an input that is in memory: events are cut out of it in place. Bounded, whatever the input holds.

import InteractionFiles
import InteractionModel

/// A sliding window over an input.
final class InputWindow {
    private let stream: any ReadableStream
    /// The bytes, with room behind `end` that may be read but means nothing.
    private(set) var bytes: [UInt8]
    /// The first byte not cut out yet.
    var position = 0
    /// Behind the last byte that was read.
    private(set) var end = 0
    /// True when the input has no more bytes than these.
    private(set) var isLast = false
    /// Offset in the input of `bytes[0]`.
    private(set) var base: UInt64
    private var hash: ContentHash
    private var hashed = 0
    private let fillBytes: Int
    private static let padding = 64
    /// Bytes asked for at once.
    private static let readBytes = 1 << 20

    /// A window whose first byte is byte `base` of the input; `hash` is that of the bytes before it. A fill reads
    /// `fillBytes`; up to `longest` bytes may wait in front of them.
    init(_ stream: any ReadableStream, base: UInt64, hash: ContentHash, fillBytes: Int, longest: Int) {
        self.stream = stream
        self.base = base
        self.hash = hash
        self.fillBytes = fillBytes
        bytes = [UInt8](repeating: 0, count: fillBytes + longest + Self.padding)
    }

    /// Offset in the input of the position.
    var offset: UInt64 { base + UInt64(position) }

    /// Reads on. Bytes before the position are forgotten.
    func fill() throws(InteractionError) {
        takeHash(to: position)
        bytes.withUnsafeMutableBytes { all in
            let kept = UnsafeRawBufferPointer(rebasing: all[position..<end])
            all.copyMemory(from: kept)
        }
        base += UInt64(position)
        end -= position
        hashed = 0
        position = 0
        let target = min(end + fillBytes, bytes.count - Self.padding)
        while end < target {
            let free = end..<min(target, end + Self.readBytes)
            let read = bytes.withUnsafeMutableBytes { all in
                Result { () throws(InteractionError) in try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: all[free])) }
            }
            let got = try read.get()
            if got == 0 {
                isLast = true
                return
            }
            end += got
        }
    }

    /// The hash of the input's bytes before an index that is not before any index asked for earlier.
    func hash(at index: Int) -> [UInt8] {
        takeHash(to: index)
        return hash.digest()
    }

    private func takeHash(to index: Int) {
        guard index > hashed else { return }
        bytes.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[hashed..<index])) }
        hashed = index
    }
}
