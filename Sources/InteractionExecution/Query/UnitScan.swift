// Hands out the row groups of all sources to threads, and counts what was read and skipped.

import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization

/// One row group of one source.
struct ScanUnit: Sendable {
    var source: Int
    var group: Int
    /// True for the first unit of its source.
    var opensSource = false
}

/// The units of a query in order of sources and row groups, pruned by time.
final class UnitScan: Sendable {
    let views: [SourceView]
    let units: [ScanUnit]
    private let pieces: [Range<Int>]
    let filter: ScanFilter
    let evaluator: Evaluator
    let options: ExecutionOptions
    let meter: OperatorMeter
    /// What had been read of the sources before.
    private let traffic: [SegmentTraffic]
    private let facts: Mutex<ScanFacts>
    /// Rows of all units.
    private let rowCount: Int
    /// The facts before the first unit was read.
    private let initialFacts: ScanFacts
    private let memory = Mutex(Held())

    private struct Held: Sendable {
        var shares: [Int: Int] = [:]
        var use = MemoryUse()
    }

    init(_ sources: [any SegmentSource], _ filter: ScanFilter, _ options: ExecutionOptions, _ evaluator: Evaluator = Evaluator()) {
        self.evaluator = evaluator
        views = sources.map { SourceView($0) }
        meter = OperatorMeter(options.clock)
        traffic = sources.map(\.traffic)
        self.filter = filter
        self.options = options
        var facts = ScanFacts()
        var units: [ScanUnit] = []
        for (index, source) in sources.enumerated() {
            guard filter.admits(first: source.facts.firstTimestamp, last: source.facts.lastTimestamp) else {
                facts.segmentsSkipped += 1
                facts.skip(.time, groups: source.rowGroups.count, rows: source.facts.rowCount)
                continue
            }
            facts.segmentsRead += 1
            for (group, rows) in source.rowGroups.enumerated() {
                if filter.admits(first: rows.firstTimestamp, last: rows.lastTimestamp) {
                    units.append(ScanUnit(source: index, group: group, opensSource: units.last?.source != index))
                } else {
                    facts.skip(.time, groups: 1, rows: rows.rowCount)
                }
            }
        }
        self.units = units
        pieces = Self.pieces(units, threads: options.threads)
        self.facts = Mutex(facts)
        initialFacts = facts
        rowCount = units.reduce(0) { $0 + sources[$1.source].rowGroups[$1.group].rowCount }
    }

    /// Runs of units that one thread takes at once: those of one source, whose dictionaries it then maps once, as long as every
    /// thread gets many of them.
    private static func pieces(_ units: [ScanUnit], threads: Int) -> [Range<Int>] {
        let longest = max(1, units.count / (threads * 8))
        var pieces: [Range<Int>] = []
        for index in units.indices {
            if let last = pieces.last, last.count < longest, units[last.lowerBound].source == units[index].source {
                pieces[pieces.count - 1] = last.lowerBound..<index + 1
            } else {
                pieces.append(index..<index + 1)
            }
        }
        return pieces
    }

    /// Calls `body` for each unit; units start in order, each on some thread, with the number of the thread's share
    /// (0..<shares). `begin` makes what a share keeps between its units; `end` gets it when there are no more.
    func run<Share>(
        shares: Int, begin: @escaping @Sendable () -> Share,
        _ body: @escaping @Sendable (inout Share, ScanUnit) throws(InteractionError) -> Void,
        end: @escaping @Sendable (Int, consuming Share) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        let box = NextIndex()
        try options.runner.run(count: shares, threads: shares) { [self] (index) throws(InteractionError) in
            var share = begin()
            while true {
                let piece = box.take()
                guard piece < pieces.count else { break }
                for unit in pieces[piece] {
                    try options.checkpoint()
                    try body(&share, units[unit])
                }
            }
            try end(index, share)
        }
    }

    /// How many shares pay: never more than units.
    var shareCount: Int { max(1, min(options.threads, units.count)) }

    func reader(_ unit: ScanUnit) -> UnitReader { UnitReader(views[unit.source], group: unit.group) }

    /// The rows of a unit that pass the filter, noted; none when the filter knew from the start. Errors: those of reading and
    /// evaluating.
    func select(_ unit: ScanUnit, _ reader: UnitReader) throws(InteractionError) -> RowSelection {
        guard try admits(unit, reader) else { return .rows([]) }
        return try selectAdmitted(unit, reader)
    }

    /// False when the filter knows that no row of the unit passes, which is noted. Errors: those of reading.
    func admits(_ unit: ScanUnit, _ reader: UnitReader) throws(InteractionError) -> Bool {
        let started = meter.now
        if try filter.admits(reader, evaluator) { return true }
        note(unit, selected: 0, reader.skipped)
        meter.note(.filter, rowsIn: reader.rowCount, rowsOut: 0, since: started)
        return false
    }

    /// The rows of an admitted unit that pass, noted.
    func selectAdmitted(_ unit: ScanUnit, _ reader: UnitReader) throws(InteractionError) -> RowSelection {
        let started = meter.now
        let selection = try filter.selectAdmitted(reader, evaluator)
        note(unit, selected: selection.count)
        if !filter.isEmpty { meter.note(.filter, rowsIn: reader.rowCount, rowsOut: selection.count, since: started) }
        return selection
    }

    /// Notes a unit whose rows a rollup stood for, and how many of its source's rows passed the filter.
    func noteRollup(_ unit: ScanUnit, selected: Int) {
        let rows = views[unit.source].source.rowGroups[unit.group].rowCount
        facts.withLock {
            $0.rowsFromRollups += rows
            $0.rowsSelected += selected
        }
    }

    /// Notes that a unit was read, and how many of its rows passed the filter; or why none had to be read.
    func note(_ unit: ScanUnit, selected: Int, _ reason: SkipReason? = nil) {
        let rows = views[unit.source].source.rowGroups[unit.group].rowCount
        facts.withLock {
            if selected == 0 {
                $0.skip(reason ?? .condition, groups: 1, rows: rows)
            } else {
                $0.rowGroupsRead += 1
                $0.rowsRead += rows
            }
            $0.rowsSelected += selected
        }
    }

    var read: ScanFacts {
        var read = facts.withLock { $0 }
        for (view, before) in zip(views, traffic) {
            let now = view.source.traffic
            read.bytesRead += now.read - before.read
            read.bytesDecoded += now.decoded - before.decoded
        }
        return read
    }

    /// The part of the rows that was read or left out so far.
    private var progress: Double {
        let rows = facts.withLock { $0.rowsRead + $0.rowsSkipped + $0.rowsFromRollups } - initialFacts.rowsSkipped
        return rowCount == 0 ? 0 : Double(rows) / Double(rowCount)
    }

    /// Says how many bytes a share holds. Errors: `.limitReached` beyond the budget, or beyond `threshold` when it is given; then
    /// also when a quarter of it is held so early that all rows will surely need more.
    func hold(_ bytes: Int, share: Int, _ what: String, threshold: Int? = nil) throws(InteractionError) {
        let total = memory.withLock { held in
            held.shares[share] = bytes
            let total = held.shares.values.reduce(options.heldBytes, +)
            held.use.peakBytes = max(held.use.peakBytes, total)
            return total
        }
        var limit = options.memoryBudget
        if let threshold {
            limit = threshold
            let progress = total > threshold / 4 ? self.progress : 0
            if progress > 0, Double(total) > progress * Double(threshold) * 1.5 { limit = 0 }
        }
        guard total <= limit else {
            throw InteractionError(
                .limitReached, "\(what) need more than the memory budget of \(options.memoryBudget >> 20) MiB",
                hint: "filter more, group by something with fewer values, or raise the budget")
        }
    }

    /// Notes what was held for a while; what was written to temporary files.
    func notePeak(_ bytes: Int) { memory.withLock { $0.use.peakBytes = max($0.use.peakBytes, bytes + options.heldBytes) } }

    func noteSpilled(bytes: Int, partitions: Int) {
        memory.withLock {
            $0.use.spilledBytes += bytes
            $0.use.partitions += partitions
        }
    }

    var memoryUse: MemoryUse { memory.withLock { $0.use } }

    /// Forgets what was read and held, before all units are read once more.
    func restart() {
        facts.withLock { $0 = initialFacts }
        meter.reset()
        memory.withLock { $0.shares = [:] }
    }
}

/// What a query held in memory and put into temporary files.
package struct MemoryUse: Sendable, Hashable {
    /// Most bytes of states and rows at once, as the operators count them.
    package var peakBytes = 0
    /// Bytes written to temporary files.
    package var spilledBytes = 0
    /// Parts that were worked on one after another; 0 when nothing was spilled.
    package var partitions = 0

    package init() {}

    /// Adds what a later plan of the same query used.
    mutating func add(_ other: MemoryUse) {
        peakBytes = max(peakBytes, other.peakBytes)
        spilledBytes += other.spilledBytes
        partitions += other.partitions
    }
}
