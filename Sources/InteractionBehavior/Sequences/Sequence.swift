// Sequence patterns (SEMANTICS 7): what a question about one may choose, and the answers.
//
// A pattern is a list of texts, steps and links in turn:
//
//     pattern = step { link step }
//     step    = action | "where:" SQL-over-one-event
//     link    = ( "then" | "immediately" ) [ "within" duration ]
//
// `then` lets any events come between two steps, `immediately` none: the step is the unit's next event of the chosen ones. A duration
// bounds the time from the step before it, inclusively: `["view", "then within 10m", "add", "immediately", "buy"]`.

import InteractionModel

/// How a step follows the one before it.
public struct SequenceLink: Sendable, Hashable {
    /// It is the unit's next event.
    public var isImmediate: Bool
    /// Longest time from the step before it, inclusive; nil for any.
    public var within: Duration?

    /// Other events may come between.
    public static let then = SequenceLink(isImmediate: false)
    public static let immediately = SequenceLink(isImmediate: true)

    public init(isImmediate: Bool, within: Duration? = nil) {
        self.isImmediate = isImmediate
        self.within = within
    }
}

/// What a question about a sequence may choose beside its events.
///
/// A match is one event for each step, in order, as the links say. Of matches that do not overlap (each begins after the one before it
/// ended) as many are counted as there can be: of all matches the one that ends first, then the next that begins after it. Of matches
/// that end with the same event the one that begins last is taken, of those the one whose last but one step is the latest, and so on.
public struct SequenceRequest: Sendable, Hashable {
    /// An action each, or `where:` and SQL over one event; 1 to 30.
    public var steps: [String]
    /// Between each two steps: one less than steps.
    public var links: [SequenceLink]
    /// Longest time from the first step to the last one, inclusive; nil for any.
    public var within: Duration?
    /// `user` (own id, else session), `identified`, `session`, or SQL over one event such as `details.account`.
    public var unit: String

    /// Each step has a bit.
    package static let mostSteps = 30

    public init(steps: [String], links: [SequenceLink], within: Duration? = nil, unit: String = "user") {
        self.steps = steps
        self.links = links
        self.within = within
        self.unit = unit
    }

    /// Steps and links in turn, as texts: `["view", "then", "add", "immediately within 10m", "buy"]`. Errors: `.invalidArgument` for
    /// what is no link.
    public init(pattern: [String], within: Duration? = nil, unit: String = "user") throws(InteractionError) {
        self.init(steps: [], links: [], within: within, unit: unit)
        for (index, text) in pattern.enumerated() {
            if index % 2 == 0 { steps.append(text) } else { links.append(try SequenceLink(text)) }
        }
        guard !pattern.isEmpty, pattern.count % 2 == 1 else {
            throw InteractionError(
                .invalidArgument, pattern.last.map { "after \($0) comes a step" } ?? "a pattern has a step", place: "pattern",
                hint: "such as: view then add immediately buy")
        }
    }
}

/// A sequence over all units.
public struct SequenceSummary: Sendable, Hashable {
    /// Units that have a chosen event, and those of them that have a match.
    public var units: Int
    public var matchedUnits: Int
    /// 0-1; nil without units.
    public var share: Double?
    /// Matches that do not overlap.
    public var matches: Int
    /// Time from the first step of a match to its last one, in seconds, over all matches; nil over none.
    public var meanSeconds: Double?
    public var medianSeconds: Double?
    public var p95Seconds: Double?

    public init(
        units: Int, matchedUnits: Int, share: Double?, matches: Int, meanSeconds: Double?, medianSeconds: Double?, p95Seconds: Double?
    ) {
        self.units = units
        self.matchedUnits = matchedUnits
        self.share = share
        self.matches = matches
        self.meanSeconds = meanSeconds
        self.medianSeconds = medianSeconds
        self.p95Seconds = p95Seconds
    }
}

/// A unit that has a match.
public struct SequenceMatch: Sendable, Hashable {
    public var unit: String
    /// Matches that do not overlap, at least 1.
    public var matches: Int
    /// When the steps of the first of them came.
    public var times: [Timestamp]

    public init(unit: String, matches: Int, times: [Timestamp]) {
        self.unit = unit
        self.matches = matches
        self.times = times
    }
}

/// What comes after a match.
public struct SequenceNext: Sendable, Hashable {
    /// The label of the unit's next event that has one; nil where none comes.
    public var label: String?
    /// Matches that it comes after.
    public var count: Int
    /// Of all matches: 0-1.
    public var share: Double
    /// Mean time from the end of the match, in seconds; nil where none comes.
    public var meanGapSeconds: Double?

    public init(label: String?, count: Int, share: Double, meanGapSeconds: Double?) {
        self.label = label
        self.count = count
        self.share = share
        self.meanGapSeconds = meanGapSeconds
    }
}
