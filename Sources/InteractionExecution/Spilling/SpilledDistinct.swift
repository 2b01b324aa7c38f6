// count(DISTINCT ...) without grouping, over more values than the memory budget holds: the values are put into partitions by
// their hash, in a temporary file, and each partition is counted by itself. A value lies in one partition only, so the counts
// add up.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

struct SpilledDistinct: Sendable {
    /// What is counted: a call's argument and filter.
    private struct Subject: Hashable, Sendable {
        var argument: Expression
        var filter: Expression?
    }

    private let plan: SelectPlan
    private let scan: UnitScan
    private let input: QueryInput
    private let space: any SpillSpace
    /// Each different subject once.
    private let subjects: [Subject]

    /// nil when the plan is no such question, or the options allow no files.
    init?(_ plan: SelectPlan, _ scan: UnitScan, _ input: QueryInput) {
        guard let space = scan.options.spill, Self.isSuited(plan) else { return nil }
        if case .oneRow = input { return nil }
        self.plan = plan
        self.scan = scan
        self.input = input
        self.space = space
        var subjects: [Subject] = []
        for call in plan.aggregates {
            guard let subject = Self.subject(call), !subjects.contains(subject) else { continue }
            subjects.append(subject)
        }
        self.subjects = subjects
    }

    /// True for plans without keys that count distinct values.
    static func isSuited(_ plan: SelectPlan) -> Bool {
        plan.isGrouped && plan.keys.isEmpty && plan.aggregates.contains { Self.subject($0) != nil }
    }

    private static func subject(_ call: AggregateCall) -> Subject? {
        guard call.isDistinct, call.function == .count, let argument = call.argument, argument.constant == nil else { return nil }
        return Subject(argument: argument, filter: call.filter)
    }

    /// The one group: its aggregates in the order of the plan. Errors: `.limitReached` when the other aggregates do not fit
    /// either, those of temporary files.
    func run() throws(InteractionError) -> VectorBatch {
        var rest = plan
        rest.aggregates = plan.aggregates.filter { Self.subject($0) == nil }
        scan.restart()
        var others = rest.aggregates.isEmpty ? [] : try GroupedResult.groups(rest, scan, input).aggregates[...]
        scan.restart()
        let counts = try counts()
        var aggregates: [Vector] = []
        for call in plan.aggregates {
            if let subject = Self.subject(call), let index = subjects.firstIndex(of: subject) {
                aggregates.append(.constant(.bigint(counts[index]), .bigint, count: 1).spread())
            } else {
                aggregates.append(others.removeFirst())
            }
        }
        return VectorBatch(count: 1, aggregates: aggregates)
    }

    /// How many values each subject has.
    private func counts() throws(InteractionError) -> [Int64] {
        let nodes = subjects.map { (argument: ExpressionNode($0.argument), filter: $0.filter.map { ExpressionNode($0) }) }
        var files: [Partitions] = []
        for node in nodes { files.append(Partitions(try ChunkFile([node.argument.type], in: space))) }
        let partitions = files
        // Keys and aggregates of no kind: only the rows are wanted.
        try GroupedQuery(plan).forEachBatch(of: input, scan) { (batch, _) throws(InteractionError) in
            let started = scan.meter.now
            for (node, file) in zip(nodes, partitions) {
                var rows = batch
                if let filter = node.filter, let positions = Logic.trueRows(try scan.evaluator.evaluate(filter, batch)) {
                    rows = batch.restricted(to: positions)
                }
                try Self.split(try scan.evaluator.evaluate(node.argument, rows), into: file)
            }
            scan.meter.note(.partition, rowsIn: batch.count, rowsOut: batch.count, since: started)
        }
        let work = partitions.enumerated().flatMap { subject, file in file.list.map { (subject: subject, chunks: $0) } }
        let totals = Mutex([Int64](repeating: 0, count: subjects.count))
        try scan.options.runner.run(count: work.count, threads: scan.options.threads) { (index) throws(InteractionError) in
            let (subject, chunks) = work[index]
            let count = try count(chunks, partitions[subject].file, nodes[subject].argument.type)
            totals.withLock { $0[subject] += count }
        }
        scan.noteSpilled(bytes: partitions.reduce(0) { $0 + $1.file.byteCount }, partitions: work.count)
        return totals.withLock { $0 }
    }

    /// Writes each value of a batch once, to the partition of its hash.
    private static func split(_ values: Vector, into partitions: Partitions) throws(InteractionError) {
        if values.count == 0 { return }
        if case .nulls = values.data { return }
        let keys = KeyCodes(values)
        var first: [UInt32] = [0]
        if let codes = keys.codes {
            var seen = [Bool](repeating: false, count: keys.cardinality)
            first = []
            for (row, code) in codes.enumerated() where !seen[Int(code)] {
                seen[Int(code)] = true
                first.append(UInt32(truncatingIfNeeded: row))
            }
        }
        let once = values.gathered(first)
        let hashes = KeyHash.rows([KeyCodes(once)], [values.type], count: first.count)
        try partitions.add([once], by: hashes, shift: 0)
    }

    private func count(_ chunks: [SpilledChunk], _ file: ChunkFile, _ type: ScalarType) throws(InteractionError) -> Int64 {
        let started = scan.meter.now
        let distinct = DistinctAccumulator(KeyInterner(type), ownsTexts: true)
        distinct.grow(to: 1)
        var rows = 0
        for chunk in chunks {
            try scan.options.checkpoint()
            try distinct.add(try file.read(chunk)[0], GroupRefs(.one(0), count: chunk.rows))
            rows += chunk.rows
            let bytes = (distinct.byteCount + distinct.interner.byteCount) * scan.options.threads
            scan.notePeak(bytes)
            guard bytes <= scan.options.memoryBudget else {
                throw InteractionError(
                    .limitReached, "the distinct values of this query need more than the memory budget of \(scan.options.memoryBudget >> 20) MiB",
                    hint: "filter more, or raise the budget")
            }
        }
        guard case .ints(let counts) = try distinct.counts().data, let count = counts.first else { return 0 }
        scan.meter.note(.group, rowsIn: rows, rowsOut: Int(count), since: started)
        return count
    }
}
