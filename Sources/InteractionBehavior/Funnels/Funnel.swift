// Funnels (SEMANTICS 4): what a question about them may choose, and the answer.

import InteractionModel

/// What a question about a funnel may choose beside its events.
public struct FunnelRequest: Sendable, Hashable {
    /// How steps have to follow each other.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// In order; other events may come between.
        case ordered
        /// In order, each the unit's next event.
        case strict
        /// In any order; step n is the n-th of them that was done.
        case any
    }

    /// Which of a unit's entries counts.
    public enum Entry: String, Sendable, Hashable, CaseIterable {
        /// The one that reaches furthest, of equals the latest.
        case best
        case first
    }

    /// At which step of its chain a unit's breakdown value is read.
    public enum Attribution: String, Sendable, Hashable, CaseIterable {
        case first
        case last
    }

    /// An action each, or `where:` and SQL over one event, or `label:` and the name of a label of the store; 1 to 30.
    public var steps: [String]
    /// Longest time from step 1 to any later one, inclusive; nil for any.
    public var within: Duration?
    public var mode: Mode
    /// `user` (own id, else session), `identified`, `session`, or SQL over one event such as `details.account`.
    public var unit: String
    public var entry: Entry
    /// Events that may not come between two steps that a unit reached: as a step, then perhaps `@1-2` for between which.
    public var exclude: [String]
    /// SQL over one event that tells units apart; nil for none.
    public var by: String?
    public var attribution: Attribution

    /// Steps and exclusions together have a bit each.
    package static let mostSteps = 30

    public init(
        steps: [String], within: Duration? = nil, mode: Mode = .ordered, unit: String = "user", entry: Entry = .best, exclude: [String] = [],
        by: String? = nil, attribution: Attribution = .first
    ) {
        self.steps = steps
        self.within = within
        self.mode = mode
        self.unit = unit
        self.entry = entry
        self.exclude = exclude
        self.by = by
        self.attribution = attribution
    }
}

/// One step of a funnel.
public struct FunnelStep: Sendable, Hashable {
    /// The value of the breakdown; nil without one, or where it is NULL.
    public var breakdown: String?
    /// From 1.
    public var step: Int
    public var label: String
    /// Units that got here.
    public var units: Int
    /// Of the units at step 1, and of those at the step before: 0-1; nil over none.
    public var ofFirst: Double?
    public var ofPrevious: Double?
    /// Units of the step before that did not get here.
    public var dropped: Int
    /// Those of them whose time is not over yet.
    public var incomplete: Int
    /// Time from the step before, in seconds; nil at step 1 and over none.
    public var meanSecondsFromPrevious: Double?
    public var medianSecondsFromPrevious: Double?
    public var p90SecondsFromPrevious: Double?

    public init(
        breakdown: String?, step: Int, label: String, units: Int, ofFirst: Double?, ofPrevious: Double?, dropped: Int, incomplete: Int,
        meanSecondsFromPrevious: Double?, medianSecondsFromPrevious: Double?, p90SecondsFromPrevious: Double?
    ) {
        self.breakdown = breakdown
        self.step = step
        self.label = label
        self.units = units
        self.ofFirst = ofFirst
        self.ofPrevious = ofPrevious
        self.dropped = dropped
        self.incomplete = incomplete
        self.meanSecondsFromPrevious = meanSecondsFromPrevious
        self.medianSecondsFromPrevious = medianSecondsFromPrevious
        self.p90SecondsFromPrevious = p90SecondsFromPrevious
    }
}
