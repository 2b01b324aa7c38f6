// The median gap of each edge in memory that does not grow with the events: one pass counts gaps by edge and size class, the next
// collects the gaps of the one or two classes that hold the middle.

import InteractionExecution
import InteractionModel

/// Size classes of gaps: those of one class differ by less than a part in 2^bits.
struct GapClasses: Sendable {
    /// Of the mantissa.
    let bits: UInt64
    /// First class of each edge in the table of all, and the number of all classes.
    let firsts: [Int]
    let lowest: [UInt64]
    let count: Int

    /// As fine as keeps all classes together below two million.
    init(_ edges: [EdgeFold.Edge]) {
        var bits: UInt64 = 8
        while true {
            var firsts: [Int] = []
            var lowest: [UInt64] = []
            var next = 0
            for edge in edges {
                let low = Self.order(edge.shortest, bits)
                firsts.append(next)
                lowest.append(low)
                next += Int(Self.order(edge.longest, bits) - low) + 1
            }
            if next <= 2_000_000 || bits == 0 {
                self.bits = bits
                self.firsts = firsts
                self.lowest = lowest
                count = next
                return
            }
            bits -= 1
        }
    }

    /// Ascends with the gap.
    private static func order(_ gap: Int64, _ bits: UInt64) -> UInt64 { Double(max(0, gap)).bitPattern >> (52 - bits) }

    func index(_ edge: Int, _ gap: Int64) -> Int { firsts[edge] + Int(Self.order(gap, bits) - lowest[edge]) }
}

/// Passes over the gaps of edges that are known.
struct GapFold: UnitFold {
    private let numbers: EdgeNumbers
    private let classes: GapClasses
    /// The classes whose gaps are collected; nil while classes are counted.
    private let wanted: [Bool]?
    private(set) var counts: [UInt32]
    private(set) var gaps: [[Int64]]
    private var last: LastEvents
    private var collected = 0

    init(_ numbers: EdgeNumbers, _ classes: GapClasses, collecting wanted: [Bool]?, gap: Int64) {
        self.numbers = numbers
        self.classes = classes
        self.wanted = wanted
        counts = wanted == nil ? [UInt32](repeating: 0, count: classes.count) : []
        gaps = wanted == nil ? [] : [[Int64]](repeating: [], count: numbers.pairs.count)
        last = LastEvents(gap: gap)
    }

    var byteCount: Int { counts.count * 4 + collected * 8 + last.byteCount }

    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) {
        for run in runs { _ = EdgeWalk.walk(run, batch.columns[0], batch.times, after: EdgeWalk.Point()) { add($0, $1, $2) } }
    }

    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) {
        for run in runs {
            last.set(run, EdgeWalk.walk(run, batch.columns[0], batch.times, after: last.before(run)) { add($0, $1, $2) })
        }
    }

    private mutating func add(_ from: UInt32, _ to: UInt32, _ gap: Int64) {
        guard let edge = numbers.known(from, to) else { return }
        let place = classes.index(edge, gap)
        guard let wanted else {
            counts[place] &+= 1
            return
        }
        if wanted[place] {
            gaps[edge].append(gap)
            collected += 1
        }
    }

    mutating func end() {}

    mutating func add(_ other: consuming GapFold) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
        for edge in gaps.indices { gaps[edge] += other.gaps[edge] }
        collected += other.collected
    }

    /// Classes that hold the middle gap or gaps of an edge, marked; and how many gaps of each edge are below them.
    static func middles(_ edges: [EdgeFold.Edge], _ classes: GapClasses, _ counts: [UInt32]) -> (wanted: [Bool], below: [Int]) {
        var wanted = [Bool](repeating: false, count: classes.count)
        var below: [Int] = []
        for (edge, facts) in edges.enumerated() {
            let end = edge + 1 < classes.firsts.count ? classes.firsts[edge + 1] : classes.count
            let (low, high) = ((facts.count - 1) / 2, facts.count / 2)
            var sum = 0
            var first: Int?
            for index in classes.firsts[edge]..<end where counts[index] > 0 {
                let next = sum + Int(counts[index])
                if low < next, high >= sum {
                    wanted[index] = true
                    first = first ?? sum
                }
                sum = next
            }
            below.append(first ?? 0)
        }
        return (wanted, below)
    }

    /// The median gap of each edge, in microseconds.
    func medians(_ edges: [EdgeFold.Edge], below: [Int]) -> [Double] {
        edges.enumerated().map { edge, facts in
            let sorted = gaps[edge].sorted()
            let (low, high) = ((facts.count - 1) / 2 - below[edge], facts.count / 2 - below[edge])
            guard sorted.indices.contains(low), sorted.indices.contains(high) else { return .nan }
            return Double(sorted[low]) + Double(sorted[high] - sorted[low]) / 2
        }
    }
}
