// A funnel with its steps as bits, and the chain of one unit: the times of the steps that it reached.

import InteractionModel

/// What moves a unit through a funnel.
struct FunnelRule: Sendable {
    var mode: FunnelRequest.Mode
    var entry: FunnelRequest.Entry
    var steps: Int
    /// Microseconds from step 1.
    var window: Int64
    /// For each exclusion its bit, and the steps between which it counts: from `after` to `before`, from 1.
    var exclusions: [(mark: UInt32, after: Int, before: Int)]
    /// Whether a breakdown value is kept with the chain.
    var keepsLabels: Bool

    /// Marks of exclusions that count between a step and the next.
    func excluded(after step: Int) -> UInt32 {
        exclusions.reduce(0) { $0 | ($1.after <= step && step < $1.before ? $1.mark : 0) }
    }
}

/// How far a unit got.
struct FunnelChain: Sendable {
    /// Time of each step reached, in order; at least one.
    var times: [Int64]
    /// The breakdown value at its first and at its last step.
    var firstLabel: UInt32 = 0
    var lastLabel: UInt32 = 0
    /// An excluded event came between two of its steps.
    var isExcluded = false
}
