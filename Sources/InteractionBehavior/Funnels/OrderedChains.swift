// The chains of units in a funnel with an order, in a few numbers for each unit. For each step the table keeps the chain of the latest
// entry that reached it: of all entries that reach a step the latest leaves the most time for the next ones, so no other is needed, and
// the chain that stands at the last step reached is the winning one. A chain is replaced by a later entry's only, so that each of its
// steps is the earliest event that it can be.

import InteractionModel

/// Chains by unit.
struct OrderedChains: Sendable {
    private let rule: FunnelRule
    /// Times of the chains of a unit: those of step k begin at k (k - 1) / 2 and are k; the first is `.min` while there is none.
    private var times: [Int64] = []
    private let stride: Int
    /// For each unit and step which of the unit's entries the chain is of, from 1; 0 while there is none. Times may be equal.
    private var entries: [UInt32] = []
    /// Entries of each unit.
    private var entered: [UInt32] = []
    /// For each unit and step: breakdown values at the first and last step of the chain.
    private var labels: [UInt32] = []
    /// Bit k: the chain at step k has an excluded event between its steps; one came since step k; step k was the unit's last event.
    private var excluded: [UInt32] = []
    private var since: [UInt32] = []
    private var latest: [UInt32] = []
    private let between: [UInt32]
    private let anyExclusion: UInt32
    private(set) var count = 0

    init(_ rule: FunnelRule) {
        self.rule = rule
        stride = rule.steps * (rule.steps + 1) / 2
        between = (0...rule.steps).map { rule.excluded(after: $0) }
        anyExclusion = rule.exclusions.reduce(0) { $0 | $1.mark }
    }

    var byteCount: Int { times.count * 8 + (labels.count + entries.count) * 4 + excluded.count * 16 }

    /// Makes room for units below `count`.
    mutating func reserve(_ units: Int) {
        guard units > count else { return }
        let more = max(units, count * 2) - count
        times += [Int64](repeating: .min, count: more * stride)
        entries += [UInt32](repeating: 0, count: more * rule.steps)
        entered += [UInt32](repeating: 0, count: more)
        if rule.keepsLabels { labels += [UInt32](repeating: 0, count: more * rule.steps * 2) }
        excluded += [UInt32](repeating: 0, count: more)
        since += [UInt32](repeating: 0, count: more)
        latest += [UInt32](repeating: 0, count: more)
        count += more
    }

    mutating func clear(_ unit: Int) {
        for index in unit * stride..<(unit + 1) * stride { times[index] = .min }
        for index in unit * rule.steps..<(unit + 1) * rule.steps { entries[index] = 0 }
        entered[unit] = 0
        excluded[unit] = 0
        since[unit] = 0
        latest[unit] = 0
    }

    private func place(_ unit: Int, _ step: Int) -> Int { unit * stride + step * (step - 1) / 2 }

    /// Takes a unit's next event: the steps that it is as bits from 0, exclusions behind them.
    mutating func take(_ unit: Int, _ marks: UInt32, at time: Int64, label: UInt32) {
        let isStrict = rule.mode == .strict
        var now: UInt32 = 0
        var step = rule.steps
        // From the last step down, so that an event moves a chain by one step.
        while step > 0 {
            if marks >> UInt32(step - 1) & 1 != 0, step == 1 ? enter(unit, time, label) : move(unit, to: step, time, label, isStrict) {
                now |= 1 << UInt32(step)
            }
            step -= 1
        }
        if marks & anyExclusion != 0 {
            for step in 1..<max(2, rule.steps) where between[step] & marks != 0 && now >> UInt32(step) & 1 == 0 { since[unit] |= 1 << UInt32(step) }
        }
        if isStrict { latest[unit] = now }
    }

    private mutating func enter(_ unit: Int, _ time: Int64, _ label: UInt32) -> Bool {
        let place = place(unit, 1)
        if rule.entry == .first, times[place] != .min { return false }
        times[place] = time
        entered[unit] &+= 1
        entries[unit * rule.steps] = entered[unit]
        excluded[unit] &= ~2
        since[unit] &= ~2
        if rule.keepsLabels {
            labels[unit * rule.steps * 2] = label
            labels[unit * rule.steps * 2 + 1] = label
        }
        return true
    }

    private mutating func move(_ unit: Int, to step: Int, _ time: Int64, _ label: UInt32, _ isStrict: Bool) -> Bool {
        let from = place(unit, step - 1)
        let number = entries[unit * rule.steps + step - 2]
        guard number > 0, time &- times[from] <= rule.window else { return false }
        if isStrict, latest[unit] >> UInt32(step - 1) & 1 == 0 { return false }
        let to = place(unit, step)
        if entries[unit * rule.steps + step - 1] >= number { return false }
        entries[unit * rule.steps + step - 1] = number
        for index in 0..<step - 1 { times[to + index] = times[from + index] }
        times[to + step - 1] = time
        let (old, new) = (UInt32(1) << UInt32(step - 1), UInt32(1) << UInt32(step))
        if (excluded[unit] | since[unit]) & old != 0 { excluded[unit] |= new } else { excluded[unit] &= ~new }
        since[unit] &= ~new
        if rule.keepsLabels {
            let base = unit * rule.steps * 2
            labels[base + (step - 1) * 2] = labels[base + (step - 2) * 2]
            labels[base + (step - 1) * 2 + 1] = label
        }
        return true
    }

    /// The winning chain of a unit; nil for one that never entered.
    func chain(_ unit: Int) -> FunnelChain? {
        var step = rule.steps
        while step > 0, times[place(unit, step)] == .min { step -= 1 }
        guard step > 0 else { return nil }
        let place = place(unit, step)
        var chain = FunnelChain(times: Array(times[place..<place + step]))
        chain.isExcluded = excluded[unit] >> UInt32(step) & 1 != 0
        if rule.keepsLabels {
            chain.firstLabel = labels[unit * rule.steps * 2 + (step - 1) * 2]
            chain.lastLabel = labels[unit * rule.steps * 2 + (step - 1) * 2 + 1]
        }
        return chain
    }
}
