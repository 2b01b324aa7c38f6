// A loop whose rounds run on several threads. The calling thread works along, so that a full pool slows it down but cannot
// block it.

import InteractionModel
import Synchronization

extension WorkerThreads {
    /// Runs `body` for each index in `0..<count` on up to `threads` threads, the caller's included, and waits for the end.
    /// Indexes start in ascending order. After a failure no further index starts; the error of the lowest failing index is
    /// thrown, the same one in every run. Call it on an own thread (inside `runBlocking`), never on the cooperative pool.
    package func parallel(
        count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        guard count > 0 else { return }
        let loop = ParallelLoop(count: count, body: body)
        for _ in 0..<min(max(1, threads), count) - 1 { start { loop.work() } }
        loop.work()
        try loop.finish()
    }

    /// As `parallel(count:threads:_:)`, from asynchronous code: the caller suspends.
    package func runParallel(
        count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws(InteractionError) -> Void
    ) async throws(InteractionError) {
        try await runBlocking { () throws(InteractionError) in
            try self.parallel(count: count, threads: threads, body)
        }
    }
}

/// The shared state of one loop. A helper that the pool starts late finds it ended: the body is dropped with the end, so that
/// nothing the body holds outlives the call.
private final class ParallelLoop: Sendable {
    typealias Body = @Sendable (Int) throws(InteractionError) -> Void
    private struct State {
        var next = 0
        var running = 0
        var failure: (index: Int, error: InteractionError)?
        var body: Body?
    }
    private let count: Int
    private let state: Mutex<State>
    private let ended = ThreadEvent()

    init(count: Int, body: @escaping Body) {
        self.count = count
        state = Mutex(State(body: body))
    }

    func work() {
        while let index = claim() { finish(index, run(index)) }
    }

    private func claim() -> Int? {
        state.withLock { state in
            guard state.next < count, state.failure == nil else { return nil }
            state.next += 1
            state.running += 1
            return state.next - 1
        }
    }

    /// Its own function, so that the body is let go before the round counts as finished.
    private func run(_ index: Int) -> InteractionError? {
        guard let body = state.withLock({ $0.body }) else { return nil }
        do throws(InteractionError) {
            try body(index)
            return nil
        } catch {
            return error
        }
    }

    private func finish(_ index: Int, _ error: InteractionError?) {
        let isLast = state.withLock { state in
            state.running -= 1
            if let error, index < state.failure?.index ?? Int.max { state.failure = (index, error) }
            return state.running == 0 && (state.next == count || state.failure != nil)
        }
        if isLast { ended.signal() }
    }

    func finish() throws(InteractionError) {
        ended.wait()
        let failure = state.withLock { state in
            state.body = nil
            return state.failure
        }
        if let failure { throw failure.error }
    }
}
