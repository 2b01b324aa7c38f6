// The first pass over a state machine: how often each move was made, where instances start and end, and how long states last at the
// least and at the most.

import InteractionExecution
import InteractionModel

struct MoveCounts: MoveSink {
    /// Moves from one state to one other. `edges[n].count` is the number of moves whose time is known.
    private(set) var numbers = EdgeNumbers()
    private(set) var counts: [Int] = []
    private(set) var times: [EdgeFold.Edge] = []
    /// By state.
    private(set) var starts: [Int] = []
    private(set) var ends: [Int] = []

    var byteCount: Int { numbers.byteCount + counts.count * 56 + (starts.count + ends.count) * 8 }

    private static func add(_ count: Int, to list: inout [Int], at index: Int) {
        if index >= list.count { list += [Int](repeating: 0, count: max(index + 1, list.count * 2) - list.count) }
        list[index] += count
    }

    mutating func start(_ state: UInt32) { Self.add(1, to: &starts, at: Int(state)) }
    mutating func end(_ state: UInt32) { Self.add(1, to: &ends, at: Int(state)) }

    private mutating func number(_ from: UInt32, _ to: UInt32) -> Int {
        let number = numbers.number(from, to)
        if number >= counts.count {
            counts.append(0)
            times.append(EdgeFold.Edge())
        }
        return number
    }

    mutating func move(_ from: UInt32, _ to: UInt32, stayed: Int64) {
        let number = number(from, to)
        counts[number] += 1
        if stayed < 0 { return }
        times[number].count &+= 1
        times[number].sum &+= Int128(stayed)
        times[number].shortest = min(times[number].shortest, stayed)
        times[number].longest = max(times[number].longest, stayed)
    }

    mutating func add(_ other: consuming MoveCounts) {
        for (pair, place) in zip(other.numbers.pairs, other.counts.indices) {
            let number = number(pair.from, pair.to)
            counts[number] += other.counts[place]
            times[number].add(other.times[place])
        }
        for (state, count) in other.starts.enumerated() where count > 0 { Self.add(count, to: &starts, at: state) }
        for (state, count) in other.ends.enumerated() where count > 0 { Self.add(count, to: &ends, at: state) }
    }
}

extension EdgeFold.Edge {
    mutating func add(_ other: EdgeFold.Edge) {
        count += other.count
        sum += other.sum
        shortest = min(shortest, other.shortest)
        longest = max(longest, other.longest)
    }
}
