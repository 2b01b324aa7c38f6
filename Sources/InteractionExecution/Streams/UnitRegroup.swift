// Puts the events of a day into the order of units: a counting sort by unit, then a sort of those units whose events do not stand in
// the order of events yet.

import InteractionModel

/// Events of a day before they are put in order. `source`, tie and place decide among equal times.
struct UngroupedEvents {
    var times: [Int64] = []
    /// Local number of the unit, below `unitCount`; `.max` for none.
    var units: [UInt32] = []
    /// Tie ordinals; empty while all are 0.
    var ties: [UInt32] = []
    /// Place of the first event of each source.
    var sourceStarts: [Int] = []
    var unitCount = 0

    /// The index in `sourceStarts` of an event's source.
    func source(of place: UInt32) -> Int {
        var low = 0
        var high = sourceStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if sourceStarts[middle] <= Int(place) { low = middle } else { high = middle }
        }
        return low
    }

    private func comesBefore(_ a: UInt32, _ b: UInt32) -> Bool {
        let (left, right) = (times[Int(a)], times[Int(b)])
        if left != right { return left < right }
        if sourceStarts.count > 1 {
            let (from, to) = (source(of: a), source(of: b))
            if from != to { return from < to }
        }
        if !ties.isEmpty, ties[Int(a)] != ties[Int(b)] { return ties[Int(a)] < ties[Int(b)] }
        return a < b
    }

    /// The places of events in the order of units, and where each unit begins in it: unit u has `starts[u]..<starts[u + 1]`. Tie
    /// ordinals are loaded when events of a unit have one time. Cost: linear, where the events of a unit stand in order already.
    mutating func grouped(
        loadingTies load: () throws(InteractionError) -> [UInt32]
    ) throws(InteractionError) -> (order: [UInt32], starts: [UInt32]) {
        var (order, starts) = counted()
        var equal: [Range<Int>] = []
        for unit in 0..<unitCount {
            let range = Int(starts[unit])..<Int(starts[unit + 1])
            if range.count < 2 { continue }
            if (range.lowerBound + 1..<range.upperBound).contains(where: { times[Int(order[$0])] < times[Int(order[$0 - 1])] }) {
                order[range].sort { times[Int($0)] != times[Int($1)] ? times[Int($0)] < times[Int($1)] : $0 < $1 }
            }
            if (range.lowerBound + 1..<range.upperBound).contains(where: { times[Int(order[$0])] == times[Int(order[$0 - 1])] }) {
                equal.append(range)
            }
        }
        if !equal.isEmpty, ties.isEmpty { ties = try load() }
        for range in equal { order[range].sort(by: comesBefore) }
        return (order, starts)
    }

    /// The same in the order of places.
    private func counted() -> (order: [UInt32], starts: [UInt32]) {
        var starts = [UInt32](repeating: 0, count: unitCount + 1)
        for unit in units where unit != .max { starts[Int(unit) + 1] += 1 }
        for unit in 0..<unitCount { starts[unit + 1] += starts[unit] }
        var next = starts
        var order = [UInt32](repeating: 0, count: Int(starts[unitCount]))
        for (place, unit) in units.enumerated() where unit != .max {
            order[Int(next[Int(unit)])] = UInt32(truncatingIfNeeded: place)
            next[Int(unit)] += 1
        }
        return (order, starts)
    }
}
