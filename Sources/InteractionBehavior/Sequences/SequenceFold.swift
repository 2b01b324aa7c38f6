// Counts the matches of a pattern in one pass over units, with the state of a walk for each unit that goes on in another batch.

import InteractionExecution
import InteractionModel

/// A unit that has a match.
struct MatchedUnit: Sendable {
    var unit: UInt32
    var matches: Int
    /// Of the first match.
    var times: [Int64]
}

struct SequenceFold: UnitFold {
    /// What is kept beyond counts.
    enum Wish: Sendable {
        case counts
        /// Times from the first step to the last one, of all matches.
        case spans
        case units
        /// The label after each match, which the second column has.
        case next
    }

    /// What comes after matches.
    struct Next: Sendable {
        var count = 0
        /// Microseconds from the matches' ends.
        var gap: Int128 = 0
    }

    /// The state of one unit.
    private struct Open: Sendable {
        var name: UInt32 = 0
        var end: Int64 = 0
        var walk = SequenceWalk()
        var matches = 0
        var first: [Int64] = []
        /// Matches after which no label came yet, and the sum of their ends.
        var waiting = 0
        var ends: Int128 = 0
    }

    private let rule: SequenceRule
    private let wish: Wish
    private let gap: Int64
    private(set) var unitCount = 0
    private(set) var matchedCount = 0
    private(set) var matches = 0
    private(set) var spans: [Int64] = []
    private(set) var units: [MatchedUnit] = []
    /// By label; 0 where none comes.
    private(set) var next: [UInt32: Next] = [:]
    private var open: [Open] = []
    private var openNumbers = 0

    /// `gap` is the pause that ends a unit, where one does.
    init(_ rule: SequenceRule, _ wish: Wish, gap: Int64) {
        self.rule = rule
        self.wish = wish
        self.gap = gap
    }

    var byteCount: Int {
        open.count * 104 + openNumbers * 8 + spans.count * 8 + units.count * (56 + rule.steps * 8) + next.count * 64
    }

    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) {
        for run in runs {
            var state = Open()
            state.name = run.unit
            take(run, batch, &state)
            finish(state)
        }
    }

    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) {
        for run in runs {
            let slot = Int(run.number)
            if slot >= open.count { open += [Open](repeating: Open(), count: max(slot + 1, open.count * 2) - open.count) }
            // Moved out, so that it is changed in place.
            var state = Open()
            swap(&state, &open[slot])
            openNumbers -= state.walk.count + state.first.count
            if run.endsByGap, state.name != 0, run.start &- state.end > gap {
                finish(state)
                state = Open()
            }
            if state.name == 0 { state.name = run.unit }
            take(run, batch, &state)
            state.end = run.end
            openNumbers += state.walk.count + state.first.count
            swap(&state, &open[slot])
        }
    }

    private mutating func take(_ run: UnitRun, _ batch: UnitBatch, _ state: inout Open) {
        let (marks, times) = (batch.columns[0], batch.times)
        let labels = wish == .next ? batch.columns[1] : []
        for index in run.range {
            if state.waiting > 0, wish == .next, labels[index] != 0 { follow(labels[index], at: times[index], &state) }
            guard let match = state.walk.take(marks[index], at: times[index], rule) else { continue }
            state.matches += 1
            switch wish {
            case .counts: break
            case .spans: spans.append(times[index] &- match[0])
            case .units: if state.matches == 1 { state.first = match }
            case .next:
                state.waiting += 1
                state.ends += Int128(times[index])
            }
        }
    }

    private mutating func follow(_ label: UInt32, at time: Int64, _ state: inout Open) {
        next[label, default: Next()].count += state.waiting
        next[label]?.gap += Int128(time) * Int128(state.waiting) - state.ends
        state.waiting = 0
        state.ends = 0
    }

    private mutating func finish(_ state: Open) {
        unitCount += 1
        if state.waiting > 0 { next[0, default: Next()].count += state.waiting }
        guard state.matches > 0 else { return }
        matchedCount += 1
        matches += state.matches
        if wish == .units { units.append(MatchedUnit(unit: state.name, matches: state.matches, times: state.first)) }
    }

    mutating func end() {
        for state in open where state.name != 0 { finish(state) }
        open = []
        openNumbers = 0
    }

    mutating func add(_ other: consuming SequenceFold) {
        unitCount += other.unitCount
        matchedCount += other.matchedCount
        matches += other.matches
        spans += other.spans
        units += other.units
        for (label, found) in other.next {
            next[label, default: Next()].count += found.count
            next[label]?.gap += found.gap
        }
    }
}
