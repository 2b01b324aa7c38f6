// SQL asked in-process.

import InteractionFiles
import InteractionPlan
import InteractionSegment
import InteractionStorage
import Synchronization

extension InteractionStore {
    /// Answers a query. Days and other units of the calendar are those of the store's zone. Interpolated values are bound,
    /// never pasted into the text. Days whose files are damaged or missing are left out; the result's provenance names them.
    ///
    /// - Parameter limits: Threads, memory, rows and time the query may use.
    /// - Throws: `.invalidQuery` with the position in the text, `.limitReached`, `.cancelled` when the task is cancelled or the
    ///   time is over, `.damaged`, `.inputOutput`, `.closed`.
    public func query(_ text: QueryText, limits: QueryLimits = QueryLimits()) async throws(InteractionError) -> QueryResult {
        try await answered { (manifest, now) throws(InteractionError) in
            try QueryRun(
                text.text, parameters: QueryParameters(positional: text.values), now: now, zone: try manifest.zone(),
                labels: manifest.labels, limits: limits)
        }
    }

    /// Answers a call of a table function with all its columns, made for the manifest of the snapshot and now.
    func answer(
        limits: QueryLimits, columns: [String]? = nil, _ call: (Manifest, Timestamp) throws(InteractionError) -> TableFunctionCall
    ) async throws(InteractionError) -> QueryResult {
        try await answered { (manifest, now) throws(InteractionError) in QueryRun(try call(manifest, now), columns: columns, limits: limits) }
    }

    private func answered(
        _ question: (Manifest, Timestamp) throws(InteractionError) -> QueryRun
    ) async throws(InteractionError) -> QueryResult {
        let flag = CancellationFlag()
        return try await overSnapshots { (view) throws(InteractionError) in
            let run = try question(view.manifest, manifests.clock.now())
            return run.finished(
                try await answer(view, flag) { (sources) throws(InteractionError) in
                    try run.answer(sources, isCancelled: { flag.isSet })
                })
        }
    }

    /// Answers a question of several queries over one snapshot, made for its manifest and now. `isCancelled` of the question is true
    /// once the task is cancelled.
    func answered<Value: Sendable>(
        _ question: (Manifest, Timestamp) throws(InteractionError) -> @Sendable (
            _ sources: [any SegmentSource], _ isCancelled: @escaping @Sendable () -> Bool
        ) throws(InteractionError) -> Value
    ) async throws(InteractionError) -> PartialAnswer<Value> {
        let flag = CancellationFlag()
        return try await overSnapshots { (view) throws(InteractionError) in
            let asked = try question(view.manifest, manifests.clock.now())
            return try await answer(view, flag) { (sources) throws(InteractionError) in try asked(sources, { flag.isSet }) }
        }
    }

    private func answer<Value: Sendable>(
        _ view: Snapshot, _ flag: CancellationFlag,
        _ body: @escaping @Sendable ([any SegmentSource]) throws(InteractionError) -> Value
    ) async throws(InteractionError) -> PartialAnswer<Value> {
        // The handler cannot carry a typed error, so the outcome travels as a value.
        let outcome: Result<PartialAnswer<Value>, InteractionError> = await withTaskCancellationHandler {
            do throws(InteractionError) {
                return .success(
                    try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in try view.answer(body) })
            } catch {
                return .failure(error)
            }
        } onCancel: {
            flag.set()
        }
        return try outcome.get()
    }

    /// Answers a query into values of a type whose coding keys are the column names. Rows alone cannot say that something is
    /// missing, so an answer that would be partial is an error unless it is allowed.
    ///
    /// - Throws: Also `.partial`, naming the first file that is damaged or missing.
    public func query<Row: Decodable>(
        _ text: QueryText, as type: Row.Type = Row.self, partial: PartialAnswers = .refused, limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [Row] {
        let result = try await query(text, limits: limits)
        try partial.check(result.provenance.missing)
        return try result.rows(as: type)
    }
}

extension InteractionStore {
    /// Answers a built query; as `query(_:limits:)` for text.
    public func query(_ query: InteractionQuery, limits: QueryLimits = QueryLimits()) async throws(InteractionError) -> QueryResult {
        try await self.query(QueryText(query), limits: limits)
    }

    /// Answers a built query into values of a type whose coding keys are the column names; as
    /// `query(_:as:partial:limits:)` for text.
    public func query<Row: Decodable>(
        _ query: InteractionQuery, as type: Row.Type = Row.self, partial: PartialAnswers = .refused,
        limits: QueryLimits = QueryLimits()
    ) async throws(InteractionError) -> [Row] {
        try await self.query(QueryText(query), as: type, partial: partial, limits: limits)
    }
}

/// Set once, from any thread.
final class CancellationFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}
