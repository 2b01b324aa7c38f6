// Grouping and aggregation over a scan: each thread keeps its groups and states over all the units it takes; at the end they
// are merged into one table.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization

/// The grouping part of a plan.
struct GroupedQuery: Sendable {
    let keys: [ExpressionNode]
    /// Without keys, values that are counted once can be parted by themselves.
    private let countsDistinct: Bool
    let timeKeys: [TimeKey?]
    let aggregates: AggregateSet
    let interners: [KeyInterner]
    /// The only key, when it is a bare column and rows are all that is counted.
    let countedColumn: ColumnReference?
    /// True when rows are all that is counted, by two keys.
    let countsPairs: Bool

    init(_ plan: SelectPlan) {
        keys = plan.keys.map { ExpressionNode($0) }
        countsDistinct = SpilledDistinct.isSuited(plan)
        timeKeys = plan.keys.map { TimeKey($0) }
        aggregates = AggregateSet(plan.aggregates)
        interners = plan.keys.map { KeyInterner($0.type) }
        countedColumn = CodeCounts.column(plan.keys, aggregates)
        countsPairs = plan.keys.count == 2 && aggregates.items.allSatisfy { $0.kind == .rows && $0.filter == nil }
    }

    /// What one thread has gathered. Goes from its thread to the merging one, never used by two at once.
    final class Share: @unchecked Sendable {
        var assignment: GroupAssignment
        var states: [any Accumulator]
        /// Rows by code of one dictionary that no group has got yet.
        var pending: CodeCounts?
        /// The same by pairs of codes.
        var pairs: PairCounts?

        /// `ownsColumns` as for `AggregateSet.accumulators`.
        init(_ query: GroupedQuery, ownsColumns: Bool = false) {
            assignment = GroupAssignment(query.interners)
            states = query.aggregates.accumulators(ownsColumns: ownsColumns)
        }

        var byteCount: Int { assignment.table.byteCount + states.reduce(0) { $0 + $1.byteCount } }

        func grow() { for state in states { state.grow(to: assignment.table.count) } }
    }

    /// The groups: their keys and aggregates, in no order.
    func run(_ scan: UnitScan) throws(InteractionError) -> VectorBatch {
        if let counted = try countAll(scan) { return counted }
        let finished = Finished()
        try scan.run(shares: scan.shareCount) {
            Share(self)
        } _: { (share, unit) throws(InteractionError) in
            try add(unit, scan, share)
            if share.byteCount > min(1 << 20, scan.options.spillThreshold) { try hold(scan, share) }
        } end: { (index, share) throws(InteractionError) in
            try share.flush()
            try share.flushPairs()
            finished.add(index, share)
        }
        return try merged(finished.sorted, scan)
    }

    /// The number of all rows, which needs no thread and no look at a row group; nil for other questions.
    private func countAll(_ scan: UnitScan) throws(InteractionError) -> VectorBatch? {
        guard keys.isEmpty, scan.filter.isEmpty, aggregates.items.allSatisfy({ $0.kind == .rows && $0.filter == nil }) else { return nil }
        try scan.options.checkpoint()
        let started = scan.meter.now
        let share = Share(self)
        let group = share.assignment.ensuredGroup()
        share.grow()
        for unit in scan.units {
            let rows = scan.views[unit.source].source.rowGroups[unit.group].rowCount
            for state in share.states { (state as? CountAccumulator)?.add(rows: rows, to: group) }
            scan.note(unit, selected: rows)
        }
        scan.meter.note(.group, rowsIn: scan.read.rowsRead, rowsOut: 1, since: started)
        return try result([share], scan.options)
    }

    /// The groups of a relation's rows.
    func run(
        over relation: MaterializedRelation, _ filter: RelationFilter, _ scan: UnitScan
    ) throws(InteractionError) -> VectorBatch {
        let parts = relation.parts(scan.options)
        let finished = Finished()
        let next = NextIndex()
        let shares = min(scan.options.threads, parts.count)
        try scan.options.runner.run(count: shares, threads: shares) { (index) throws(InteractionError) in
            let share = Share(self)
            while true {
                let part = next.take()
                guard part < parts.count else { break }
                try scan.options.checkpoint()
                let batch = try filter.select(relation, parts[part], scan.evaluator)
                let started = scan.meter.now
                if batch.count > 0 {
                    try add(batch, [:], scan.evaluator, share, needsPlaces ? EventPlaces(rows: batch.numbers) : nil)
                }
                scan.meter.note(.group, rowsIn: batch.count, rowsOut: 0, since: started)
                if share.byteCount > min(1 << 20, scan.options.spillThreshold) { try hold(scan, share) }
            }
            finished.add(index, share)
        }
        return try merged(finished.sorted, scan)
    }

    /// SELECT without FROM, with aggregates: one row without columns.
    func runOverOneRow(_ evaluator: Evaluator) throws(InteractionError) -> VectorBatch {
        let share = Share(self)
        try add(VectorBatch(count: 1), [:], evaluator, share)
        return try result([share], ExecutionOptions())
    }

    private func hold(_ scan: UnitScan, _ share: Share) throws(InteractionError) {
        try scan.hold(
            share.byteCount + internedBytes / scan.shareCount, share: ObjectIdentifier(share).hashValue, "the groups of this query",
            threshold: canSpill(scan.options) ? scan.options.spillThreshold : nil)
    }

    /// Bytes of the distinct values that all shares have met.
    var internedBytes: Int { interners.reduce(0) { $0 + $1.byteCount } + aggregates.items.reduce(0) { $0 + ($1.interner?.byteCount ?? 0) } }

    /// True when groups beyond the threshold can go to temporary files: there are rows to put there, and keys or values to part them by.
    func canSpill(_ options: ExecutionOptions) -> Bool { options.spill != nil && (keys.isEmpty ? countsDistinct : !columns.isEmpty) }

    /// The columns that keys and aggregates read.
    var columns: Set<ColumnReference> {
        var columns: Set<ColumnReference> = []
        for key in keys { columns.formUnion(key.columns) }
        for item in aggregates.items {
            for node in item.nodes { columns.formUnion(node.columns) }
            columns.formUnion(item.filter?.columns ?? [])
        }
        return columns
    }

    /// True when aggregates see the places of rows.
    var needsPlaces: Bool { aggregates.needsPlaces }

    /// Calls `body` with the rows that pass the filter, a batch at a time, on the threads of the query; with their places when
    /// aggregates see them.
    func forEachBatch(
        of input: QueryInput, _ scan: UnitScan,
        _ body: @escaping @Sendable (any Batch, EventPlaces?) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        switch input {
        case .oneRow: return
        case .events:
            try scan.run(shares: scan.shareCount) {
            } _: { (_, unit) throws(InteractionError) in
                let reader = scan.reader(unit)
                let selection = try scan.select(unit, reader)
                if selection.isEmpty { return }
                try body(ScanBatch(reader, selection), needsPlaces ? try EventPlaces(reader, selection, source: unit.source) : nil)
            } end: { (_, _) throws(InteractionError) in
            }
        case .relation(let relation, let filter):
            let parts = relation.parts(scan.options)
            try RelationParts.run(parts, scan) { (index) throws(InteractionError) in
                let batch = try filter.select(relation, parts[index], scan.evaluator)
                if batch.count > 0 { try body(batch, needsPlaces ? EventPlaces(rows: batch.numbers) : nil) }
            }
        }
    }

    private func merged(_ shares: [Share], _ scan: UnitScan) throws(InteractionError) -> VectorBatch {
        let started = scan.meter.now
        let count = shares.reduce(0) { $0 + $1.assignment.table.count }
        scan.notePeak(shares.reduce(internedBytes) { $0 + $1.byteCount })
        let groups = try result(shares, scan.options)
        scan.meter.note(.merge, rowsIn: count, rowsOut: groups.count, since: started)
        scan.meter.note(.group, rowsIn: 0, rowsOut: groups.count, since: scan.meter.now)
        return groups
    }

    /// The groups of shares, merged into the first. Errors: those of results.
    func result(_ shares: [Share], _ options: ExecutionOptions) throws(InteractionError) -> VectorBatch {
        guard let first = shares.first else { return try result([Share(self)], options) }
        for other in shares.dropFirst() {
            let map = first.assignment.merge(other.assignment.table)
            first.grow()
            for (state, theirs) in zip(first.states, other.states) { state.merge(theirs, map) }
        }
        first.assignment.ensureGroup()
        first.grow()
        let count = first.assignment.table.count
        return VectorBatch(
            count: count, keys: interners.enumerated().map { $1.vector(first.assignment.table.column($0)) },
            aggregates: try aggregates.results(first.states, groupCount: count, options))
    }

    /// Shares that have no more units, by their number.
    private final class Finished: Sendable {
        private let shares = Mutex<[Int: Share]>([:])
        func add(_ index: Int, _ share: Share) { shares.withLock { $0[index] = share } }
        var sorted: [Share] { shares.withLock { shares in shares.sorted { $0.key < $1.key }.map(\.value) } }
    }
}
