// Finds the matches of a pattern in the events of one unit while they come. Kept are beginnings of matches: for each length those that no
// later one makes needless. Without bounds on time that is one for each step; with them at most one for each event within the bounds.

import InteractionModel

/// What makes events a match.
struct SequenceRule: Sendable {
    var steps: Int
    /// For each step but the first: whether it is the unit's next event after the step before it, and the longest time from that in
    /// microseconds.
    var isImmediate: [Bool]
    var bounds: [Int64]
    /// Microseconds from the first step to the last one.
    var window: Int64
}

/// The state of one unit.
struct SequenceWalk: Sendable {
    /// The first steps of a match.
    private struct Beginning: Sendable {
        var times: [Int64]
        /// Its last step is the unit's last event.
        var isFresh: Bool

        /// True when it is taken before another of the same length: begins later, else has the last step later, the last but one, ...
        func isBetter(than other: Beginning) -> Bool {
            if times[0] != other.times[0] { return times[0] > other.times[0] }
            for (own, others) in zip(times, other.times).reversed() where own != others { return own > others }
            return false
        }
    }
    private var beginnings: [Beginning] = []

    /// Numbers held.
    var count: Int { beginnings.reduce(0) { $0 + $1.times.count + 6 } }

    /// Takes the unit's next event, with the steps that it is as bits from 0. Returns the times of the match that it ends; after it
    /// nothing before counts any more.
    mutating func take(_ marks: UInt32, at time: Int64, _ rule: SequenceRule) -> [Int64]? {
        // Of the next one at the most one for each length, the longest first.
        var found: [Beginning] = []
        for length in (0..<rule.steps).reversed() where marks >> UInt32(length) & 1 != 0 {
            guard let next = extended(length, at: time, rule) else { continue }
            if length + 1 == rule.steps {
                beginnings.removeAll(keepingCapacity: true)
                return next.times
            }
            found.append(next)
        }
        if beginnings.isEmpty, found.isEmpty { return nil }
        beginnings.removeAll { old in
            let length = old.times.count
            // No event can go on with it any more.
            if rule.isImmediate[length - 1] || time &- old.times[length - 1] > rule.bounds[length - 1] || time &- old.times[0] > rule.window {
                return true
            }
            // Whatever goes on with it goes on with the new one too, which is taken before it.
            return found.contains { $0.times.count == length && $0.times[0] >= old.times[0] && !old.isBetter(than: $0) }
        }
        for index in beginnings.indices { beginnings[index].isFresh = false }
        beginnings += found
        return nil
    }

    /// The best beginning of a length with one step more.
    private func extended(_ length: Int, at time: Int64, _ rule: SequenceRule) -> Beginning? {
        if length == 0 { return Beginning(times: [time], isFresh: true) }
        var best: Beginning?
        for old in beginnings where old.times.count == length {
            if rule.isImmediate[length - 1], !old.isFresh { continue }
            guard time &- old.times[length - 1] <= rule.bounds[length - 1], time &- old.times[0] <= rule.window else { continue }
            if best.map({ old.isBetter(than: $0) }) ?? true { best = old }
        }
        guard var best else { return nil }
        best.times.append(time)
        best.isFresh = true
        return best
    }
}
