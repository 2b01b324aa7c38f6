// Counts edges in one pass over sessions. State is the last label and time of each session that goes on in another batch.

import InteractionExecution
import InteractionModel

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
            for run in runs { _ = EdgeWalk.walk(run, labels, times, after: EdgeWalk.Point()) { add($0, $1, $2) } }
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
        for run in runs {
            last.set(run, EdgeWalk.walk(run, batch.columns[0], batch.times, after: last.before(run)) { add($0, $1, $2) })
        }
    }

    private mutating func add(_ from: UInt32, _ to: UInt32, _ gap: Int64) {
        let number = numbers.number(from, to)
        if number >= edges.count { edges.append(Edge()) }
        edges[number].count &+= 1
        edges[number].sum &+= Int128(gap)
        edges[number].shortest = min(edges[number].shortest, gap)
        edges[number].longest = max(edges[number].longest, gap)
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
