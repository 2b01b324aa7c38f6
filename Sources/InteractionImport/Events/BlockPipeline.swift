// Parsing on a thread of its own, one block ahead of whoever stores the blocks: the two halves of an import overlap, and no
// more than two blocks are in memory.

import InteractionFiles
import InteractionModel
import Synchronization

/// The blocks of a source, in order, each parsed while the one before it is used. One owner at a time.
package final class BlockPipeline {
    /// A block in the making.
    private final class Promise: Sendable {
        private let event = ThreadEvent()
        private let result = Mutex<Result<EventBlock?, InteractionError>>(.success(nil))

        func keep(_ value: Result<EventBlock?, InteractionError>) {
            result.withLock { $0 = value }
            event.signal()
        }

        /// Waits for the block; a second call finds nothing.
        func take() throws(InteractionError) -> EventBlock? {
            event.wait()
            let value = result.withLock { result in
                defer { result = .success(nil) }
                return result
            }
            return try value.get()
        }
    }

    private let source: EventSource
    private let threads: WorkerThreads
    private var ahead: Promise?

    /// Starts on the first block at once.
    package init(_ source: EventSource, threads: WorkerThreads = .shared) {
        self.source = source
        self.threads = threads
        start()
    }

    private func start() {
        let promise = Promise()
        let source = source
        threads.start {
            do throws(InteractionError) {
                promise.keep(.success(try source.next()))
            } catch {
                promise.keep(.failure(error))
            }
        }
        ahead = promise
    }

    /// The next block; nil at the end. Blocks the thread. After an error there is nothing more.
    package func next() throws(InteractionError) -> EventBlock? {
        guard let promise = ahead else { return nil }
        ahead = nil
        guard let block = try promise.take() else { return nil }
        start()
        return block
    }
}
