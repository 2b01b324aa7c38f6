// Questions about sessions and single events, asked in-process. Their answers have no room to say that events are missing, so one
// that would be partial is an error unless it is allowed.

import InteractionBehavior
import InteractionExecution
import InteractionFiles
import InteractionSegment
import InteractionStorage

extension InteractionStore {
    /// The sessions, by start (SEMANTICS 2): given ids as they are, or cut by a gap.
    ///
    /// - Parameters:
    ///   - range: Events of [from, to) only; nil for all.
    ///   - partial: Whether the answer may lack events of damaged or missing files.
    /// - Throws: `.invalidArgument` for a negative gap, `.partial`, `.damaged`, `.inputOutput`, `.closed`.
    public func sessions(
        gap: Duration? = nil, maxLength: Duration? = nil, unit: SessionRequest.Unit = .user, range: Range<Timestamp>? = nil,
        partial: PartialAnswers = .refused
    ) async throws(InteractionError) -> SessionList {
        let request = SessionRequest(gap: gap, maxLength: maxLength, unit: unit)
        let selection = EventFilter(range: range).selection
        return try await answered { (sources) throws(InteractionError) in
            try SessionList.build(request, EventFeed(sources, selection))
        }.concerning(range).value(partial)
    }

    /// How often one action comes right after another inside a session, most frequent first.
    ///
    /// - Throws: As `sessions`.
    public func transitions(
        range: Range<Timestamp>? = nil, partial: PartialAnswers = .refused
    ) async throws(InteractionError) -> [Transition] {
        let selection = EventFilter(range: range).selection
        return try await answered { (sources) throws(InteractionError) in
            try Transition.count(SessionRequest(), EventFeed(sources, selection))
        }.concerning(range).value(partial)
    }

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
