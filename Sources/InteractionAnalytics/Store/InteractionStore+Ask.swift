// Questions about sessions and single events, asked in-process.

import InteractionBehavior
import InteractionExecution
import InteractionFiles

extension InteractionStore {
    /// The sessions, by start (SEMANTICS 2): given ids as they are, or cut by a gap.
    ///
    /// - Parameter range: Events of [from, to) only; nil for all.
    /// - Throws: `.invalidArgument` for a negative gap, `.damaged`, `.inputOutput`, `.closed`.
    public func sessions(
        gap: Duration? = nil, maxLength: Duration? = nil, unit: SessionRequest.Unit = .user, range: Range<Timestamp>? = nil
    ) async throws(InteractionError) -> SessionList {
        let sources = try await snapshot().sources
        let request = SessionRequest(gap: gap, maxLength: maxLength, unit: unit)
        let selection = EventFilter(range: range).selection
        return try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
            try SessionList.build(request, EventFeed(sources, selection))
        }
    }

    /// How often one action comes right after another inside a session, most frequent first.
    public func transitions(range: Range<Timestamp>? = nil) async throws(InteractionError) -> [Transition] {
        let sources = try await snapshot().sources
        let selection = EventFilter(range: range).selection
        return try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
            try Transition.count(SessionRequest(), EventFeed(sources, selection))
        }
    }

    /// The events of one given session id in order; empty when no event has it.
    public func session(_ id: String) async throws(InteractionError) -> [Interaction] {
        let sources = try await snapshot().sources
        return try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
            try EventReading.events(ofSession: id, in: sources).events ?? []
        }
    }
}
