// Inputs that are not files: bytes in memory, an input whose first bytes were read already, one that counts, one that ends
// where reading fails.

import InteractionFiles
import InteractionModel

/// Bytes in memory as an input.
package final class MemoryInput: ReadableStream, @unchecked Sendable {
    package let place: String
    package let expectedBytes: Int?
    private let bytes: [UInt8]
    private var at = 0
    private let piece: Int

    /// `piece` bounds what one read gives, so that tests can cut anywhere.
    package init(_ bytes: [UInt8], place: String = "memory", piece: Int = Int.max) {
        self.bytes = bytes
        self.place = place
        self.piece = max(1, piece)
        expectedBytes = bytes.count
    }

    package func read(upTo count: Int) throws(InteractionError) -> [UInt8] {
        let end = at + min(bytes.count - at, max(1, count), piece)
        defer { at = end }
        return Array(bytes[at..<end])
    }
}

/// An input that gives back bytes already read from it, then goes on.
final class PrefixedInput: ReadableStream, @unchecked Sendable {
    private var prefix: [UInt8]
    private let rest: any ReadableStream

    init(prefix: [UInt8], rest: any ReadableStream) {
        self.prefix = prefix
        self.rest = rest
    }

    var place: String { rest.place }
    var expectedBytes: Int? { rest.expectedBytes }

    func read(upTo count: Int) throws(InteractionError) -> [UInt8] {
        if prefix.isEmpty { return try rest.read(upTo: count) }
        if prefix.count <= count {
            defer { prefix = [] }
            return prefix
        }
        defer { prefix.removeFirst(count) }
        return Array(prefix[..<count])
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws(InteractionError) -> Int {
        if prefix.isEmpty { return try rest.read(into: target) }
        let bytes = try read(upTo: target.count)
        target.copyBytes(from: bytes)
        return bytes.count
    }
}

/// Counts the bytes that leave an input, for progress.
final class CountedInput: ReadableStream, @unchecked Sendable {
    private let inner: any ReadableStream
    /// Bytes read so far.
    private(set) var count = 0

    init(_ inner: any ReadableStream) { self.inner = inner }

    var place: String { inner.place }
    var expectedBytes: Int? { inner.expectedBytes }

    func read(upTo count: Int) throws(InteractionError) -> [UInt8] {
        let bytes = try inner.read(upTo: count)
        self.count += bytes.count
        return bytes
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws(InteractionError) -> Int {
        let got = try inner.read(into: target)
        count += got
        return got
    }
}
