// Questions about sessions and single events, asked in-process. Their answers have no room to say that events are missing, so one
// that would be partial is an error unless it is allowed.

import InteractionBehavior
import InteractionExecution
import InteractionFiles
import InteractionSegment
import InteractionStorage

extension InteractionStore {
    /// The events of one given session id in order; empty when no event has it.
    ///
    /// - Throws: As `sessions`.
    public func session(
        _ id: String, partial: PartialAnswers = .refused
    ) async throws(InteractionError) -> [Interaction] {
        try await answered { (sources) throws(InteractionError) in
            try EventReading.events(ofSession: id, in: sources).events ?? []
        }.value(partial)
    }

    /// Runs `body` over one snapshot on the library's threads, without the segments that prove damaged on the way.
    private func answered<Value: Sendable>(
        _ body: @escaping @Sendable ([any SegmentSource]) throws(InteractionError) -> Value
    ) async throws(InteractionError) -> PartialAnswer<Value> {
        try await overSnapshots { (view) throws(InteractionError) in
            try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in try view.answer(body) }
        }
    }

    /// Runs `body` with a snapshot, and with another one where maintenance overtook it.
    func overSnapshots<Value: Sendable>(
        _ body: (Snapshot) async throws(InteractionError) -> Value
    ) async throws(InteractionError) -> Value {
        for _ in 0..<8 {
            let view = try await snapshot()
            do {
                return try await body(view)
            } catch {
                guard error.code == .changed else { throw error }
            }
        }
        return try await body(try await snapshot())
    }
}
