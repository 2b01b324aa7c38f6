// Counts n labels that follow each other inside a session, and the sessions that have them.

import InteractionExecution
import InteractionModel

struct GramFold: UnitFold {
    private let length: Int
    private let keepsRepeats: Bool
    private let gap: Int64
    private(set) var grams = PathNumbers()
    private(set) var occurrences: [Int] = []
    private(set) var sessions: [Int] = []
    /// The session that had an n-gram last, as a running number.
    private var lastSession: [Int] = []
    private var session = 0
    private var window: [UInt32] = []

    /// A session that goes on.
    private struct Open: Sendable {
        var window: [UInt32] = []
        var grams: Set<Int> = []
        var end: Int64 = 0
    }
    private var open: [Open] = []
    private var openBytes = 0

    init(length: Int, keepsRepeats: Bool, gap: Int64) {
        self.length = length
        self.keepsRepeats = keepsRepeats
        self.gap = gap
    }

    var byteCount: Int { grams.byteCount + occurrences.count * 24 + open.count * 24 + openBytes }

    /// Counts the n-gram that a label ends, if it ends one. Returns its number.
    private mutating func take(_ label: UInt32) -> Int? {
        if label == 0 || (label == window.last && !keepsRepeats) { return nil }
        if window.count == length { window.removeFirst() }
        window.append(label)
        guard window.count == length else { return nil }
        let number = grams.number(window)
        if number >= occurrences.count {
            occurrences.append(0)
            sessions.append(0)
            lastSession.append(0)
        }
        occurrences[number] += 1
        return number
    }

    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) {
        let labels = batch.columns[0]
        for run in runs {
            session += 1
            window.removeAll(keepingCapacity: true)
            for index in run.range {
                guard let number = take(labels[index]), lastSession[number] != session else { continue }
                lastSession[number] = session
                sessions[number] += 1
            }
        }
    }

    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) {
        let labels = batch.columns[0]
        for run in runs {
            let slot = Int(run.number)
            if slot >= open.count { open += [Open](repeating: Open(), count: max(slot + 1, open.count * 2) - open.count) }
            if run.endsByGap, run.start &- open[slot].end > gap { open[slot] = Open() }
            window = open[slot].window
            open[slot].window = []
            for index in run.range {
                guard let number = take(labels[index]), open[slot].grams.insert(number).inserted else { continue }
                sessions[number] += 1
                openBytes += 24
            }
            open[slot].window = window
            open[slot].end = run.end
        }
    }

    mutating func end() { open = [] }

    mutating func add(_ other: consuming GramFold) {
        for gram in other.occurrences.indices {
            let number = grams.number(Array(other.grams.labels(gram)))
            if number >= occurrences.count {
                occurrences.append(0)
                sessions.append(0)
                lastSession.append(0)
            }
            occurrences[number] += other.occurrences[gram]
            sessions[number] += other.sessions[gram]
        }
    }
}
