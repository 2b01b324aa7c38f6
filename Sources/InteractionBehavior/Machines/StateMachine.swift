// State machines (SEMANTICS 8): what a question about one may choose, and the answer: its moves, and its states.

import InteractionModel

/// What a question about a state machine may choose beside its events.
public struct StateMachineRequest: Sendable, Hashable {
    /// Where a machine's moves come from.
    public enum Source: Sendable, Hashable {
        /// Events `state_transition` whose `details.machine` is this: each is a move from `details.fromState` to `details.toState`.
        case machine(String)
        /// SQL over one event whose value is the state that the event brings, such as `action`: a move lies between two events that
        /// follow each other. Events where it is NULL are left out.
        case label(String)
    }

    /// How long a state lasted.
    public enum Clock: String, Sendable, Hashable, CaseIterable {
        /// `details.duration` of the move out of it, in milliseconds. Moves without one, or with a negative one, have no time.
        case recorded
        /// From the move into it to the move out of it. A move that does not leave the state that the move before it entered has no
        /// time.
        case between
    }

    public var source: Source
    /// What one instance of the machine is: `session` (given sessions, and a user's events without one cut at pauses), `user` (own
    /// id, else session), `identified`, or SQL over one event such as `details.caseId`. Events without one are left out.
    public var unit: String
    /// A pause that ends an instance; nil for none. With it a unit of `session` is read as `user`.
    public var gap: Duration?
    /// Moves that the machine is meant to have, as `from>to`, a star for any state: `cart>*`. nil when that is not known.
    public var allowed: [String]?
    /// nil for `recorded` where any chosen move has a duration, else `between`. Labels know `between` only.
    public var clock: Clock?

    public init(
        _ source: Source, unit: String = "session", gap: Duration? = nil, allowed: [String]? = nil, clock: Clock? = nil
    ) {
        self.source = source
        self.unit = unit
        self.gap = gap
        self.allowed = allowed
        self.clock = clock
    }
}

/// Moves from one state to one other, or to itself.
public struct StateMove: Sendable, Hashable {
    public var from: String
    public var to: String
    public var count: Int
    /// Of all moves out of `from`: 0-1.
    public var share: Double
    /// `from` is `to`: the state was done again.
    public var isSelfLoop: Bool
    /// nil when the question does not say which moves the machine is meant to have.
    public var isAllowed: Bool?
    /// Moves whose time in `from` is known.
    public var timed: Int
    /// Time in `from` before the move, in seconds; nil over none.
    public var meanGapSeconds: Double?
    public var medianGapSeconds: Double?
    public var p95GapSeconds: Double?

    public init(
        from: String, to: String, count: Int, share: Double, isSelfLoop: Bool, isAllowed: Bool?, timed: Int, meanGapSeconds: Double?,
        medianGapSeconds: Double?, p95GapSeconds: Double?
    ) {
        self.from = from
        self.to = to
        self.count = count
        self.share = share
        self.isSelfLoop = isSelfLoop
        self.isAllowed = isAllowed
        self.timed = timed
        self.meanGapSeconds = meanGapSeconds
        self.medianGapSeconds = medianGapSeconds
        self.p95GapSeconds = p95GapSeconds
    }
}

/// What is known of one state. Where no move is missing, `starts` + `entered` = `left` + `ends`.
public struct MachineState: Sendable, Hashable {
    public var state: String
    /// Instances whose first state this is, and whose last one.
    public var starts: Int
    public var ends: Int
    /// Moves into it and out of it; those from it to itself are in both.
    public var entered: Int
    public var left: Int
    /// Moves from it to itself.
    public var rework: Int
    /// Moves out of it that are not allowed; nil when the question does not say which are.
    public var forbidden: Int?
    /// Moves out of it whose time in it is known.
    public var timed: Int
    /// Time in it before a move, in seconds; nil over none.
    public var meanSeconds: Double?
    public var medianSeconds: Double?
    public var p95Seconds: Double?

    public init(
        state: String, starts: Int, ends: Int, entered: Int, left: Int, rework: Int, forbidden: Int?, timed: Int, meanSeconds: Double?,
        medianSeconds: Double?, p95Seconds: Double?
    ) {
        self.state = state
        self.starts = starts
        self.ends = ends
        self.entered = entered
        self.left = left
        self.rework = rework
        self.forbidden = forbidden
        self.timed = timed
        self.meanSeconds = meanSeconds
        self.medianSeconds = medianSeconds
        self.p95Seconds = p95Seconds
    }
}

/// A state machine as it was used.
public struct StateMachine: Sendable, Hashable {
    /// Most frequent first, then by states in byte order.
    public var moves: [StateMove]
    /// Most often entered first, starts among them, then by name in byte order.
    public var states: [MachineState]

    public init(moves: [StateMove], states: [MachineState]) {
        self.moves = moves
        self.states = states
    }

    /// Instances that have a state.
    public var instances: Int { states.reduce(0) { $0 + $1.starts } }
    /// Moves from a state to itself.
    public var rework: Int { moves.reduce(0) { $0 + ($1.isSelfLoop ? $1.count : 0) } }
    /// Moves that are not allowed; nil when the question does not say which are.
    public var forbidden: Int? {
        moves.contains { $0.isAllowed == nil } ? nil : moves.reduce(0) { $0 + ($1.isAllowed == false ? $1.count : 0) }
    }
}
