// Directly-follows edges: how often one action comes right after another inside a session, and how long that takes.

import InteractionExecution
import InteractionModel

/// One edge.
public struct Transition: Sendable, Hashable {
    public var from: String
    public var to: String
    /// Times that `to` came right after `from`.
    public var count: Int
    /// Mean and median time between the two, in seconds.
    public var meanGapSeconds: Double
    public var medianGapSeconds: Double
}

/// Edges as they are counted.
struct EdgeTable {
    private var gaps: [UInt64: [Int64]] = [:]

    mutating func add(from: UInt32, to: UInt32, gap: Int64) {
        gaps[UInt64(from) << 32 | UInt64(to), default: []].append(gap)
    }

    /// The edges, most frequent first, then by names in byte order.
    func transitions(_ feed: EventFeed) -> [Transition] {
        var result: [Transition] = []
        for (key, gaps) in gaps {
            let sum = gaps.reduce(Int128(0)) { $0 + Int128($1) }
            result.append(
                Transition(
                    from: feed.actionName(Int(key >> 32)), to: feed.actionName(Int(key & 0xffff_ffff)), count: gaps.count,
                    meanGapSeconds: Double(sum) / Double(gaps.count) / 1_000_000,
                    medianGapSeconds: (Median.of(sorted: gaps.sorted()) ?? 0) / 1_000_000))
        }
        return result.sorted { a, b in
            if a.count != b.count { return a.count > b.count }
            if a.from != b.from { return a.from.utf8.lexicographicallyPrecedes(b.from.utf8) }
            return a.to.utf8.lexicographicallyPrecedes(b.to.utf8)
        }
    }
}

extension Transition {
    /// All edges inside the sessions of a feed: their counts add up to events in sessions less sessions. Memory: 8 bytes an
    /// edge's occurrence, for exact medians.
    package static func count(_ request: SessionRequest, _ feed: EventFeed) throws(InteractionError) -> [Transition] {
        try request.check()
        var builder = SessionBuilder(request, collectingEdges: true)
        while let day = try feed.next(inTotalOrder: builder.needsTotalOrder) { builder.add(day) }
        return builder.edges?.transitions(feed) ?? []
    }
}
