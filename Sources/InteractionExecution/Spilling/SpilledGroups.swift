// Grouping whose states the memory budget does not hold. The rows that grouping reads are put into partitions by a hash of
// their keys, in a temporary file; then each partition is grouped by itself, its rows brought in order, and all are merged.
// Every group lies in one partition whole, so each aggregate is what it is in memory, to the bit.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

struct SpilledGroups {
    /// Passes over the rows of a partition that is still too large.
    static let levels = 4

    private let plan: SelectPlan
    private let scan: UnitScan
    private let input: QueryInput
    private let space: any SpillSpace
    private let layout: GroupedLayout
    private let columns: [ColumnReference]

    /// nil when the plan or the options allow no partitions.
    init?(_ plan: SelectPlan, _ scan: UnitScan, _ input: QueryInput) {
        let query = GroupedQuery(plan)
        guard let space = scan.options.spill, !plan.keys.isEmpty, query.canSpill(scan.options) else { return nil }
        if case .oneRow = input { return nil }
        self.plan = plan
        self.scan = scan
        self.input = input
        self.space = space
        layout = GroupedLayout(plan)
        columns = query.columns.sorted { $0.description < $1.description }
    }

    /// The visible columns of the result. Errors: `.limitReached` when one group alone is too large, those of temporary files.
    func run() throws(InteractionError) -> [Vector] {
        scan.restart()
        let query = GroupedQuery(plan)
        let runs = SortedRuns(
            layout.types, order: layout.order, visible: layout.visible, space: space, room: scan.options.memoryBudget / 8)
        let types = columns.map(\.type) + (query.needsPlaces ? EventPlaces.columnTypes : [])
        let partitions = Partitions(try ChunkFile(types, in: space))
        try query.forEachBatch(of: input, scan) { (batch, places) throws(InteractionError) in
            let started = scan.meter.now
            try split(batch, places, query, scan.evaluator, level: 0, into: partitions)
            scan.meter.note(.partition, rowsIn: batch.count, rowsOut: batch.count, since: started)
        }
        let parts = partitions.list
        try scan.options.runner.run(count: parts.count, threads: scan.options.threads) { (index) throws(InteractionError) in
            try answer(parts[index], partitions, level: 1, runs)
        }
        scan.noteSpilled(bytes: partitions.file.byteCount + runs.spilledBytes, partitions: parts.count)
        if plan.limit == nil, !plan.isDistinct { try checkRowLimit(max(0, runs.rowCount - plan.offset), scan.options) }
        return try layout.result(runs, scan)
    }

    /// Puts the rows of a batch into partitions by the bits of a level.
    private func split(
        _ batch: any Batch, _ places: EventPlaces?, _ query: GroupedQuery, _ evaluator: Evaluator, level: Int,
        into partitions: Partitions
    ) throws(InteractionError) {
        var codes: [KeyCodes] = []
        for key in query.keys { codes.append(KeyCodes(try evaluator.evaluate(key, batch))) }
        let hashes = KeyHash.rows(codes, query.keys.map(\.type), count: batch.count)
        var vectors: [Vector] = []
        for column in columns { vectors.append(try batch.column(column)) }
        if let places { vectors += places.columns }
        try partitions.add(vectors, by: hashes, shift: level * Partitions.bits)
    }

    /// The rows of a chunk. The rows of one chunk are of one source.
    private func batch(
        _ chunk: SpilledChunk, _ file: ChunkFile
    ) throws(InteractionError) -> (rows: VectorBatch, places: EventPlaces?) {
        let vectors = try file.read(chunk)
        let rows = VectorBatch(count: chunk.rows, columns: Dictionary(zip(columns, vectors)) { first, _ in first })
        return (rows, vectors.count > columns.count ? EventPlaces(columns: vectors[columns.count...]) : nil)
    }

    /// Groups a partition, or parts it again.
    private func answer(
        _ chunks: [SpilledChunk], _ partitions: Partitions, level: Int, _ runs: SortedRuns
    ) throws(InteractionError) {
        // Its own interners and caches: what a partition learns goes with it.
        let query = GroupedQuery(plan)
        let evaluator = scan.evaluator.withoutCaches()
        let share = GroupedQuery.Share(query, ownsColumns: true)
        let room = scan.options.spillThreshold / 2 / scan.options.threads
        let started = scan.meter.now
        for chunk in chunks {
            try scan.options.checkpoint()
            let (rows, places) = try batch(chunk, partitions.file)
            try query.add(rows, [:], evaluator, share, places)
            let bytes = share.byteCount + query.internedBytes
            scan.notePeak(bytes * scan.options.threads + runs.heldBytes)
            if bytes > room, chunks.count > 1, level < Self.levels { return try divide(chunks, partitions, level: level, runs) }
        }
        let bytes = share.byteCount + query.internedBytes
        guard bytes <= scan.options.memoryBudget / 2 else {
            throw InteractionError(
                .limitReached, "the values of one group need more than the memory budget of \(scan.options.memoryBudget >> 20) MiB",
                hint: "filter more, or raise the budget")
        }
        var single = scan.options
        single.threads = 1
        let groups = try query.result([share], single)
        let grouped = scan.meter.note(.group, rowsIn: chunks.reduce(0) { $0 + $1.rows }, rowsOut: groups.count, since: started)
        let rows = try layout.rows(groups, evaluator)
        try runs.add(rows.columns, rows: rows.count)
        scan.meter.note(.order, rowsIn: groups.count, rowsOut: rows.count, since: grouped)
    }

    private func divide(
        _ chunks: [SpilledChunk], _ partitions: Partitions, level: Int, _ runs: SortedRuns
    ) throws(InteractionError) {
        let query = GroupedQuery(plan)
        let parts = Partitions(partitions.file)
        let evaluator = scan.evaluator.withoutCaches()
        for chunk in chunks {
            try scan.options.checkpoint()
            let (rows, places) = try batch(chunk, partitions.file)
            try split(rows, places, query, evaluator, level: level, into: parts)
        }
        for part in parts.list { try answer(part, parts, level: level + 1, runs) }
    }
}
