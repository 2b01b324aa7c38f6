// Which users were active on which local day: the pairs of both, without repeats inside a segment. A segment lists every user that
// has an event in it, so one whose events all count and lie in one local day gives its pairs without a look at its rows; of others
// the user codes are marked by day.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization

/// Users of one dictionary that were active on one day.
struct ActivePiece: Sendable {
    /// Days since 1970-01-01, on local clocks.
    var day: Int32
    var dictionary: StringDictionary
    /// Bit code + 1 is set for each that was; nil for all of the dictionary.
    var bits: [UInt64]?

    var byteCount: Int { (bits?.count ?? 0) * 8 }
}

/// The pieces of a question.
struct ActiveDays: Sendable {
    /// By day, then in the order of segments. All dictionaries are sorted.
    var pieces: [ActivePiece] = []
    /// The first and last local day that has a chosen event, with or without a user; nil without any event.
    var range: ClosedRange<Int32>?
    /// Chosen events.
    var rowCount = 0
    /// Bytes of dictionaries that were made for this.
    var madeBytes = 0

    var byteCount: Int { pieces.reduce(madeBytes) { $0 + $1.byteCount } }

    mutating func note(_ day: Int32) { range = range.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day }
}

final class ActiveDayScan: Sendable {
    let filter: ScanFilter
    private let zone: ZoneRules
    private let options: ExecutionOptions
    /// Segments all of whose events count, and the one day of each.
    private let whole: [(source: any SegmentSource, day: Int32)]
    /// The rest.
    private let scan: UnitScan

    init(_ sources: [any SegmentSource], _ filter: ScanFilter, _ zone: ZoneRules, _ options: ExecutionOptions) {
        self.filter = filter
        self.zone = zone
        self.options = options
        var whole: [(source: any SegmentSource, day: Int32)] = []
        var rest: [any SegmentSource] = []
        for source in sources {
            if let day = Self.onlyDay(source, filter, zone) { whole.append((source, day)) } else { rest.append(source) }
        }
        self.whole = whole
        scan = UnitScan(rest, filter, options)
    }

    /// The local day of a segment that needs no look at its rows.
    private static func onlyDay(_ source: any SegmentSource, _ filter: ScanFilter, _ zone: ZoneRules) -> Int32? {
        let facts = source.facts
        guard facts.kind != .memory, facts.rowCount > 0, filter.conditions.isEmpty, facts.firstTimestamp >= filter.time.from,
            facts.lastTimestamp < filter.time.to
        else { return nil }
        let day = zone.day(of: Timestamp(microseconds: facts.firstTimestamp))
        return facts.lastTimestamp < zone.start(of: day.advanced(by: 1)).microseconds ? day.number : nil
    }

    /// What was read.
    var read: ScanFacts {
        var read = scan.read
        read.segmentsRead += whole.count
        for (source, _) in whole { read.rowsSelected += source.facts.rowCount }
        return read
    }

    /// Errors: those of reading and of the filter, `.limitReached` beyond the budget, `.cancelled`.
    func run() throws(InteractionError) -> ActiveDays {
        let found = Mutex(Found())
        try scan.run(shares: scan.shareCount) {
            Found()
        } _: { [self] (share, unit) throws(InteractionError) in
            try add(unit, to: &share)
            try scan.hold(share.byteCount, share: Int(bitPattern: ObjectIdentifier(share.identity)), "the users of each day")
        } end: { (_, share) throws(InteractionError) in
            found.withLock { $0.merge(share) }
        }
        var made = found.withLock { $0 }
        for (source, day) in whole {
            made.days.note(day)
            made.days.rowCount += source.facts.rowCount
        }
        let marked = made.marks.sorted { ($0.key.source, $0.key.day) < ($1.key.source, $1.key.day) }
        let count = whole.count + marked.count
        let pieces = Mutex([ActivePiece?](repeating: nil, count: count))
        let next = NextIndex()
        let threads = max(1, min(options.threads, count))
        try options.runner.run(count: threads, threads: threads) { [self] (_) throws(InteractionError) in
            while true {
                let index = next.take()
                guard index < count else { return }
                try options.checkpoint()
                let piece: ActivePiece
                if index < whole.count {
                    let dictionary = try whole[index].source.dictionary(.user)
                    piece = ActivePiece(day: whole[index].day, dictionary: dictionary).sorted()
                } else {
                    let (key, bits) = marked[index - whole.count]
                    let dictionary = try scan.views[key.source].source.dictionary(.user)
                    piece = ActivePiece(day: key.day, dictionary: dictionary, bits: bits).sorted()
                }
                pieces.withLock { $0[index] = piece }
            }
        }
        let all = pieces.withLock { $0.compactMap { $0 } }
        made.days.pieces = all.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
        for (index, piece) in all.enumerated() where index >= whole.count {
            let dictionary = try scan.views[marked[index - whole.count].key.source].source.dictionary(.user)
            if piece.dictionary !== dictionary { made.days.madeBytes += piece.dictionary.byteCount + piece.dictionary.count * 4 }
        }
        try scan.hold(made.days.byteCount, share: 0, "the users of each day")
        return made.days
    }

    /// What one thread has found.
    private struct Found: Sendable {
        struct Key: Hashable, Sendable {
            var source: Int
            var day: Int32
        }
        final class Identity: Sendable {}
        let identity = Identity()
        var marks: [Key: [UInt64]] = [:]
        var days = ActiveDays()
        var byteCount = 0

        /// Marks codes as active; `words` is the size of a set of their dictionary.
        mutating func mark(_ codes: [UInt32], _ key: Key, words: Int) {
            if marks[key] == nil { byteCount += words * 8 }
            CodeScan.mark(codes, in: &marks[key, default: [UInt64](repeating: 0, count: words)], from: 0, count: words)
        }

        mutating func merge(_ other: Found) {
            for (key, bits) in other.marks {
                guard var mine = marks[key] else {
                    marks[key] = bits
                    byteCount += bits.count * 8
                    continue
                }
                for index in bits.indices { mine[index] |= bits[index] }
                marks[key] = mine
            }
            if let range = other.days.range {
                days.note(range.lowerBound)
                days.note(range.upperBound)
            }
            days.rowCount += other.days.rowCount
        }
    }

    private func add(_ unit: ScanUnit, to found: inout Found) throws(InteractionError) {
        let reader = scan.reader(unit)
        let selection = try scan.select(unit, reader)
        if selection.isEmpty { return }
        found.days.rowCount += selection.count
        let words = (try reader.source.dictionary(.user).count + 64) / 64
        // The first instants of the days after the group's first one.
        var day = zone.day(of: Timestamp(microseconds: reader.facts.firstTimestamp))
        let last = zone.day(of: Timestamp(microseconds: reader.facts.lastTimestamp))
        if day == last {
            found.days.note(day.number)
            let key = Found.Key(source: unit.source, day: day.number)
            if case .all = selection, let runs = try reader.runs(.user) {
                found.mark(runs.values, key, words: words)
            } else {
                found.mark(selection.pick(try reader.codes(.user)), key, words: words)
            }
            return
        }
        let times = selection.pick(try reader.timestamps())
        let codes = selection.pick(try reader.codes(.user))
        while day <= last {
            let (start, end) = (zone.start(of: day).microseconds, zone.start(of: day.advanced(by: 1)).microseconds)
            var own: [UInt32] = []
            for (time, code) in zip(times, codes) where time >= start && time < end { own.append(code) }
            if !own.isEmpty {
                found.days.note(day.number)
                found.mark(own, Found.Key(source: unit.source, day: day.number), words: words)
            }
            day = day.advanced(by: 1)
        }
    }
}

extension ActivePiece {
    /// The same over a dictionary in byte order, without the users that were not active where it is made anew.
    fileprivate func sorted() -> ActivePiece {
        if dictionary.isSorted { return self }
        let order = dictionary.sortedOrder().filter { code in
            guard let bits else { return true }
            let bit = Int(code) + 1
            return bit >> 6 < bits.count && bits[bit >> 6] >> UInt64(bit & 63) & 1 != 0
        }
        return ActivePiece(day: day, dictionary: dictionary.reordered(order, isSorted: true))
    }
}
