// Plain rows: each unit gives its rows in question with their order keys, cut to the best n; all are put in order; only the
// rows that remain are projected.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization

/// A plan without grouping.
struct RowQuery: Sendable {
    private let plan: SelectPlan
    private let items: [ExpressionNode]
    /// Rows needed from the start, offset included.
    private let limit: Int?

    init(_ plan: SelectPlan) {
        self.plan = plan
        items = plan.projection.map { ExpressionNode($0.expression) }
        limit = plan.rowsNeeded
    }

    /// The candidates of one unit.
    private struct Candidates: Sendable {
        var unit: Int
        /// Rows of the group, ascending, and the order of events of each.
        var rows: [UInt32]
        var times: [Int64]
        var ties: [UInt32]
        /// Values of the order keys.
        var keys: [Vector]
    }

    /// The visible columns.
    func run(_ scan: UnitScan) throws(InteractionError) -> [Vector] {
        if limit == 0 { return plan.columns.map { .nulls($0.type, count: 0) } }
        let found = Found()
        let bound = TimeBound(self.plan, limit)
        let order = bound.unitOrder(scan)
        let indexes = NextIndex()
        try scan.options.runner.run(count: scan.shareCount, threads: scan.shareCount) { (_) throws(InteractionError) in
            while true {
                let place = indexes.take()
                guard place < order.count else { return }
                try scan.options.checkpoint()
                let unit = order[place]
                if bound.isBeyond(scan.views[scan.units[unit].source].source.rowGroups[scan.units[unit].group]) {
                    scan.note(scan.units[unit], selected: 0, .order)
                    continue
                }
                if let candidates = try candidates(unit, scan) {
                    bound.note(candidates.times)
                    try scan.hold(
                        found.add(candidates), share: 0, "the rows of this query",
                        threshold: scan.options.spill == nil ? nil : scan.options.spillThreshold)
                }
            }
        }
        return try project(found.sorted, scan)
    }

    private func candidates(_ unit: Int, _ scan: UnitScan) throws(InteractionError) -> Candidates? {
        let reader = scan.reader(scan.units[unit])
        let selection = try scan.select(scan.units[unit], reader)
        if selection.isEmpty { return nil }
        let started = scan.meter.now
        let batch = ScanBatch(reader, selection)
        var keys: [Vector] = []
        for key in plan.order { keys.append(try scan.evaluator.evaluate(items[key.item], batch)) }
        let times = try reader.timestamps(of: selection)
        var rows: [UInt32] = []
        switch selection {
        case .all(let count): rows = Evaluator.allRows(count)
        case .rows(let selected): rows = selected
        }
        let ties = try reader.ties(of: selection)
        var candidates = Candidates(
            unit: unit, rows: rows, times: times,
            ties: ties.isEmpty ? [UInt32](repeating: 0, count: times.count) : ties, keys: keys)
        if let limit, limit < candidates.rows.count {
            let columns = sortColumns(keys) + [SortColumn(times), SortColumn(candidates.ties.map { Int64($0) })]
            let best = RowOrder.sorted(candidates.rows.count, by: columns, limit: limit).sorted()
            candidates.rows = Gather.pick(candidates.rows, best)
            candidates.times = Gather.pick(times, best)
            candidates.ties = Gather.pick(candidates.ties, best)
            candidates.keys = keys.map { $0.gathered(best) }
        }
        scan.meter.note(.order, rowsIn: selection.count, rowsOut: candidates.rows.count, since: started)
        return candidates
    }

    private func sortColumns(_ keys: [Vector]) -> [SortColumn] {
        zip(plan.order, keys).map {
            SortColumn($1, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst, ranksTexts: limit == nil)
        }
    }

    /// Puts the candidates of all units in order and computes the columns of those that remain.
    private func project(_ parts: [Candidates], _ scan: UnitScan) throws(InteractionError) -> [Vector] {
        var started = scan.meter.now
        var times: [Int64] = []
        var sequences: [Int64] = []
        var ties: [Int64] = []
        var rows: [Int64] = []
        var owners: [UInt32] = []
        for (index, part) in parts.enumerated() {
            let source = scan.views[scan.units[part.unit].source].source
            let first = source.rowGroups[scan.units[part.unit].group].firstRow
            times += part.times
            sequences += [Int64](repeating: source.facts.firstSequence, count: part.rows.count)
            ties += part.ties.map { Int64($0) }
            rows += part.rows.map { Int64($0) + Int64(first) }
            owners += [UInt32](repeating: UInt32(truncatingIfNeeded: index), count: part.rows.count)
        }
        var keys: [Vector] = []
        for key in plan.order.indices {
            var builder = VectorBuilder(items[plan.order[key].item].type)
            for part in parts { builder.append(part.keys[key]) }
            keys.append(builder.finish())
        }
        let columns = sortColumns(keys) + [SortColumn(times), SortColumn(sequences), SortColumn(ties), SortColumn(rows)]
        var order = RowOrder.sorted(times.count, by: columns, limit: limit)
        order = Array(order.dropFirst(plan.offset))
        try checkRowLimit(order.count, scan.options)
        started = scan.meter.note(.merge, rowsIn: times.count, rowsOut: order.count, since: started)
        // Places of the kept candidates by unit, then back into order.
        var starts = [0]
        for part in parts { starts.append(starts[starts.count - 1] + part.rows.count) }
        var kept = [[UInt32]](repeating: [], count: parts.count)
        for candidate in order.sorted() {
            let owner = Int(owners[Int(candidate)])
            kept[owner].append(candidate - UInt32(truncatingIfNeeded: starts[owner]))
        }
        let visible = plan.projection.count - plan.hiddenItems
        let made = ProjectedParts(parts.count, items.prefix(visible))
        let wanted = kept
        try scan.options.runner.run(count: parts.count, threads: scan.shareCount) { [items] (index) throws(InteractionError) in
            if wanted[index].isEmpty { return }
            try scan.options.checkpoint()
            let rows = Gather.pick(parts[index].rows, wanted[index])
            let reader = scan.reader(scan.units[parts[index].unit])
            let batch = ScanBatch(reader, rows.count == reader.rowCount ? .all(rows.count) : .rows(rows))
            var vectors: [Vector] = []
            for item in items.prefix(visible) { vectors.append(try scan.evaluator.evaluate(item, batch)) }
            try scan.hold(made.add(index, vectors), share: 1, "the rows of this query")
        }
        var places = [UInt32](repeating: 0, count: times.count)
        var next: UInt32 = 0
        for (index, local) in kept.enumerated() {
            for row in local {
                places[starts[index] + Int(row)] = next
                next += 1
            }
        }
        let final = order.map { places[Int($0)] }
        let results = (0..<visible).map { made.column($0, items[$0].type).gathered(final) }
        scan.meter.note(.project, rowsIn: order.count, rowsOut: order.count, since: started)
        return results
    }

    /// Candidates from all threads.
    private final class Found: Sendable {
        private let parts = Mutex<(list: [Candidates], bytes: Int)>(([], 0))

        /// Bytes held with these.
        func add(_ part: Candidates) -> Int {
            parts.withLock {
                $0.list.append(part)
                // With what putting all of them in order takes for each.
                $0.bytes += part.rows.count * 76 + part.keys.reduce(0) { $0 + $1.byteCount * 2 }
                return $0.bytes
            }
        }

        var sorted: [Candidates] { parts.withLock { $0.list.sorted { $0.unit < $1.unit } } }
    }
}

/// Hands out indexes.
final class NextIndex: Sendable {
    private let next = Mutex(0)
    func take() -> Int {
        next.withLock { value in
            defer { value += 1 }
            return value
        }
    }
}
