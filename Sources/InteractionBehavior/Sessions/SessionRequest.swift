// What a question about sessions may choose (SEMANTICS 2).

import InteractionModel

/// How events are grouped into sessions.
public struct SessionRequest: Sendable, Hashable {
    /// nil takes session ids as given. A timeout ignores them: a new session starts at a unit's first event and wherever the
    /// time since its previous event is strictly greater.
    public var gap: Duration?
    /// Longest session; an event later than this after its session's start begins a new one. nil for no limit. Needs `gap`.
    public var maxLength: Duration?
    /// Whose events count: `user` (own user id, else session id) or `identified` (own user id only). Used with `gap`.
    public var unit: Unit

    /// The unit whose stream is cut into sessions.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case user
        case identified
    }

    public init(gap: Duration? = nil, maxLength: Duration? = nil, unit: Unit = .user) {
        self.gap = gap
        self.maxLength = maxLength
        self.unit = unit
    }
}

extension Duration {
    /// Whole microseconds, saturating; parts below are cut.
    package var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }
}
