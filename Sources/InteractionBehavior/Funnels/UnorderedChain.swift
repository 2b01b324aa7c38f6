// The chain of one unit in a funnel without an order. Entries are judged when their time is over: from one event the chain jumps to
// the earliest later one that is a step still missing, found in lists of the places of each step. Memory is the marked events of a unit
// that lie in one window: which entry reaches furthest is not known before.

import InteractionModel

struct UnorderedChain: Sendable {
    private var times: [Int64] = []
    private var labels: [UInt32] = []
    /// Places, ascending, of the events of each step, then of each exclusion, by bit. Place 0 is the first event kept.
    private var places: [[Int]] = []
    /// Entries before it are judged.
    private var entry = 0
    private var best: FunnelChain?
    private var isOver = false

    /// Events held.
    var count: Int { times.count }

    mutating func take(_ marks: UInt32, at time: Int64, label: UInt32, _ rule: FunnelRule) {
        if isOver || marks == 0 { return }
        var rest = marks
        while rest != 0 {
            let bit = rest.trailingZeroBitCount
            if bit >= places.count { places += [[Int]](repeating: [], count: bit + 1 - places.count) }
            places[bit].append(times.count)
            rest &= rest - 1
        }
        times.append(time)
        labels.append(label)
        while entry < times.count, time &- times[entry] > rule.window { judge(rule) }
        if entry > 64, entry * 2 > times.count { forget() }
    }

    /// Gives up the events before the next entry.
    private mutating func forget() {
        times.removeFirst(entry)
        labels.removeFirst(entry)
        for bit in places.indices {
            let first = Self.first(places[bit], from: entry) ?? places[bit].count
            places[bit] = places[bit][first...].map { $0 - entry }
        }
        entry = 0
    }

    /// The index of the first place from `from` on.
    private static func first(_ places: [Int], from: Int) -> Int? {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < from { low = middle + 1 } else { high = middle }
        }
        return low < places.count ? low : nil
    }

    /// The earliest place from `from` on that is one of some steps, and the first of them that it is.
    private func next(_ steps: [Int], from: Int) -> (place: Int, step: Int)? {
        var found: (place: Int, step: Int)?
        for step in steps where step < places.count {
            guard let index = Self.first(places[step], from: from) else { continue }
            let place = places[step][index]
            if place < found?.place ?? .max { found = (place, step) }
        }
        return found
    }

    /// Judges the oldest event as an entry.
    private mutating func judge(_ rule: FunnelRule) {
        let start = entry
        entry += 1
        var missing = Array(0..<rule.steps)
        guard !isOver, let own = next(missing, from: start), own.place == start else { return }
        missing.removeAll { $0 == own.step }
        var chain = FunnelChain(times: [times[start]], firstLabel: labels[start], lastLabel: labels[start])
        var last = start
        while let found = next(missing, from: last + 1), times[found.place] &- times[start] <= rule.window {
            if hasExcluded(after: chain.times.count, last + 1..<found.place, rule) { chain.isExcluded = true }
            chain.times.append(times[found.place])
            chain.lastLabel = labels[found.place]
            missing.removeAll { $0 == found.step }
            last = found.place
        }
        if chain.times.count >= best?.times.count ?? 0 { best = chain }
        if rule.entry == .first { isOver = true }
    }

    /// True when an event that may not come after a number of steps lies between two places.
    private func hasExcluded(after steps: Int, _ between: Range<Int>, _ rule: FunnelRule) -> Bool {
        var marks = rule.excluded(after: steps)
        while marks != 0 {
            let bit = marks.trailingZeroBitCount
            if bit < places.count, let index = Self.first(places[bit], from: between.lowerBound), places[bit][index] < between.upperBound {
                return true
            }
            marks &= marks - 1
        }
        return false
    }

    /// The winning chain; nil for a unit that never entered.
    mutating func end(_ rule: FunnelRule) -> FunnelChain? {
        while entry < times.count { judge(rule) }
        return best
    }
}
