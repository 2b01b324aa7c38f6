// Counts paths in one pass over sessions. Of a session that is all in one run the labels are read where they lie; the others are walked
// event by event, with a state for each.

import InteractionExecution
import InteractionModel

/// What is counted of each path.
struct PathCounts: Sendable {
    var sessions = 0
    var continues = 0
    /// Microseconds.
    var duration: Int128 = 0
}

struct PathFold: UnitFold {
    private let rule: PathRule
    private let gap: Int64
    private let collectsDurations: Bool
    private(set) var paths = PathNumbers()
    private(set) var counts: [PathCounts] = []
    /// Path and duration of each session, when asked for.
    private(set) var durations: [(path: UInt32, duration: Int64)] = []
    /// All sessions with a label, whether or not they have a path.
    private(set) var sessions = 0
    private var open: [PathWalk?] = []
    private var openEnds: [Int64] = []
    private var openBytes = 0
    private var buffer: [UInt32] = []

    init(_ rule: PathRule, gap: Int64, collectsDurations: Bool) {
        self.rule = rule
        self.gap = gap
        self.collectsDurations = collectsDurations
    }

    var byteCount: Int { paths.byteCount + counts.count * 32 + durations.count * 16 + openBytes }

    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) {
        let (labels, times) = (batch.columns[0], batch.times)
        guard case .first = rule.anchor else {
            for run in runs {
                var walk = PathWalk()
                for index in run.range { walk.take(labels[index], at: times[index], rule) }
                finish(walk)
            }
            return
        }
        for run in runs { takeFirst(run, labels, times) }
    }

    /// A session that is all in one run, from its first label on.
    private mutating func takeFirst(_ run: UnitRun, _ labels: [UInt32], _ times: [Int64]) {
        buffer.removeAll(keepingCapacity: true)
        var last: UInt32 = 0
        var index = run.range.lowerBound
        let end = run.range.upperBound
        var start = run.range.lowerBound
        var lastKept = start
        while index < end {
            let label = labels[index]
            if label != 0, label != last || rule.keepsRepeats {
                if buffer.count == rule.most { break }
                if buffer.isEmpty { start = index }
                buffer.append(label)
                last = label
                lastKept = index
            }
            index += 1
        }
        if buffer.isEmpty { return }
        let goesOn = index < end
        if goesOn {
            // The last event kept is the one that begins the last repetition of one label.
            lastKept = end - 1
            while lastKept > index, labels[lastKept] == 0 { lastKept -= 1 }
            if !rule.keepsRepeats {
                var earlier = lastKept - 1
                while earlier >= index - 1 {
                    if labels[earlier] == labels[lastKept] { lastKept = earlier } else if labels[earlier] != 0 { break }
                    earlier -= 1
                }
            }
        }
        add(buffer, continues: goesOn, duration: times[lastKept] &- times[start])
    }

    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) {
        let (labels, times) = (batch.columns[0], batch.times)
        for run in runs {
            let slot = Int(run.number)
            if slot >= open.count {
                let more = max(slot + 1, open.count * 2) - open.count
                open += [PathWalk?](repeating: nil, count: more)
                openEnds += [Int64](repeating: 0, count: more)
                openBytes += more * 104
            }
            if run.endsByGap, run.start &- openEnds[slot] > gap, let walk = open[slot] {
                finish(walk)
                open[slot] = nil
            }
            var walk = open[slot] ?? PathWalk()
            open[slot] = nil
            let before = walk.labels.count
            for index in run.range { walk.take(labels[index], at: times[index], rule) }
            openBytes += (walk.labels.count - before) * 4
            open[slot] = walk
            openEnds[slot] = run.end
        }
    }

    mutating func end() {
        for walk in open { if let walk { finish(walk) } }
        open = []
        openEnds = []
        openBytes = 0
    }

    private mutating func finish(_ walk: PathWalk) {
        guard let path = walk.path(rule) else {
            if walk.hasLabel { sessions += 1 }
            return
        }
        add(path.labels, continues: path.continues, duration: path.duration)
    }

    private mutating func add(_ labels: [UInt32], continues: Bool, duration: Int64) {
        let number = paths.number(labels)
        if number >= counts.count { counts.append(PathCounts()) }
        counts[number].sessions &+= 1
        counts[number].continues &+= continues ? 1 : 0
        counts[number].duration &+= Int128(duration)
        sessions &+= 1
        if collectsDurations { durations.append((UInt32(truncatingIfNeeded: number), duration)) }
    }

    mutating func add(_ other: consuming PathFold) {
        var numbers: [UInt32] = []
        for (path, found) in other.counts.enumerated() {
            let number = paths.number(Array(other.paths.labels(path)))
            if number >= counts.count { counts.append(PathCounts()) }
            counts[number].sessions += found.sessions
            counts[number].continues += found.continues
            counts[number].duration += found.duration
            numbers.append(UInt32(truncatingIfNeeded: number))
        }
        for (path, duration) in other.durations { durations.append((numbers[Int(path)], duration)) }
        sessions += other.sessions
    }

    /// The durations of the sessions of some paths, ascending.
    func durations(of wanted: [Int]) -> [[Int64]] {
        var places = [Int](repeating: -1, count: counts.count)
        for (place, path) in wanted.enumerated() { places[path] = place }
        var lists = [[Int64]](repeating: [], count: wanted.count)
        for (path, duration) in durations where places[Int(path)] >= 0 { lists[places[Int(path)]].append(duration) }
        return lists.map { $0.sorted() }
    }
}
