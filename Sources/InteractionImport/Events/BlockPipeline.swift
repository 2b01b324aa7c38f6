// Parsing on a thread of its own, some blocks ahead of whoever stores the blocks: the two halves of an import overlap, also
// while the storing half waits for a disk, and the rows that wait take a bounded number of bytes.

import InteractionFiles
import InteractionModel
import InteractionStorage
import Synchronization

/// The blocks of a source, in order, parsed while those before them are used. One owner at a time.
package final class BlockPipeline {
    /// Bytes of rows that wait before parsing pauses: about as much as is parsed while a commit writes segments and syncs.
    package static let bytesAhead = 48 << 20

    private let line: Line

    /// Starts parsing at once.
    package init(_ source: EventSource, bytesAhead: Int = BlockPipeline.bytesAhead, threads: WorkerThreads = .shared) {
        line = Line(source, bytesAhead: bytesAhead, threads: threads)
        line.start()
    }

    deinit { line.stop() }

    /// The next block; nil at the end. Blocks the thread. After an error there is nothing more.
    package func next() throws(InteractionError) -> EventBlock? { try line.take() }
}

/// The blocks that wait, and the job that makes them. The job never waits: it ends when enough blocks are there, and taking
/// one starts it again.
private final class Line: Sendable {
    private struct State {
        var blocks: [EventBlock] = []
        /// Bytes of their rows.
        var bytes = 0
        var isParsing = false
        /// No more blocks come: the input has ended, failed, or nobody wants it.
        var isOver = false
        var failure: InteractionError?
        /// Who waits for a block or the end.
        var waiting: ThreadEvent?
    }

    private let source: EventSource
    private let bytesAhead: Int
    private let threads: WorkerThreads
    private let state = Mutex(State())

    init(_ source: EventSource, bytesAhead: Int, threads: WorkerThreads) {
        self.source = source
        self.bytesAhead = bytesAhead
        self.threads = threads
    }

    /// Starts the job unless it runs, has enough, or is over.
    func start() {
        let isNeeded = state.withLock { state in
            guard !state.isParsing, !state.isOver, state.bytes < bytesAhead else { return false }
            state.isParsing = true
            return true
        }
        if isNeeded { threads.start { self.parse() } }
    }

    /// No more blocks are wanted.
    func stop() { state.withLock { $0.isOver = true } }

    private func parse() {
        var goesOn = true
        while goesOn {
            let result: Result<EventBlock?, InteractionError>
            do throws(InteractionError) {
                result = .success(try source.next())
            } catch {
                result = .failure(error)
            }
            goesOn = put(result)
        }
    }

    /// Takes what was parsed; says whether to go on.
    private func put(_ result: Result<EventBlock?, InteractionError>) -> Bool {
        let (goesOn, waiting) = state.withLock { state in
            switch result {
            case .success(let block?):
                state.blocks.append(block)
                state.bytes += block.batch.payload.count
            case .success(nil): state.isOver = true
            case .failure(let error):
                state.isOver = true
                state.failure = error
            }
            let goesOn = !state.isOver && state.bytes < bytesAhead
            state.isParsing = goesOn
            defer { state.waiting = nil }
            return (goesOn, state.waiting)
        }
        waiting?.signal()
        return goesOn
    }

    /// The first of the blocks, waiting for it if need be; nil at the end.
    func take() throws(InteractionError) -> EventBlock? {
        while true {
            start()
            let event = ThreadEvent()
            let (block, failure, isOver) = state.withLock { state in
                if !state.blocks.isEmpty {
                    let block = state.blocks.removeFirst()
                    state.bytes -= block.batch.payload.count
                    return (Optional(block), InteractionError?.none, false)
                }
                if state.isOver {
                    defer { state.failure = nil }
                    return (nil, state.failure, true)
                }
                state.waiting = event
                return (nil, nil, false)
            }
            if let block {
                start()
                return block
            }
            if let failure { throw failure }
            if isOver { return nil }
            event.wait()
        }
    }
}
