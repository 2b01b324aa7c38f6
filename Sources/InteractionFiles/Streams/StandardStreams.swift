// The terminal and the signals of the process, for the command.

import Glibc
import InteractionModel

/// The three standard streams.
package enum StandardStreams {
    package enum Stream: Int32, Sendable { case input = 0, output = 1, error = 2 }

    /// Whether a stream is a terminal.
    package static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

    /// Columns of the terminal behind a stream; nil when it is none or says 0.
    package static func width(_ stream: Stream) -> Int? {
        var size = winsize()
        guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Makes writing to a closed pipe an error instead of a signal that ends the process.
    package static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }
}

/// Signals that ask the process to end.
package enum InterruptSignal {
    /// From now on SIGINT and SIGTERM call `body` with their number (2, 15), on a thread of its own, instead of ending the
    /// process. Call it first thing in `main`, before other threads exist: they inherit the blocked signals.
    package static func watch(_ body: @escaping @Sendable (Int32) -> Void) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        WorkerThreads.shared.start {
            var watched = sigset_t()
            sigemptyset(&watched)
            sigaddset(&watched, SIGINT)
            sigaddset(&watched, SIGTERM)
            while true {
                var number: Int32 = 0
                if sigwait(&watched, &number) == 0 { body(number) }
            }
        }
    }
}
