// Counts a funnel in one pass over units: a few numbers for each unit that goes on in another batch.

import InteractionExecution
import InteractionModel

/// What is counted of one breakdown value.
struct FunnelCounts: Sendable {
    /// By steps reached less 1: units, and those whose time is not over.
    var reached: [Int]
    var open: [Int]
    /// By step from 2: times from the step before in microseconds.
    var gaps: [[Int64]]

    init(steps: Int) {
        reached = [Int](repeating: 0, count: steps)
        open = reached
        gaps = [[Int64]](repeating: [], count: max(0, steps - 1))
    }
}

/// A unit and how far it got.
struct FunnelUnit: Sendable {
    var unit: UInt32
    var chain: FunnelChain
}

struct FunnelFold: UnitFold {
    private let rule: FunnelRule
    private let attribution: FunnelRequest.Attribution
    private let now: Int64
    private let gap: Int64
    private let collectsGaps: Bool
    private let collectsUnits: Bool
    private(set) var counts: [UInt32: FunnelCounts] = [:]
    private(set) var units: [FunnelUnit] = []
    private var chains: OrderedChains
    private var scratch: OrderedChains
    private var unordered: [UnorderedChain] = []
    /// Of carried units: the reference by number, 0 for numbers that were not met; the last event of those that a pause ends.
    private var names: [UInt32] = []
    private var ends: [Int64] = []
    private var gapCount = 0

    init(
        _ rule: FunnelRule, _ attribution: FunnelRequest.Attribution, now: Int64, gap: Int64, collectsGaps: Bool, collectsUnits: Bool
    ) {
        self.rule = rule
        self.gap = gap
        self.attribution = attribution
        self.now = now
        self.collectsGaps = collectsGaps
        self.collectsUnits = collectsUnits
        chains = OrderedChains(rule)
        scratch = OrderedChains(rule)
        scratch.reserve(1)
    }

    var byteCount: Int {
        chains.byteCount + names.count * 4 + gapCount * 8 + units.count * (56 + rule.steps * 8) + unordered.reduce(0) { $0 + 64 + $1.count * 16 }
    }

    mutating func take(whole runs: [UnitRun], of batch: UnitBatch) {
        let (marks, times) = (batch.columns[0], batch.times)
        let labels = rule.keepsLabels ? batch.columns[1] : []
        for run in runs {
            if rule.mode == .any {
                var chain = UnorderedChain()
                for index in run.range { chain.take(marks[index], at: times[index], label: labels.isEmpty ? 0 : labels[index], rule) }
                finish(run.unit, chain.end(rule))
                continue
            }
            for index in run.range { scratch.take(0, marks[index], at: times[index], label: labels.isEmpty ? 0 : labels[index]) }
            finish(run.unit, scratch.chain(0))
            scratch.clear(0)
        }
    }

    mutating func take(carried runs: [UnitRun], of batch: UnitBatch) {
        let (marks, times) = (batch.columns[0], batch.times)
        let labels = rule.keepsLabels ? batch.columns[1] : []
        for run in runs {
            let slot = Int(run.number)
            if slot >= names.count { names += [UInt32](repeating: 0, count: max(slot + 1, names.count * 2) - names.count) }
            if run.endsByGap {
                if slot >= ends.count { ends += [Int64](repeating: 0, count: names.count - ends.count) }
                if names[slot] != 0, run.start &- ends[slot] > gap { close(slot) }
                ends[slot] = run.end
            }
            if names[slot] == 0 { names[slot] = run.unit }
            if rule.mode == .any {
                if slot >= unordered.count {
                    unordered += [UnorderedChain](repeating: UnorderedChain(), count: max(slot + 1, unordered.count * 2) - unordered.count)
                }
                for index in run.range { unordered[slot].take(marks[index], at: times[index], label: labels.isEmpty ? 0 : labels[index], rule) }
                continue
            }
            chains.reserve(slot + 1)
            for index in run.range { chains.take(slot, marks[index], at: times[index], label: labels.isEmpty ? 0 : labels[index]) }
        }
    }

    mutating func end() {
        for slot in names.indices where names[slot] != 0 { close(slot) }
        names = []
        ends = []
        unordered = []
        chains = OrderedChains(rule)
    }

    /// What a number stands for is over.
    private mutating func close(_ slot: Int) {
        if rule.mode == .any {
            finish(names[slot], unordered[slot].end(rule))
            unordered[slot] = UnorderedChain()
        } else {
            finish(names[slot], chains.chain(slot))
            chains.clear(slot)
        }
        names[slot] = 0
    }

    private mutating func finish(_ unit: UInt32, _ chain: FunnelChain?) {
        guard let chain, !chain.isExcluded else { return }
        let label = rule.keepsLabels ? (attribution == .first ? chain.firstLabel : chain.lastLabel) : 0
        let last = chain.times.count - 1
        counts[label, default: FunnelCounts(steps: rule.steps)].reached[last] += 1
        if last + 1 < rule.steps, now &- chain.times[0] <= rule.window { counts[label]?.open[last] += 1 }
        if collectsGaps, last > 0 {
            for step in 1...last { counts[label]?.gaps[step - 1].append(chain.times[step] &- chain.times[step - 1]) }
            gapCount += last
        }
        if collectsUnits { units.append(FunnelUnit(unit: unit, chain: chain)) }
    }

    mutating func add(_ other: consuming FunnelFold) {
        for (label, found) in other.counts {
            var mine = counts[label] ?? FunnelCounts(steps: rule.steps)
            counts[label] = nil
            for step in mine.reached.indices {
                mine.reached[step] += found.reached[step]
                mine.open[step] += found.open[step]
            }
            for step in mine.gaps.indices { mine.gaps[step] += found.gaps[step] }
            counts[label] = mine
        }
        units += other.units
        gapCount += other.gapCount
    }
}
