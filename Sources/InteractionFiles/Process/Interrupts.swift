// Ctrl-C and the polite kill, turned into a call on a thread of its own. A handler may do almost nothing; a thread that
// waits for the signal may do anything, so the signals are blocked everywhere else.
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// SIGINT and SIGTERM of this process.
package enum Interrupts {
    /// Calls `body` at the first signal from now on and ends the process with status 130 when it still runs after
    /// `graceMilliseconds`. Call once, early, on the main thread: threads made later inherit the blocked mask, and a signal
    /// that reaches an older one ends the process as it would have without this.
    package static func watch(graceMilliseconds: UInt32, _ body: @escaping @Sendable () -> Void) {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let box = Unmanaged.passRetained(Watcher(grace: graceMilliseconds, body: body))
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
                var number: Int32 = 0
                while sigwait(&set, &number) != 0 {}
                watcher.body()
                usleep(watcher.grace &* 1000)
                _exit(130)
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
        let grace: UInt32
        let body: @Sendable () -> Void
        init(grace: UInt32, body: @escaping @Sendable () -> Void) {
            self.grace = grace
            self.body = body
        }
    }
}
