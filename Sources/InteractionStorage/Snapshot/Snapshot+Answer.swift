// Answering over a snapshot whose files may turn out to be damaged while they are read: the run is made again without the
// segment, as if it had never been there, and the answer says so. A run starts anew instead of going on, because what it had
// taken from the segment so far cannot be told apart any more.

import InteractionModel
import InteractionSegment

extension Snapshot {
    /// Runs `body` over the events of this view, again and again without the segments that prove damaged, until it succeeds.
    /// `body` must have no effect that a second run would repeat. Errors: `.changed` when a file is gone that a newer state may
    /// have replaced: take a new snapshot; `.damaged` when no segment is to blame; those of `body`.
    package func answer<Value>(
        _ body: ([any SegmentSource]) throws(InteractionError) -> Value
    ) throws(InteractionError) -> PartialAnswer<Value> {
        var sources = sources
        var missing = missing
        while true {
            let failure: InteractionError
            do {
                return PartialAnswer(value: try body(sources), missing: missing)
            } catch {
                failure = error
            }
            guard failure.code == .damaged || failure.code == .notFound else { throw failure }
            let bad = try blamed(sources, failure)
            guard !bad.isEmpty else { throw failure }
            missing += bad
            let names = Set(bad.map(\.file))
            sources.removeAll { ($0 as? GuardedSegment).map { names.contains($0.entry.name) } ?? false }
        }
    }

    /// What is wrong with a source, told before it is read: nil when every part's checksum is right. A bad one is remembered.
    /// Cost: reads the whole file. Errors: `.changed`.
    package func damage(of source: any SegmentSource) throws(InteractionError) -> MissingFile? {
        guard let segment = source as? GuardedSegment, segment.check(deep: false) != nil else { return nil }
        return try note(segment)
    }

    private func blamed(_ sources: [any SegmentSource], _ failure: InteractionError) throws(InteractionError) -> [MissingFile] {
        let segments = sources.compactMap { $0 as? GuardedSegment }
        var bad: [MissingFile] = []
        for segment in segments { if let noted = try note(segment) { bad.append(noted) } }
        guard bad.isEmpty, failure.code == .damaged else { return bad }
        // Something that was read well broke a rule later on: look at every value of every segment.
        for segment in segments where segment.check(deep: true) != nil {
            if let noted = try note(segment) { bad.append(noted) }
        }
        return bad
    }

    private func note(_ segment: GuardedSegment) throws(InteractionError) -> MissingFile? {
        guard let failure = segment.failure else { return nil }
        guard failure.code == .damaged else {
            pool.forget(segment.entry.name)
            throw InteractionError(.changed, "a file is gone", place: segment.entry.name)
        }
        return pool.noteDamage(segment.entry, failure)
    }
}
