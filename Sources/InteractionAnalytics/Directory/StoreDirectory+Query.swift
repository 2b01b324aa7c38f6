// SQL asked of a store's directory. Blocking.

import InteractionFiles
import InteractionPlan
import InteractionSegment
import InteractionStorage

extension StoreDirectory {
    /// Answers a bound query over a snapshot of its own. What is damaged or missing is left out and named in the provenance.
    package func answer(
        _ run: QueryRun, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(InteractionError) -> QueryResult {
        run.finished(
            try answered { (sources) throws(InteractionError) in try run.answer(sources, isCancelled: isCancelled) })
    }

    /// Runs `body` over the events of one snapshot, without the segments that prove damaged on the way. A snapshot that
    /// maintenance overtakes is taken again. `body` may run several times.
    package func answered<Value>(
        _ body: ([any SegmentSource]) throws(InteractionError) -> Value
    ) throws(InteractionError) -> PartialAnswer<Value> {
        for _ in 0..<8 {
            do {
                return try snapshot().answer(body)
            } catch {
                guard error.code == .changed else { throw error }
            }
        }
        return try snapshot().answer(body)
    }
}
