// The chosen events of a question in the order of units, day by day, folded on several threads. Units that have events in one batch
// only are folded by whichever thread made the batch; those that go on elsewhere are divided among parts, each of which takes the
// batches in the order of days.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization

/// What a stream is asked for.
package struct StreamRequest: Sendable {
    package var unit: UnitKind
    package var columns: [StreamColumn]
    /// The pause in microseconds beyond which a unit's events are cut into runs; nil cuts none. Given sessions are never cut.
    package var gap: Int64?
    /// The pause that cuts events of users without a session id, where the unit is the session.
    package var loneGap: Int64 = 1_800_000_000
    /// Whether batches have times; runs always have theirs.
    package var wantsTimes = true
    /// Whether batches say what orders events of one time. Those of given sessions do not where the reference of the unit tells it.
    package var wantsPlaces = false
    /// Whether each event has one, so that runs may be cut further.
    package var wantsEventPlaces = false
    /// Leaves out events without any of the marks of the column with this index.
    package var markedOnly: Int?

    package init(unit: UnitKind, columns: [StreamColumn]) {
        self.unit = unit
        self.columns = columns
    }
}

/// One pass over the events of sources in unit order. Blocking.
package final class UnitStream: Sendable {
    let request: StreamRequest
    let scan: UnitScan
    let options: ExecutionOptions
    let numbers: UnitNumbers
    let labels: [StreamLabels]
    let unitLabels: StreamLabels?
    /// Whether units of the session kind are users' events without a session id.
    package let hasLoneUnits: Bool
    /// Whether batches have places.
    let givesPlaces: Bool
    /// References to clusters and to users begin here, by source; see `names(of:)`.
    let clusterBases: [Int]
    let userBases: [Int]
    /// References are below it.
    let referenceEnd: Int
    private let items: [Item]

    /// Units of a scan that make one batch.
    struct Item: Sendable {
        var units: [ScanUnit]
        /// False for one row group whose rows stand in unit order.
        var isRegrouped: Bool
        var index = 0
    }

    init(
        _ request: StreamRequest, _ sources: [any SegmentSource], _ filter: Expression?, _ options: ExecutionOptions
    ) throws(InteractionError) {
        self.request = request
        self.options = options
        let scanned = ScanFilter(filter)
        scan = UnitScan(sources, scanned, options)
        // What lies outside the question's time is not even opened.
        let read = sources.map { scanned.admits(first: $0.facts.firstTimestamp, last: $0.facts.lastTimestamp) }
        numbers = try UnitNumbers.of(request.unit, sources, reading: read, options)
        var labels: [StreamLabels] = []
        let shared = KeyInterner(.varchar)
        for column in request.columns { labels.append(try StreamLabels(column, sources, reading: read, shared)) }
        self.labels = labels
        if case .expression(let expression) = request.unit {
            unitLabels = try StreamLabels(.label(expression), sources, reading: read, KeyInterner(expression.type))
        } else {
            unitLabels = nil
        }
        var bases: [Int] = []
        var next = 1
        for source in sources {
            bases.append(next)
            next += source.facts.clusterCount
        }
        clusterBases = bases
        bases = []
        for (source, isRead) in zip(sources, read) {
            bases.append(next)
            next += isRead ? try source.dictionary(.user).count : 0
        }
        userBases = bases
        referenceEnd = next
        guard next <= Int(UInt32.max) else {
            throw InteractionError(.limitReached, "more than 4 billion sessions and users", hint: "ask for fewer days")
        }
        items = Self.items(scan, request.unit)
        var hasLoneUnits = false
        if request.unit == .session {
            for (source, isRead) in zip(sources, read) where isRead && !hasLoneUnits {
                let clusters = try source.clusters()
                hasLoneUnits = !clusters.hasOnlySessions && clusters.kinds.contains(.user)
            }
        }
        self.hasLoneUnits = hasLoneUnits
        // Given sessions, all of whose events count, on days of one segment each, stand in the order of their references.
        let areOrdered = request.unit == .session && filter == nil && !hasLoneUnits && !items.contains(where: \.isRegrouped)
        givesPlaces = request.wantsPlaces && !areOrdered
    }

    /// A row group of a day that lies in one segment is a batch of its own where units are sessions; else the day is.
    private static func items(_ scan: UnitScan, _ kind: UnitKind) -> [Item] {
        var days: [[ScanUnit]] = []
        for unit in scan.units {
            let day = scan.views[unit.source].source.facts.day
            if let last = days.last?.first, scan.views[last.source].source.facts.day == day {
                days[days.count - 1].append(unit)
            } else {
                days.append([unit])
            }
        }
        var items = days.flatMap { units -> [Item] in
            if kind == .session, units.first?.source == units.last?.source {
                return units.map { Item(units: [$0], isRegrouped: false) }
            }
            return [Item(units: units, isRegrouped: true)]
        }
        for index in items.indices { items[index].index = index }
        return items
    }

    /// The column without whose marks events are left out. Where pauses end sessions, events of no mark are part of them.
    var markedOnly: Int? { hasLoneUnits || request.gap != nil ? nil : request.markedOnly }

    /// As asked for.
    package var columns: [StreamColumn] { request.columns }
    package var loneGap: Int64 { request.loneGap }

    /// What was read so far.
    package var read: ScanFacts { scan.read }

    /// Folds all events. Errors: those of reading and of the fold, `.limitReached` beyond the memory budget, `.cancelled`.
    package func run<Fold: UnitFold>(_ make: @escaping @Sendable () -> Fold) throws(InteractionError) -> Fold {
        scan.restart()
        let threads = max(1, min(options.threads, items.count))
        let parts = (0..<(threads == 1 ? 1 : min(8, threads * 2))).map { _ in CarriedPart(make()) }
        let next = NextIndex()
        let total = Mutex<Fold?>(nil)
        try options.runner.run(count: threads, threads: threads) { [self] (share) throws(InteractionError) in
            var fold = make()
            let work = StreamShare(self)
            while true {
                let index = next.take()
                guard index < items.count else { break }
                try options.checkpoint()
                let batch = try work.batch(items[index])
                if !batch.whole.isEmpty { try fold.take(whole: batch.whole, of: batch) }
                var held = fold.byteCount
                for (part, runs) in zip(parts, Self.divided(batch.carried, among: parts.count)) {
                    held += try part.take(runs, of: batch, shared: parts.count, at: index) / threads
                }
                try scan.hold(held + numbers.byteCount / threads, share: share, "the units of this question")
            }
            try fold.end()
            total.withLock { $0 = Self.sum($0.take(), fold) }
        }
        for part in parts {
            let fold = try part.ended()
            total.withLock { $0 = Self.sum($0.take(), fold) }
        }
        return total.withLock { $0.take() } ?? make()
    }

    private static func sum<Fold: UnitFold>(_ a: consuming Fold?, _ b: consuming Fold) -> Fold {
        guard var a else { return b }
        a.add(b)
        return a
    }

    /// Runs by part, with numbers that are dense in each.
    private static func divided(_ runs: [UnitRun], among parts: Int) -> [[UnitRun]] {
        if parts == 1 { return [runs] }
        var divided = [[UnitRun]](repeating: [], count: parts)
        for run in runs {
            var run = run
            let number = Int(run.number) - 1
            run.number = UInt32(truncatingIfNeeded: number / parts + 1)
            divided[number % parts].append(run)
        }
        return divided
    }

    /// True of a reference of the session kind that is a user's events without a session id.
    package func isLone(_ reference: UInt32) -> Bool {
        guard let place = place(of: reference), !place.isUser, let clusters = try? scan.views[place.source].source.clusters() else { return false }
        return clusters.kinds[place.entry] == .user
    }

    func place(of reference: UInt32) -> (source: Int, isUser: Bool, entry: Int)? {
        let number = Int(reference)
        let isUser = number >= userBases.first ?? 1
        let bases = isUser ? userBases : clusterBases
        var low = 0
        var high = bases.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if bases[middle] <= number { low = middle } else { high = middle }
        }
        guard number > 0, low < bases.count else { return nil }
        return (low, isUser, number - bases[low])
    }
}
