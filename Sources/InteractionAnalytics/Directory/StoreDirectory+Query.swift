// SQL asked of a store's directory. Blocking.

import InteractionFiles
import InteractionPlan
import InteractionStorage

extension StoreDirectory {
    /// Answers a bound query over a snapshot of its own. A snapshot that maintenance overtakes is taken again.
    package func answer(
        _ run: QueryRun, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(InteractionError) -> QueryResult {
        for _ in 0..<4 {
            do {
                return try run.answer(try snapshot().sources, isCancelled: isCancelled)
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        return try run.answer(try snapshot().sources, isCancelled: isCancelled)
    }
}
