// Makes sessions of the runs of a stream: a record for each, grown where a session goes on in another run. State is one record a
// session.

import InteractionExecution
import InteractionModel

/// Columns of a stream as a fold over sessions finds them; nil for those that no one reads.
struct SessionColumns: Sendable {
    var action: Int?
    var component: Int?
    var user: Int?
    /// The given id of each event, for names where ids do not make sessions.
    var session: Int?
    /// Bit 0: an error.
    var error: Int?
    var countsActions = false
}

/// The fold.
struct SessionFold: UnitFold {
    private let columns: SessionColumns
    private let maxLength: Int64?
    private let gap: Int64
    /// Sessions of one batch, by the index of the batch.
    private var blocks: [(index: Int, records: SessionRecords)] = []
    private var blockBytes = 0
    /// Sessions that may go on.
    private var carried = SessionRecords()
    /// The latest record of each carried unit + 1.
    private var open: [UInt32] = []
    /// Actions seen in carried records.
    private var seen: [Int: Set<UInt32>] = [:]
    private var stamps: [UInt32] = []
    private var stamp: UInt32 = 0

    /// `gap` is the pause that ends what a run belongs to, where one does.
    init(_ columns: SessionColumns, gap: Int64, maxLength: Int64?) {
        self.columns = columns
        self.gap = gap
        self.maxLength = maxLength
    }

    var byteCount: Int { blockBytes + carried.byteCount + open.count * 4 + seen.count * 96 }

    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) {
        var block: SessionRecords
        if let maxLength {
            block = records(runs.flatMap { $0.cut(after: maxLength, since: $0.start, batch) }, batch)
        } else {
            block = records(runs, batch)
        }
        block = block.inOrder()
        blockBytes += block.byteCount
        blocks.append((batch.index, block))
    }

    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) {
        // What begins a record, and what goes on in one that was there before the batch: the later ones of a unit's runs always begin.
        var beginning: [UnitRun] = []
        var going: [(run: UnitRun, record: Int)] = []
        for run in runs {
            let slot = Int(run.number)
            if slot >= open.count { open += [UInt32](repeating: 0, count: max(slot + 1, open.count * 2) - open.count) }
            var record = open[slot] == 0 ? nil : Int(open[slot]) - 1
            if let before = record, run.endsByGap, before >= carried.count || run.start &- carried.ends[before] > gap { record = nil }
            var parts = [run]
            if let maxLength { parts = run.cut(after: maxLength, since: record.map { carried.starts[$0] } ?? run.start, batch) }
            for (index, part) in parts.enumerated() {
                if let before = record, index == 0, maxLength.map({ part.start &- carried.starts[before] <= $0 }) ?? true {
                    going.append((part, before))
                } else {
                    beginning.append(part)
                    open[slot] = UInt32(truncatingIfNeeded: carried.count + beginning.count)
                }
            }
        }
        for (run, record) in going { extend(record, by: run, batch) }
        let first = carried.count
        carried.combine(records(beginning, batch), .appended)
        if columns.countsActions, let column = columns.action {
            for (index, run) in beginning.enumerated() { seen[first + index] = Set(batch.columns[column][run.range]) }
        }
    }

    mutating func end() {}

    mutating func add(_ other: consuming SessionFold) {
        blocks += other.blocks
        blockBytes += other.blockBytes
        carried.combine(other.carried, .appended)
    }

    /// All sessions in order.
    consuming func all() -> SessionRecords {
        blocks.sort { $0.index < $1.index }
        var all = SessionRecords()
        let count = blocks.reduce(carried.count) { $0 + $1.records.count }
        if let first = blocks.first { all.combine(first.records, .reserved(count)) }
        for index in blocks.indices {
            all.combine(blocks[index].records, .appended)
            // Its memory is wanted for the next ones.
            blocks[index].records = SessionRecords()
        }
        all = all.inOrder()
        let carried = carried.inOrder()
        if carried.count == 0 { return all }
        if all.count == 0 { return carried }
        var runs: [Int] = []
        runs.reserveCapacity(carried.count)
        var next = 0
        for record in 0..<carried.count {
            let first = next
            while next < all.count, all.comesBefore(next, carried, record) { next += 1 }
            runs.append(next - first)
        }
        all.combine(carried, .merged(runs))
        return all
    }

    /// A record goes on with a run.
    private mutating func extend(_ record: Int, by run: UnitRun, _ batch: UnitBatch) {
        carried.ends[record] = run.end
        carried.events[record] &+= run.count
        let last = run.range.upperBound - 1
        if let column = columns.action {
            carried.exits[record] = batch.columns[column][last]
            if columns.countsActions {
                seen[record, default: []].formUnion(batch.columns[column][run.range])
                carried.distinctActions[record] = UInt32(truncatingIfNeeded: seen[record]?.count ?? 0)
            }
        }
        if let column = columns.component { carried.exitComponents[record] = batch.columns[column][last] }
        if let column = columns.user, let user = batch.columns[column][run.range].last(where: { $0 != 0 }) { carried.users[record] = user }
        if let column = columns.error { carried.errors[record] &+= Self.errors(batch.columns[column], run) }
    }

    /// A record for each run.
    private mutating func records(_ runs: [UnitRun], _ batch: UnitBatch) -> SessionRecords {
        func firsts(_ column: Int?) -> [UInt32] {
            guard let column else { return [] }
            let values = batch.columns[column]
            return runs.map { values[Int($0.first)] }
        }
        func lasts(_ column: Int?) -> [UInt32] {
            guard let column else { return [] }
            let values = batch.columns[column]
            return runs.map { values[Int($0.first &+ $0.count &- 1)] }
        }
        var records = SessionRecords()
        records.starts = runs.map(\.start)
        records.ends = runs.map(\.end)
        records.events = runs.map(\.count)
        records.units = runs.map(\.unit)
        if batch.hasPlaces { records.places = runs.map { batch.place($0) } }
        records.entries = firsts(columns.action)
        records.exits = lasts(columns.action)
        records.entryComponents = firsts(columns.component)
        records.exitComponents = lasts(columns.component)
        records.firstSessions = firsts(columns.session)
        if let column = columns.user {
            let users = batch.columns[column]
            records.users = runs.map { users[$0.range].last { $0 != 0 } ?? 0 }
        }
        if let column = columns.error { records.errors = runs.map { Self.errors(batch.columns[column], $0) } }
        if columns.countsActions, let column = columns.action { records.distinctActions = countActions(runs, batch.columns[column]) }
        return records
    }

    private mutating func countActions(_ runs: [UnitRun], _ actions: [UInt32]) -> [UInt32] {
        var counts: [UInt32] = []
        counts.reserveCapacity(runs.count)
        for run in runs {
            stamp &+= 1
            var count: UInt32 = 0
            for index in run.range {
                let action = Int(actions[index])
                if action >= stamps.count { stamps += [UInt32](repeating: 0, count: action + 1 - stamps.count) }
                if stamps[action] != stamp {
                    stamps[action] = stamp
                    count += 1
                }
            }
            counts.append(count)
        }
        return counts
    }

    private static func errors(_ marks: [UInt32], _ run: UnitRun) -> UInt32 {
        marks[run.range].reduce(0) { $0 &+ ($1 & 1) }
    }
}

extension UnitRun {
    /// Its events in parts, each ending before one that is later than `length` after the start of its part; the first part begins at
    /// `start`, which may be before the run.
    func cut(after length: Int64, since start: Int64, _ batch: UnitBatch) -> [UnitRun] {
        var parts: [UnitRun] = []
        var first = range.lowerBound
        var begin = start
        for index in range where batch.times[index] &- begin > length {
            if index > first { parts.append(part(first..<index, batch)) }
            begin = batch.times[index]
            first = index
        }
        parts.append(part(first..<range.upperBound, batch))
        return parts
    }

    private func part(_ range: Range<Int>, _ batch: UnitBatch) -> UnitRun {
        var part = self
        part.first = UInt32(truncatingIfNeeded: range.lowerBound)
        part.count = UInt32(truncatingIfNeeded: range.count)
        part.start = batch.times[range.lowerBound]
        part.end = batch.times[range.upperBound - 1]
        return part
    }
}
