// Which units have events in more than one segment, and one number for each of those. Ids are joined by a keyed hash, and compared
// byte by byte where hashes are equal. Remembered by the segments, so that only the first question about them pays for the join.

import InteractionCoding
import InteractionModel
import InteractionSegment
import Synchronization

/// The units of some sources, known by their clusters and their users' codes.
final class UnitNumbers: Sendable {
    /// By source and cluster, and by source and user code - 1: 0 for a unit that has events in no other place, else its number + 1.
    /// Empty where units are not known by them.
    let clusters: [[UInt32]]
    let users: [[UInt32]]
    /// Numbers are below it.
    let count: Int

    init(clusters: [[UInt32]], users: [[UInt32]], count: Int) {
        self.clusters = clusters
        self.users = users
        self.count = count
    }

    var byteCount: Int { (clusters.reduce(0) { $0 + $1.count } + users.reduce(0) { $0 + $1.count }) * 4 }

    /// The numbers of the units of those sources that are read, from what is remembered or made anew. Errors: those of reading.
    static func of(
        _ kind: UnitKind, _ sources: [any SegmentSource], reading read: [Bool], _ options: ExecutionOptions
    ) throws(InteractionError) -> UnitNumbers {
        // Values of an expression are numbered as they come.
        if case .expression = kind { return UnitNumbers(clusters: [], users: [], count: 0) }
        let made = try joined(kind, zip(sources, read).filter(\.1).map(\.0), options)
        var places = made.clusters.indices.makeIterator()
        let order = read.map { $0 ? places.next() : nil }
        return UnitNumbers(
            clusters: order.map { $0.map { made.clusters[$0] } ?? [] }, users: order.map { $0.map { made.users[$0] } ?? [] }, count: made.count)
    }

    private static func joined(
        _ kind: UnitKind, _ sources: [any SegmentSource], _ options: ExecutionOptions
    ) throws(InteractionError) -> UnitNumbers {
        let join = UnitJoin(kind, sources, options)
        let memos = sources.compactMap(\.memo)
        guard memos.count == sources.count, let first = memos.first, let name = kind.memoName else { return try join.run() }
        let kept = try first.fact("unit numbers by \(name)") { Kept() }
        if let known = kept.numbers(of: memos) { return known }
        let made = try join.run()
        kept.keep(made, of: memos)
        return made
    }

    /// The latest join that begins with a segment. It does not hold the segments' memos, of which one holds it.
    private final class Kept: Sendable {
        private struct Memo: Sendable {
            weak let memo: SegmentMemo?
        }
        private let latest = Mutex<(memos: [Memo], numbers: UnitNumbers)?>(nil)

        func numbers(of memos: [SegmentMemo]) -> UnitNumbers? {
            latest.withLock { kept in
                guard let kept, kept.memos.count == memos.count, zip(kept.memos, memos).allSatisfy({ $0.memo === $1 }) else { return nil }
                return kept.numbers
            }
        }

        func keep(_ numbers: UnitNumbers, of memos: [SegmentMemo]) {
            latest.withLock { $0 = (memos.map { Memo(memo: $0) }, numbers) }
        }
    }
}

extension UnitKind {
    /// nil when segments do not list the units.
    fileprivate var memoName: String? {
        switch self {
        case .session: "session"
        case .user: "user"
        case .identified: "identified user"
        case .expression: nil
        }
    }
}
