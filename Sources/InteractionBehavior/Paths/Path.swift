// Common paths (SEMANTICS 6): what a question about them may choose, and one row of the answer.

import InteractionModel

/// Sessions that went one way.
public struct Path: Sendable, Hashable {
    /// The labels in order.
    public var labels: [String]
    /// Sessions whose first labels these are; of n-grams the times that they occur.
    public var frequency: Int
    /// Of all sessions of the question, of n-grams of all n-grams: 0-1.
    public var share: Double
    /// Sessions that go on after the last label (before the first one, where paths lead to an end).
    public var continues: Int
    /// Mean and median time from a session's first event to its last one kept, in seconds.
    public var avgDurationSeconds: Double
    public var medianDurationSeconds: Double
    /// Sessions that go no further, of all that came here: 0-1.
    public var dropoffRate: Double
    /// Sessions that have an n-gram; else as `frequency`.
    public var sessions: Int

    public init(
        labels: [String], frequency: Int, share: Double, continues: Int, avgDurationSeconds: Double, medianDurationSeconds: Double,
        dropoffRate: Double, sessions: Int
    ) {
        self.labels = labels
        self.frequency = frequency
        self.share = share
        self.continues = continues
        self.avgDurationSeconds = avgDurationSeconds
        self.medianDurationSeconds = medianDurationSeconds
        self.dropoffRate = dropoffRate
        self.sessions = sessions
    }
}

/// What a question about paths may choose beside its events.
public struct PathRequest: Sendable, Hashable {
    /// SQL over one event, such as `component` or `details.page`; events where it is NULL are left out.
    public var label: String
    /// Paths begin with the first event of this label, or end with the last one of it; not both.
    public var start: String?
    public var end: String?
    /// Labels of a path at most; 1-64. Not used with `whole` or `ngram`.
    public var max: Int
    /// All labels of a session.
    public var whole: Bool
    /// Every n labels that follow each other inside a session instead of its first ones; 1-64.
    public var ngram: Int?
    /// Whether a label that follows itself counts again.
    public var keepsRepeats: Bool
    /// nil for given sessions, else the pause that ends one (`SessionRequest.gap`).
    public var gap: Duration?
    /// Rows of the answer at most, 1 or more; nil for all.
    public var top: Int?

    /// What `max` and `ngram` may be.
    package static let lengths: ClosedRange<Int64> = 1...64

    public init(
        label: String = "action", start: String? = nil, end: String? = nil, max: Int = 5, whole: Bool = false, ngram: Int? = nil,
        keepsRepeats: Bool = false, gap: Duration? = nil, top: Int? = nil
    ) {
        self.label = label
        self.start = start
        self.end = end
        self.max = max
        self.whole = whole
        self.ngram = ngram
        self.keepsRepeats = keepsRepeats
        self.gap = gap
        self.top = top
    }
}
