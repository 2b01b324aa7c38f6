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
    private let isPacked: Bool
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

    /// Labels are at most `labelCount`; nil when that is not known.
    init(_ rule: PathRule, gap: Int64, labelCount: Int?, collectsDurations: Bool) {
        self.rule = rule
        isPacked = rule.most <= PathNumbers.packedLength && (labelCount ?? .max) < PathNumbers.packedLabels
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
        if isPacked {
            takePacked(runs, labels, times)
        } else {
            for run in runs { takeFirst(run, labels, times) }
        }
    }

    /// The same for short paths of few labels: their keys are made for a batch before the table is asked for any of them, so that it
    /// is asked for several at once.
    private mutating func takePacked(_ runs: [UnitRun], _ labels: [UInt32], _ times: [Int64]) {
        var found: [(key: UInt64, duration: Int64, goesOn: Bool)] = []
        found.reserveCapacity(runs.count)
        let (most, keepsRepeats) = (rule.most, rule.keepsRepeats)
        for run in runs {
            var index = Int(run.first)
            let end = index + Int(run.count)
            var (key, last, count, start, lastKept): (UInt64, UInt32, Int, Int, Int) = (0, 0, 0, index, index)
            while index < end {
                let label = labels[index]
                if label != 0, label != last || keepsRepeats {
                    if count == most { break }
                    if count == 0 { start = index }
                    key = key << 12 | UInt64(label)
                    count += 1
                    last = label
                    lastKept = index
                }
                index += 1
            }
            if count == 0 { continue }
            if index < end { lastKept = Self.lastKept(labels, index..<end, keepsRepeats) }
            found.append((key, times[lastKept] &- times[start], index < end))
        }
        for (key, duration, goesOn) in found { add(number: paths.number(packed: key), continues: goesOn, duration: duration) }
    }

    /// The last event kept of those from the first one beyond the path: the one that begins the last repetition of one label.
    private static func lastKept(_ labels: [UInt32], _ rest: Range<Int>, _ keepsRepeats: Bool) -> Int {
        var last = rest.upperBound - 1
        while last > rest.lowerBound, labels[last] == 0 { last -= 1 }
        if keepsRepeats { return last }
        var earlier = last - 1
        while earlier >= rest.lowerBound {
            if labels[earlier] == labels[last] { last = earlier } else if labels[earlier] != 0 { break }
            earlier -= 1
        }
        return last
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
        if goesOn { lastKept = Self.lastKept(labels, index..<end, rule.keepsRepeats) }
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
        add(number: paths.number(labels), continues: continues, duration: duration)
    }

    private mutating func add(number: Int, continues: Bool, duration: Int64) {
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
