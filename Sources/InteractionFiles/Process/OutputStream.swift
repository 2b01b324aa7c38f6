// A file descriptor to write to, blocking: standard output, standard error, or a file given by name. For commands; the
// store's own files go through the file system seam.
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
package import InteractionModel

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

    /// Sends all of `bytes`, however many calls it takes.
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
        InteractionError(.inputOutput, what + ": " + String(cString: strerror(errno)), place: place)
    }
}
