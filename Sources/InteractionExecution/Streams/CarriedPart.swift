// The folding of units that have events in several batches: one part of them, whose batches are taken in order by whichever thread
// is there when the next one is.

import InteractionModel
import Synchronization

/// A part of the carried units, and what was made of them so far.
final class CarriedPart<Fold: UnitFold>: Sendable {
    /// The fold, changed in place by the one thread that has it.
    private final class Box: @unchecked Sendable {
        var fold: Fold
        init(_ fold: Fold) { self.fold = fold }
    }

    private struct State: Sendable {
        /// nil while a thread works with it.
        var box: Box?
        var next = 0
        var waiting: [Int: (runs: [UnitRun], batch: UnitBatch)] = [:]
        var byteCount = 0
    }
    private let state: Mutex<State>

    init(_ fold: Fold) { state = Mutex(State(box: Box(fold))) }

    /// Takes the runs of batch `index`, and whatever waits that is next. Returns the bytes held; of a batch that waits for several
    /// parts, `shared`, each holds its share. Errors: those of the fold.
    func take(_ runs: [UnitRun], of batch: UnitBatch, shared: Int, at index: Int) throws(InteractionError) -> Int {
        state.withLock { $0.waiting[index] = (runs, runs.isEmpty ? UnitBatch.empty : batch) }
        // After a failure the box stays away: no thread goes on with half of a batch.
        while let (box, work) = begin() {
            if !work.runs.isEmpty { try box.fold.take(carried: work.runs, of: work.batch) }
            let bytes = box.fold.byteCount
            state.withLock { state in
                state.byteCount = bytes
                state.box = box
                state.next += 1
            }
        }
        return state.withLock { state in state.waiting.values.reduce(state.byteCount) { $0 + $1.batch.byteCount / shared } }
    }

    /// The fold and the next batch, for one thread at a time.
    private func begin() -> (box: Box, work: (runs: [UnitRun], batch: UnitBatch))? {
        state.withLock { state in
            guard state.box != nil, let work = state.waiting.removeValue(forKey: state.next), let box = state.box.take() else { return nil }
            return (box, work)
        }
    }

    /// What was made of the units, once all batches are taken.
    func ended() throws(InteractionError) -> Fold {
        guard let box = state.withLock({ $0.box.take() }) else {
            throw InteractionError(.cancelled, "the units of this question were not all read")
        }
        try box.fold.end()
        return box.fold
    }
}
