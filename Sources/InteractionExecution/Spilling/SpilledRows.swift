// Plain rows whose order the memory budget does not hold: each unit's rows are put in order and written to a temporary file as
// one run; all runs are merged.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

struct SpilledRows: Sendable {
    private let plan: SelectPlan
    private let scan: UnitScan
    private let space: any SpillSpace
    /// The visible items.
    private let items: [ExpressionNode]
    /// The keys of the order.
    private let keys: [ExpressionNode]

    /// nil when the options allow no files, when there are more rows than allowed, or when computing columns of rows that are
    /// not part of the result could fail.
    init?(_ plan: SelectPlan, _ scan: UnitScan) {
        guard let space = scan.options.spill else { return nil }
        if plan.limit == nil, let limit = scan.options.rowLimit, scan.read.rowsSelected - plan.offset > limit { return nil }
        let items = plan.projection.map { ExpressionNode($0.expression) }
        if plan.limit != nil || plan.offset > 0, items.contains(where: { $0.mayRaise }) { return nil }
        self.plan = plan
        self.scan = scan
        self.space = space
        self.items = Array(items.dropLast(plan.hiddenItems))
        keys = plan.order.map { items[$0.item] }
    }

    /// The visible columns. Errors: those of evaluating and of temporary files.
    func run() throws(InteractionError) -> [Vector] {
        scan.restart()
        var order = plan.order.enumerated().map {
            MergeOrder(column: items.count + $0, isDescending: $1.isDescending, nullsFirst: $1.nullsFirst)
        }
        // The order of events: time, sequence, tie, row.
        for place in 0..<4 { order.append(MergeOrder(column: items.count + keys.count + place)) }
        let types = (items + keys).map(\.type) + [ScalarType](repeating: .bigint, count: 4)
        let runs = SortedRuns(
            types, order: order, visible: items.count, space: space, room: scan.options.memoryBudget / 8, chunkRows: 2048)
        try scan.run(shares: scan.shareCount) {
        } _: { (_, unit) throws(InteractionError) in
            let reader = scan.reader(unit)
            let selection = try scan.select(unit, reader)
            if !selection.isEmpty { try add(unit, reader, selection, to: runs) }
        } end: { (_, _) throws(InteractionError) in
        }
        if plan.limit == nil { try checkRowLimit(max(0, runs.rowCount - plan.offset), scan.options) }
        scan.noteSpilled(bytes: runs.spilledBytes, partitions: runs.runCount)
        return try runs.merged(offset: plan.offset, limit: plan.limit, scan)
    }

    private func add(
        _ unit: ScanUnit, _ reader: UnitReader, _ selection: RowSelection, to runs: SortedRuns
    ) throws(InteractionError) {
        let started = scan.meter.now
        let batch = ScanBatch(reader, selection)
        var keyVectors: [Vector] = []
        for key in keys { keyVectors.append(try scan.evaluator.evaluate(key, batch).spread()) }
        let count = selection.count
        let source = scan.views[unit.source].source
        let ties = try reader.ties(of: selection)
        let first = Int64(reader.facts.firstRow)
        let places: [[Int64]] = [
            try reader.timestamps(of: selection), [Int64](repeating: source.facts.firstSequence, count: count),
            ties.isEmpty ? [Int64](repeating: 0, count: count) : ties.map { Int64($0) },
            selection.pick(Evaluator.allRows(reader.rowCount)).map { Int64($0) + first },
        ]
        let columns = zip(plan.order, keyVectors).map {
            SortColumn($1, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst, ranksTexts: true)
        } + places.map { SortColumn($0) }
        let rows = RowOrder.sorted(count, by: columns, limit: plan.rowsNeeded)
        var vectors: [Vector] = []
        for item in items { vectors.append(try scan.evaluator.evaluate(item, batch).spread().gathered(rows)) }
        vectors += keyVectors.map { $0.gathered(rows) }
        vectors += places.map { Vector(.bigint, .ints(Gather.pick($0, rows)), count: rows.count) }
        try runs.add(vectors, rows: rows.count)
        scan.meter.note(.order, rowsIn: count, rowsOut: rows.count, since: started)
    }
}
