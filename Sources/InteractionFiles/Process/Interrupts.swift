// Ctrl-C and the polite kill, turned into a call on a thread of its own. A handler may do almost nothing; a thread that
// waits for the signal may do anything, so the signals are blocked everywhere else.
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// SIGINT and SIGTERM of this process.
package enum Interrupts {
    /// Calls `body` with the signal's number for each signal from now on. Call once, on the main thread before any other
    /// thread exists: later threads inherit the blocked mask.
    package static func watch(_ body: @escaping @Sendable (Int32) -> Void) {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let box = Unmanaged.passRetained(Watcher(body: body))
        #if canImport(Glibc)
        var thread = pthread_t()
        #else
        var thread: pthread_t?
        #endif
        let failed = pthread_create(
            &thread, nil,
            { argument in
                #if canImport(Glibc)
                guard let argument else { return nil }
                #endif
                let watcher = Unmanaged<Watcher>.fromOpaque(argument).takeRetainedValue()
                var set = sigset_t()
                sigemptyset(&set)
                sigaddset(&set, SIGINT)
                sigaddset(&set, SIGTERM)
                while true {
                    var number: Int32 = 0
                    if sigwait(&set, &number) == 0 { watcher.body(number) }
                }
            }, box.toOpaque())
        if failed != 0 {
            // No thread, no handler: let the signals do what they do by themselves.
            box.release()
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
        }
    }

    /// Ends the process at once with `status`, without running anything else.
    package static func exitNow(_ status: Int32) -> Never { _exit(status) }

    private final class Watcher: Sendable {
        let body: @Sendable (Int32) -> Void
        init(body: @escaping @Sendable (Int32) -> Void) { self.body = body }
    }
}
