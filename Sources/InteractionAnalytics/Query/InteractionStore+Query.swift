// SQL asked in-process.

import InteractionFiles
import InteractionPlan
import Synchronization

extension InteractionStore {
    /// Answers a query. Days and other units of the calendar are those of the store's zone. Interpolated values are bound, never pasted into the text.
    ///
    /// - Parameter limits: Threads, memory, rows and time the query may use.
    /// - Throws: `.invalidQuery` with the position in the text, `.limitReached`, `.cancelled` when the task is cancelled or the
    ///   time is over, `.damaged`, `.inputOutput`, `.closed`.
    public func query(_ text: QueryText, limits: QueryLimits = QueryLimits()) async throws(InteractionError) -> QueryResult {
        let snapshot = try await snapshot()
        let sources = snapshot.sources
        let run = try QueryRun(
            text.text, parameters: QueryParameters(positional: text.values), now: manifests.clock.now(),
            zone: try snapshot.manifest.zone(), limits: limits)
        let flag = CancellationFlag()
        // The handler cannot carry a typed error, so the outcome travels as a value.
        let outcome: Result<QueryResult, InteractionError> = await withTaskCancellationHandler {
            do throws(InteractionError) {
                return .success(
                    try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
                        try run.answer(sources, isCancelled: { flag.isSet })
                    })
            } catch {
                return .failure(error)
            }
        } onCancel: {
            flag.set()
        }
        return try outcome.get()
    }

    /// Answers a query into values of a type whose coding keys are the column names.
    public func query<Row: Decodable>(
        _ text: QueryText, as type: Row.Type = Row.self, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [Row] {
        try await query(text, limits: limits).rows(as: type)
    }
}

/// Set once, from any thread.
final class CancellationFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}
