// One pass over the events of a question that finds who visited in which slot. A segment lists every user and session that has an
// event in it, so one whose events all count and lie in one bucket gives its visits without a look at its rows; of others the codes
// are marked by slot.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization

/// The visits of a question.
struct FoundVisits: Sendable {
    var pieces: [VisitPiece] = []
    /// Instants of the first and last chosen event, with or without a unit; nil without any.
    var times: ClosedRange<Int64>?
    var rowCount = 0
    /// Bytes of marks, and of dictionaries that were made for this.
    var byteCount = 0

    mutating func note(_ first: Int64, _ last: Int64) {
        times = times.map { min($0.lowerBound, first)...max($0.upperBound, last) } ?? first...max(first, last)
    }
}

final class VisitScan: Sendable {
    let request: VisitRequest
    /// Of all chosen sources.
    let buckets: VisitBuckets
    let scan: UnitScan
    private let filter: ScanFilter
    private let start: ScanFilter?
    private let back: ScanFilter?
    /// Segments all of whose events count, and the bucket of each.
    private let whole: [(source: any SegmentSource, slot: Int)]

    /// nil when no source can have a chosen event. Errors: those of reading, `.limitReached` for too many buckets.
    init?(
        _ sources: [any SegmentSource], _ filter: ScanFilter, _ request: VisitRequest, _ zone: ZoneRules, _ options: ExecutionOptions
    ) throws(InteractionError) {
        self.request = request
        self.filter = filter
        start = request.start.map { ScanFilter($0) }
        back = request.isOneEvent ? nil : request.back.map { ScanFilter($0) }
        let admitted = sources.filter { filter.admits(first: $0.facts.firstTimestamp, last: $0.facts.lastTimestamp) && $0.facts.rowCount > 0 }
        guard let first = admitted.map(\.facts.firstTimestamp).min(), let last = admitted.map(\.facts.lastTimestamp).max() else { return nil }
        let (from, to) = (max(first, filter.time.from), min(last, max(filter.time.to, .min + 1) - 1))
        buckets = try VisitBuckets(from, max(from, to), request, zone)
        var whole: [(source: any SegmentSource, slot: Int)] = []
        var rest: [any SegmentSource] = []
        for source in sources {
            if let slot = try Self.onlySlot(source, filter, request, buckets) { whole.append((source, slot)) } else { rest.append(source) }
        }
        self.whole = whole
        scan = UnitScan(rest, filter, options)
    }

    /// The bucket of a segment that needs no look at its rows.
    private static func onlySlot(
        _ source: any SegmentSource, _ filter: ScanFilter, _ request: VisitRequest, _ buckets: VisitBuckets
    ) throws(InteractionError) -> Int? {
        let facts = source.facts
        guard facts.kind != .memory, facts.rowCount > 0, filter.conditions.isEmpty, request.start == nil, request.back == nil,
            !request.needsTimes, facts.firstTimestamp >= filter.time.from, facts.lastTimestamp < filter.time.to
        else { return nil }
        let slot = buckets.index(of: facts.firstTimestamp)
        guard slot == buckets.index(of: facts.lastTimestamp) else { return nil }
        switch request.unit {
        case .identified, .session: return slot
        case .user:
            let hasUsers = try source.shapes().shapes.allSatisfy { $0.envelope[.userId] == .present }
            return hasUsers ? slot : nil
        case .expression: return nil
        }
    }

    /// What was read.
    var read: ScanFacts {
        var read = scan.read
        read.segmentsRead += whole.count
        for (source, _) in whole { read.rowsSelected += source.facts.rowCount }
        return read
    }

    /// Errors: those of reading and of the conditions, `.limitReached` beyond the budget, `.cancelled`.
    func run() throws(InteractionError) -> FoundVisits {
        let found = Mutex(Share())
        try scan.run(shares: scan.shareCount) {
            Share()
        } _: { [self] (share, unit) throws(InteractionError) in
            try add(unit, to: &share)
            try scan.hold(share.byteCount, share: Int(bitPattern: ObjectIdentifier(share.identity)), Self.what)
        } end: { (_, share) throws(InteractionError) in
            found.withLock { $0.merge(share) }
        }
        let share = found.withLock { $0 }
        var visits = share.visits
        for (source, _) in whole {
            visits.note(source.facts.firstTimestamp, source.facts.lastTimestamp)
            visits.rowCount += source.facts.rowCount
        }
        let marked = share.marks.sorted { ($0.key.source, $0.key.slot, $0.key.isSession ? 1 : 0) < ($1.key.source, $1.key.slot, $1.key.isSession ? 1 : 0) }
        let count = whole.count + marked.count
        let pieces = Mutex([VisitPiece?](repeating: nil, count: count))
        let next = NextIndex()
        let threads = max(1, min(scan.options.threads, count))
        try scan.options.runner.run(count: threads, threads: threads) { [self] (_) throws(InteractionError) in
            while true {
                let index = next.take()
                guard index < count else { return }
                try scan.options.checkpoint()
                let piece: VisitPiece
                if index < whole.count {
                    piece = try self.piece(whole[index].source, whole[index].slot)
                } else {
                    let (key, marks) = marked[index - whole.count]
                    let source = scan.views[key.source].source
                    let dictionary = key.isSession ? try source.clusters().ids : try source.dictionary(.user)
                    piece = VisitPiece(slot: key.slot, isSession: key.isSession, dictionary: dictionary, marks: marks).sorted()
                }
                pieces.withLock { $0[index] = piece }
            }
        }
        visits.pieces = pieces.withLock { $0.compactMap { $0 } }
        for piece in visits.pieces {
            visits.byteCount += piece.marks.byteCount + (piece.isSession ? piece.dictionary.byteCount + piece.dictionary.count * 4 : 0)
        }
        try scan.hold(visits.byteCount, share: 0, Self.what)
        return visits
    }

    static let what = "the units of each period"

    /// The visits of a whole segment.
    private func piece(_ source: any SegmentSource, _ slot: Int) throws(InteractionError) -> VisitPiece {
        guard request.unit == .session else {
            return VisitPiece(slot: slot, isSession: false, dictionary: try source.dictionary(.user), marks: .all).sorted()
        }
        let clusters = try source.clusters()
        var words = [UInt64](repeating: 0, count: (clusters.count + 64) / 64)
        for (cluster, kind) in clusters.kinds.enumerated() where kind == .session { words[(cluster + 1) >> 6] |= 1 << UInt64((cluster + 1) & 63) }
        return VisitPiece(slot: slot, isSession: true, dictionary: clusters.ids, marks: VisitMarks(started: words)).sorted()
    }

    /// What one thread has found.
    private struct Share: Sendable {
        struct Key: Hashable, Sendable {
            var source: Int
            var slot: Int
            var isSession: Bool
        }
        final class Identity: Sendable {}
        let identity = Identity()
        var marks: [Key: VisitMarks] = [:]
        var visits = FoundVisits()
        var byteCount = 0

        mutating func merge(_ other: Share) {
            for (key, marks) in other.marks {
                if self.marks[key] == nil {
                    self.marks[key] = marks
                    byteCount += marks.byteCount
                } else {
                    self.marks[key]?.merge(marks)
                }
            }
            if let times = other.visits.times { visits.note(times.lowerBound, times.upperBound) }
            visits.rowCount += other.visits.rowCount
        }
    }

    private func add(_ unit: ScanUnit, to share: inout Share) throws(InteractionError) {
        let reader = scan.reader(unit)
        let selection = try scan.select(unit, reader)
        if selection.isEmpty { return }
        share.visits.rowCount += selection.count
        if case .all = selection {
            share.visits.note(reader.facts.firstTimestamp, reader.facts.lastTimestamp)
        } else {
            let times = try reader.timestamps(of: selection)
            if let first = times.min(), let last = times.max() { share.visits.note(first, last) }
        }
        let starts = try start?.narrow(selection, reader, scan.evaluator) ?? selection
        if request.isOneEvent {
            try add(starts, unit, reader, starts: true, returns: true, to: &share)
        } else {
            try add(starts, unit, reader, starts: true, returns: false, to: &share)
            let returns = try back?.narrow(selection, reader, scan.evaluator) ?? selection
            try add(returns, unit, reader, starts: false, returns: true, to: &share)
        }
    }

    /// Marks rows in their slots.
    private func add(
        _ rows: RowSelection, _ unit: ScanUnit, _ reader: UnitReader, starts: Bool, returns: Bool, to share: inout Share
    ) throws(InteractionError) {
        if rows.isEmpty { return }
        if case .rolling = request.slots {
            return try mark(rows, unit, reader, slot: Int(reader.source.facts.day.number), starts: starts, returns: returns, to: &share)
        }
        let first = buckets.index(of: reader.facts.firstTimestamp)
        let last = buckets.index(of: reader.facts.lastTimestamp)
        if first == last { return try mark(rows, unit, reader, slot: first, starts: starts, returns: returns, to: &share) }
        let times = try reader.timestamps(of: rows)
        for slot in first...last {
            // The outermost buckets hold what lies beyond them, as `index(of:)` says.
            let from = slot == 0 ? Int64.min : buckets.start(of: slot)
            let to = slot == buckets.days.count - 1 ? Int64.max : buckets.start(of: slot + 1)
            var places: [UInt32] = []
            for (place, time) in times.enumerated() where time >= from && time < to { places.append(UInt32(truncatingIfNeeded: place)) }
            if places.isEmpty { continue }
            try mark(rows.picking(places), unit, reader, slot: slot, starts: starts, returns: returns, to: &share)
        }
    }

    /// Marks the units of rows of one slot.
    private func mark(
        _ rows: RowSelection, _ unit: ScanUnit, _ reader: UnitReader, slot: Int, starts: Bool, returns: Bool, to share: inout Share
    ) throws(InteractionError) {
        let times = request.needsTimes ? try reader.timestamps(of: rows) : []
        func put(_ codes: [UInt32], _ times: [Int64], isSession: Bool, limit: Int) {
            let key = Share.Key(source: unit.source, slot: slot, isSession: isSession)
            if share.marks[key] == nil {
                let marks = VisitMarks(codes: limit + 1, isOneEvent: request.isOneEvent, hasTimes: request.needsTimes)
                share.byteCount += marks.byteCount
                share.marks[key] = marks
            }
            share.marks[key]?.add(codes, times, starts: starts, returns: returns)
        }
        func putSessions(_ codes: [UInt32], _ times: [Int64]) throws(InteractionError) {
            put(codes, times, isSession: true, limit: try reader.source.clusters().count)
        }
        if request.unit == .session {
            if times.isEmpty, case .all = rows { return try putSessions(try reader.source.clusters().sessionCodes(in: reader.facts.rows), []) }
            return try putSessions(rows.pick(try reader.sessionCodes()), times)
        }
        let limit = try reader.source.dictionary(.user).count
        if times.isEmpty, case .all = rows, let runs = try reader.runs(.user) {
            put(runs.values, [], isSession: false, limit: limit)
            guard request.unit == .user, runs.values.contains(0) else { return }
            return try putSessions(try sessions(withoutUserIn: runs, reader), [])
        }
        let users = try reader.codes(.user, of: rows)
        put(users, times, isSession: false, limit: limit)
        guard request.unit == .user, users.contains(0) else { return }
        var places: [UInt32] = []
        for (place, code) in users.enumerated() where code == 0 { places.append(UInt32(truncatingIfNeeded: place)) }
        try putSessions(rows.picking(places).pick(try reader.sessionCodes()), times.isEmpty ? [] : Gather.pick(times, places))
    }

    /// Codes of the sessions that have an event without user in a group whose user codes are these runs; some may repeat.
    private func sessions(withoutUserIn runs: CodeRuns, _ reader: UnitReader) throws(InteractionError) -> [UInt32] {
        let clusters = try reader.source.clusters()
        var codes: [UInt32] = []
        var row = reader.facts.firstRow
        for (user, length) in zip(runs.values, runs.lengths) {
            // Lengths are stored less one.
            let end = row + Int(length) + 1
            if user == 0 { codes += clusters.sessionCodes(in: row..<end) }
            row = end
        }
        return codes
    }
}

extension ClusterTable {
    /// Codes of the sessions that have a row among some of the segment, each once, ascending. Cost: logarithmic, and linear in what
    /// there is.
    fileprivate func sessionCodes(in rows: Range<Int>) -> [UInt32] {
        guard count > 0, !rows.isEmpty else { return [] }
        var codes: [UInt32] = []
        var cluster = index(ofRow: rows.lowerBound)
        while cluster < count, Int(firstRows[cluster]) < rows.upperBound {
            if kinds[cluster] == .session { codes.append(UInt32(truncatingIfNeeded: cluster + 1)) }
            cluster += 1
        }
        return codes
    }
}
