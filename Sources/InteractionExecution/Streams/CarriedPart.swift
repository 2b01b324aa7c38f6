// The folding of units that have events in several batches: one part of them, whose batches are taken in order by whichever thread
// is there when the next one is.

import InteractionModel
import Synchronization

/// A part of the carried units, and what was made of them so far.
final class CarriedPart<Fold: UnitFold>: Sendable {
    private struct State: Sendable {
        /// nil while a thread works with it.
        var fold: Fold?
        var next = 0
        var waiting: [Int: (runs: [UnitRun], batch: UnitBatch)] = [:]
        var failure: InteractionError?
        var byteCount = 0
    }
    private let state: Mutex<State>

    init(_ fold: Fold) { state = Mutex(State(fold: fold)) }

    /// Takes the runs of batch `index`, and whatever waits that is next. Returns the bytes held. Errors: those of the fold.
    func take(_ runs: [UnitRun], of batch: UnitBatch, at index: Int) throws(InteractionError) -> Int {
        state.withLock { $0.waiting[index] = (runs, runs.isEmpty ? UnitBatch.empty : batch) }
        while let (fold, work) = begin() {
            var fold = fold
            do {
                if !work.runs.isEmpty { try fold.take(carried: work.runs, of: work.batch) }
            } catch {
                state.withLock { $0.failure = error }
                throw error
            }
            let bytes = fold.byteCount
            let done = fold
            state.withLock { state in
                state.byteCount = bytes
                state.fold = done
                state.next += 1
            }
        }
        return state.withLock { state in state.waiting.values.reduce(state.byteCount) { $0 + $1.batch.byteCount } }
    }

    /// The fold and the next batch, for one thread at a time.
    private func begin() -> (fold: Fold, work: (runs: [UnitRun], batch: UnitBatch))? {
        state.withLock { state in
            guard state.fold != nil, let work = state.waiting.removeValue(forKey: state.next), let fold = state.fold.take() else {
                return nil
            }
            return (fold, work)
        }
    }

    /// What was made of the units, once all batches are taken.
    func ended() throws(InteractionError) -> Fold {
        let taken = state.withLock { state in (state.fold.take(), state.failure) }
        if let failure = taken.1 { throw failure }
        guard var fold = taken.0 else { throw InteractionError(.cancelled, "the units of this question were not all read") }
        try fold.end()
        return fold
    }
}
