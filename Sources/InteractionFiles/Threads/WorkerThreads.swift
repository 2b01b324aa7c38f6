// Threads of our own for work that blocks or computes long, so that the host app's cooperative pool never waits for a disk or a
// scan. Threads start when a job finds none idle, and end after ten seconds without work.

import Glibc
import InteractionModel

/// A pool of threads.
package final class WorkerThreads: Sendable {
    /// The pool that everything in a process shares unless a test brings its own.
    package static let shared = WorkerThreads()
    /// Threads at most; further jobs wait. Jobs must not wait for other jobs of the pool without end.
    package static let limit = 64

    private let queue = JobQueue()

    package init() {}

    /// Processors this process may use.
    package static let processors = ProcessFacts.processors

    /// Starts a job and does not wait for it.
    package func start(_ job: @escaping @Sendable () -> Void) { queue.add(job) }

    /// Runs a blocking body on a thread of the pool and suspends until it is done.
    package func runBlocking<T: Sendable>(
        _ body: @escaping @Sendable () throws(InteractionError) -> T
    ) async throws(InteractionError) -> T {
        let result: Result<T, InteractionError> = await withCheckedContinuation { continuation in
            queue.add {
                let result: Result<T, InteractionError>
                do throws(InteractionError) {
                    result = .success(try body())
                } catch {
                    result = .failure(error)
                }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }
}
