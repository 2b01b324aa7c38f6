// Bytes from outside the store: files named by the user, standard input, pipes.

import Glibc
import InteractionModel

/// A source of bytes read once, front to back. One owner at a time; calls block.
package protocol ReadableStream: AnyObject, Sendable {
    /// A name for messages: the path, or `stdin`.
    var place: String { get }
    /// Total bytes when known (a regular file), for progress.
    var expectedBytes: Int? { get }
    /// Up to `count` bytes (at least 1 is asked for); empty at the end.
    func read(upTo count: Int) throws(InteractionError) -> [UInt8]
    /// The same into memory of the caller's: how many bytes were written to `target` (which is not empty), 0 at the end.
    func read(into target: UnsafeMutableRawBufferPointer) throws(InteractionError) -> Int
}

extension ReadableStream {
    package func read(into target: UnsafeMutableRawBufferPointer) throws(InteractionError) -> Int {
        let bytes = try read(upTo: target.count)
        let count = min(bytes.count, target.count)
        target.copyBytes(from: bytes[..<count])
        return count
    }
}

/// A file, pipe or device open for reading.
package final class FileInput: ReadableStream {
    package let place: String
    package let expectedBytes: Int?
    private let descriptor: Int32
    private let isOwner: Bool

    /// Opens a path, following links. Errors: `.notFound`, `.inputOutput`.
    package init(path: String) throws(InteractionError) {
        descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) }
        guard descriptor >= 0 else { throw Self.openingError(path, errno) }
        place = path
        isOwner = true
        var facts = stat()
        let isKnown = fstat(descriptor, &facts) == 0
        if isKnown, facts.st_mode & S_IFMT == S_IFDIR {
            _ = Glibc.close(descriptor)
            throw InteractionError(.inputOutput, "is a directory", place: path)
        }
        expectedBytes = isKnown && facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : nil
    }

    /// In the words of someone who typed the name.
    private static func openingError(_ path: String, _ number: Int32) -> InteractionError {
        switch number {
        case ENOENT, ENOTDIR: InteractionError(.notFound, "there is no such file", place: path)
        case EACCES, EPERM: InteractionError(.inputOutput, "may not be read: permission denied", place: path)
        default: PosixError.make("open", path, number)
        }
    }

    private init(descriptor: Int32, place: String) {
        self.descriptor = descriptor
        self.place = place
        isOwner = false
        var facts = stat()
        let isFile = fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
        expectedBytes = isFile ? Int(facts.st_size) : nil
    }

    /// Standard input.
    package static func standardInput() -> FileInput { FileInput(descriptor: STDIN_FILENO, place: "stdin") }

    deinit { if isOwner { _ = Glibc.close(descriptor) } }

    package func read(upTo count: Int) throws(InteractionError) -> [UInt8] {
        var failure: InteractionError?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, initialized in
            do throws(InteractionError) {
                initialized = try read(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    package func read(into target: UnsafeMutableRawBufferPointer) throws(InteractionError) -> Int {
        while true {
            let got = Glibc.read(descriptor, target.baseAddress, target.count)
            if got >= 0 { return got }
            if errno != EINTR { throw PosixError.make("read", place, errno) }
        }
    }
}
