// Bytes to the outside: standard output, standard error, files named by the user. A reader that went away (`| head`) is an
// error of code `.brokenPipe`, not the end of the process; call `StandardStreams.ignoreBrokenPipes` once at the start.

import Glibc
import InteractionModel

/// A sink of bytes. One owner at a time; calls block until everything is written.
package protocol WritableStream: AnyObject, Sendable {
    /// A name for messages: the path, `stdout` or `stderr`.
    var place: String { get }
    /// Writes all bytes. Throws `.brokenPipe`, `.noSpace`, `.inputOutput`.
    func write(_ bytes: [UInt8]) throws(InteractionError)
}

extension InteractionError.Code {
    /// The reader of a pipe went away.
    package static let brokenPipe = Self(rawValue: "brokenPipe")
}

/// A file, pipe or terminal open for writing, unbuffered.
package final class FileOutput: WritableStream {
    package let place: String
    private let descriptor: Int32
    private let isOwner: Bool

    private init(descriptor: Int32, place: String) {
        self.descriptor = descriptor
        self.place = place
        isOwner = false
    }

    /// Makes or empties a file of the user's choice, with the user's umask. Errors: `.notFound` for a missing directory,
    /// `.inputOutput`.
    package init(path: String) throws(InteractionError) {
        descriptor = retrying { open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0o666) }
        guard descriptor >= 0 else { throw PosixError.make("open", path) }
        place = path
        isOwner = true
    }

    package static let standardOutput = FileOutput(descriptor: STDOUT_FILENO, place: "stdout")
    package static let standardError = FileOutput(descriptor: STDERR_FILENO, place: "stderr")

    deinit { if isOwner { _ = Glibc.close(descriptor) } }

    package func write(_ bytes: [UInt8]) throws(InteractionError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                return Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    // Somebody made the terminal non-blocking: wait until it takes more.
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&wait, 1, 1000)
                    continue
                }
                if errno == EPIPE { throw InteractionError(.brokenPipe, "the reader went away", place: place) }
                throw PosixError.make("write", place)
            }
            done += count
        }
    }
}
