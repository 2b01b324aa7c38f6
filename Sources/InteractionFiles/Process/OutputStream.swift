// A file descriptor to write to, blocking: standard output, standard error, or a file given by name. For commands; the
// store's own files go through the file system seam.
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
import InteractionModel

/// A place to send bytes to, in order. Not safe for several threads at once: lines of two writers may mix.
package final class OutputStream: Sendable {
    private let descriptor: Int32
    private let name: String
    private let owned: Bool

    private init(descriptor: Int32, name: String, owned: Bool) {
        self.descriptor = descriptor
        self.name = name
        self.owned = owned
    }

    deinit { if owned { _ = close(descriptor) } }

    /// Standard output.
    package static let standardOutput = OutputStream(descriptor: 1, name: "standard output", owned: false)
    /// Standard error.
    package static let standardError = OutputStream(descriptor: 2, name: "standard error", owned: false)

    /// A new file, or an old one emptied, with the rights the umask leaves. Closed when the last reference goes.
    package static func file(_ path: String) throws(InteractionError) -> OutputStream {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure("cannot be opened for writing", path) }
        return OutputStream(descriptor: descriptor, name: path, owned: true)
    }

    /// From now on a reader that went away (`| head`) is an error of code `.brokenPipe`, not the end of the process. Call once,
    /// early.
    package static func reportBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    /// Sends all of `bytes`, however many calls it takes. Throws `.brokenPipe`, `.noSpace`, `.inputOutput`.
    package func write(_ bytes: [UInt8]) throws(InteractionError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer -> Int in
                guard let base = buffer.baseAddress else { return 0 }
                #if canImport(Glibc)
                return Glibc.write(descriptor, base + sent, buffer.count - sent)
                #else
                return Darwin.write(descriptor, base + sent, buffer.count - sent)
                #endif
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    // Somebody made the terminal non-blocking: wait until it takes more.
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&wait, 1, 1000)
                    continue
                }
                throw Self.failure("cannot be written", name)
            }
            sent += count
        }
    }

    /// Whether a person looks at it: a terminal, not a pipe or a file.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal; nil when it is none or does not say.
    package var terminalColumns: Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func failure(_ what: String, _ place: String) -> InteractionError {
        let code: InteractionError.Code =
            switch errno {
            case EPIPE: .brokenPipe
            case ENOSPC, EDQUOT: .noSpace
            default: .inputOutput
            }
        return InteractionError(code, what + ": " + String(cString: strerror(errno)), place: place)
    }
}

extension InteractionError.Code {
    /// The reader of a pipe went away.
    package static let brokenPipe = Self(rawValue: "brokenPipe")
}
