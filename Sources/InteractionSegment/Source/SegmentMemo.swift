// What is remembered of a segment while it is open, made at first use by whoever needs it: facts that follow from its bytes and
// never change. It goes with the segment.

import InteractionModel
import Synchronization

/// Remembered facts of one segment. Safe from any thread.
package final class SegmentMemo: Sendable {
    private let facts = Mutex<[String: any Sendable]>([:])

    package init() {}

    /// The fact of a name, made by `make` when it is not there yet; two threads may make it at once. Errors: those of `make`.
    package func fact<Fact: Sendable>(_ name: String, make: () throws(InteractionError) -> Fact) throws(InteractionError) -> Fact {
        if let known = facts.withLock({ $0[name] }) as? Fact { return known }
        let made = try make()
        facts.withLock { $0[name] = made }
        return made
    }
}
