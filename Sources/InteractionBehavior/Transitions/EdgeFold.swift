// Counts edges in one pass over sessions. State is the last label and time of each session that goes on in another batch.

import InteractionExecution
import InteractionModel

/// Numbers of edges: pairs of labels that were seen, in a square while there are few labels, else in a table.
struct EdgeNumbers: Sendable {
    private static let mostSquare: UInt32 = 512
    /// Number + 1 by `from * side + to`.
    private var square: [UInt32] = []
    private var side: UInt32 = 0
    private var table: [UInt64: UInt32] = [:]
    private(set) var pairs: [(from: UInt32, to: UInt32)] = []

    var byteCount: Int { square.count * 4 + table.count * 32 + pairs.count * 8 }

    /// The number of an edge, given now if it has none.
    @inline(__always)
    mutating func number(_ from: UInt32, _ to: UInt32) -> Int {
        if from < side, to < side {
            let known = square[Int(from * side + to)]
            if known > 0 { return Int(known) - 1 }
        }
        return slowNumber(from, to)
    }

    private mutating func slowNumber(_ from: UInt32, _ to: UInt32) -> Int {
        let largest = max(from, to)
        if largest >= side, largest < Self.mostSquare { widen(to: largest + 1) }
        if largest < side {
            pairs.append((from, to))
            square[Int(from * side + to)] = UInt32(truncatingIfNeeded: pairs.count)
            return pairs.count - 1
        }
        let key = UInt64(from) << 32 | UInt64(to)
        if let known = table[key] { return Int(known) }
        table[key] = UInt32(truncatingIfNeeded: pairs.count)
        pairs.append((from, to))
        return pairs.count - 1
    }

    private mutating func widen(to labels: UInt32) {
        let wider = min(Self.mostSquare, max(32, labels * 2))
        var cells = [UInt32](repeating: 0, count: Int(wider * wider))
        for (number, pair) in pairs.enumerated() where pair.from < side && pair.to < side {
            cells[Int(pair.from * wider + pair.to)] = UInt32(truncatingIfNeeded: number + 1)
        }
        square = cells
        side = wider
    }

    /// The number of an edge that has one.
    func known(_ from: UInt32, _ to: UInt32) -> Int? {
        if from < side, to < side {
            let known = square[Int(from * side + to)]
            return known > 0 ? Int(known) - 1 : nil
        }
        return table[UInt64(from) << 32 | UInt64(to)].map { Int($0) }
    }
}

/// The last event with a label of sessions that go on, and when their last event of all was.
struct LastEvents: Sendable {
    private(set) var labels: [UInt32] = []
    private(set) var times: [Int64] = []
    private var ends: [Int64] = []
    let gap: Int64

    var byteCount: Int { labels.count * 20 }

    init(gap: Int64) { self.gap = gap }

    /// Label and time before a run; label 0 when there is none, or a pause ended what came before.
    mutating func before(_ run: UnitRun) -> (label: UInt32, time: Int64) {
        let slot = Int(run.number)
        if slot >= labels.count {
            let more = max(slot + 1, labels.count * 2) - labels.count
            labels += [UInt32](repeating: 0, count: more)
            times += [Int64](repeating: 0, count: more)
            ends += [Int64](repeating: 0, count: more)
        }
        if run.endsByGap, run.start &- ends[slot] > gap { return (0, 0) }
        return (labels[slot], times[slot])
    }

    mutating func set(_ run: UnitRun, _ label: UInt32, _ time: Int64) {
        labels[Int(run.number)] = label
        times[Int(run.number)] = time
        ends[Int(run.number)] = run.end
    }
}

/// Counts and sums of gaps by edge.
struct EdgeFold: UnitFold {
    struct Edge: Sendable {
        var count = 0
        /// Microseconds.
        var sum: Int128 = 0
        var shortest = Int64.max
        var longest: Int64 = 0
    }
    private(set) var numbers = EdgeNumbers()
    private(set) var edges: [Edge] = []
    private var last: LastEvents
    /// Of few labels: a cell for each pair, at `from * 64 + to`, for one batch at a time.
    private var cells: [Cell]

    private struct Cell: Sendable {
        var count: Int64 = 0
        var sum: Int64 = 0
        var shortest = Int64.max
        var longest: Int64 = 0
    }
    private static let fewLabels = 64

    /// `gap` is the pause that ends what a run belongs to, where one does. Labels are at most `labelCount`; nil when that is not known.
    init(gap: Int64, labelCount: Int?) {
        last = LastEvents(gap: gap)
        let areFew = (labelCount ?? .max) < Self.fewLabels
        cells = areFew ? [Cell](repeating: Cell(), count: Self.fewLabels * Self.fewLabels) : []
    }

    var byteCount: Int { numbers.byteCount + edges.count * 48 + last.byteCount + cells.count * 32 }

    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) {
        let (labels, times) = (batch.columns[0], batch.times)
        if cells.isEmpty {
            for run in runs { _ = take(run, labels, times, (0, 0)) }
            return
        }
        // A sum of the gaps of one batch fits: they lie in one day.
        for run in runs {
            var index = Int(run.first)
            let end = index + Int(run.count)
            var from = 0
            var time: Int64 = 0
            while index < end {
                let label = Int(labels[index])
                if label != 0 {
                    if from != 0 {
                        let gap = times[index] &- time
                        let place = (from &* Self.fewLabels &+ label) & (Self.fewLabels * Self.fewLabels - 1)
                        cells[place].count &+= 1
                        cells[place].sum &+= gap
                        if gap < cells[place].shortest { cells[place].shortest = gap }
                        if gap > cells[place].longest { cells[place].longest = gap }
                    }
                    from = label
                    time = times[index]
                }
                index += 1
            }
        }
        for place in cells.indices where cells[place].count > 0 {
            let cell = cells[place]
            let number = numbers.number(UInt32(truncatingIfNeeded: place / Self.fewLabels), UInt32(truncatingIfNeeded: place % Self.fewLabels))
            if number >= edges.count { edges.append(Edge()) }
            edges[number].count += Int(cell.count)
            edges[number].sum += Int128(cell.sum)
            edges[number].shortest = min(edges[number].shortest, cell.shortest)
            edges[number].longest = max(edges[number].longest, cell.longest)
            cells[place] = Cell()
        }
    }

    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) {
        let (labels, times) = (batch.columns[0], batch.times)
        for run in runs {
            let end = take(run, labels, times, last.before(run))
            last.set(run, end.label, end.time)
        }
    }

    private mutating func take(
        _ run: UnitRun, _ labels: [UInt32], _ times: [Int64], _ before: (label: UInt32, time: Int64)
    ) -> (label: UInt32, time: Int64) {
        var (label, time) = before
        for index in run.range {
            let next = labels[index]
            if next == 0 { continue }
            if label != 0 {
                let number = numbers.number(label, next)
                if number >= edges.count { edges.append(Edge()) }
                let gap = times[index] &- time
                edges[number].count &+= 1
                edges[number].sum &+= Int128(gap)
                edges[number].shortest = min(edges[number].shortest, gap)
                edges[number].longest = max(edges[number].longest, gap)
            }
            label = next
            time = times[index]
        }
        return (label, time)
    }

    mutating func end() {}

    mutating func add(_ other: consuming EdgeFold) {
        for (pair, edge) in zip(other.numbers.pairs, other.edges) {
            let number = numbers.number(pair.from, pair.to)
            if number >= edges.count { edges.append(Edge()) }
            edges[number].count += edge.count
            edges[number].sum += edge.sum
            edges[number].shortest = min(edges[number].shortest, edge.shortest)
            edges[number].longest = max(edges[number].longest, edge.longest)
        }
    }
}
