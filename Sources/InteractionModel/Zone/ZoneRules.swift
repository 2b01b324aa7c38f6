// The rules of one time zone: which offset from UTC held when, and which instants its days begin at. A value made from the
// bytes of a TZif file (ZoneRules+Parsing); pure, no file is read here.

/// A time zone of the IANA database.
public struct ZoneRules: Sendable {
    /// `UTC`, `Europe/Berlin`, ...
    public let name: String
    /// Instants (microseconds) at which the offset changes, strictly ascending.
    let changes: [Int64]
    /// The offset from each change on, in microseconds east of UTC. As long as `changes`.
    let offsets: [Int64]
    /// The offset before the first change.
    let firstOffset: Int64
    /// What holds from the last change on, or at all times without one.
    let rest: YearlyRule

    /// No offset at any time.
    public static let utc = ZoneRules(name: "UTC", changes: [], offsets: [], firstOffset: 0, rest: YearlyRule(standard: 0))

    /// One offset at all times, in microseconds east of UTC.
    package static func fixed(microseconds: Int64) -> ZoneRules {
        ZoneRules(name: "fixed", changes: [], offsets: [], firstOffset: 0, rest: YearlyRule(standard: microseconds))
    }

    /// True where local time is UTC at all times.
    public var isUTC: Bool { changes.isEmpty && rest.standard == 0 && rest.daylight == nil }

    /// A span of time with one offset.
    package struct Span: Sendable, Hashable {
        /// Microseconds: from the first to before the last.
        package var from: Int64
        package var to: Int64
        /// Microseconds east of UTC.
        package var offset: Int64
    }

    /// The span of constant offset that holds an instant. Cost: a binary search; after the last change a few calendar dates.
    package func span(at instant: Int64) -> Span {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= instant { low = middle + 1 } else { high = middle }
        }
        if low == changes.count {
            var span = rest.span(at: instant)
            if let last = changes.last { span.from = max(span.from, last) }
            return span
        }
        return Span(from: low == 0 ? .min : changes[low - 1], to: changes[low], offset: low == 0 ? firstOffset : offsets[low - 1])
    }

    /// The offset at an instant, in seconds east of UTC.
    public func offsetSeconds(at instant: Timestamp) -> Int { Int(span(at: instant.microseconds).offset / 1_000_000) }

    /// What a clock on the wall shows at an instant, as if it were UTC.
    package func local(_ instant: Int64) -> Int64 { instant &+ span(at: instant).offset }

    /// The first instant at which the clock on the wall shows this time or a later one: of two equal local times the first;
    /// for one that a change skips, the change.
    package func firstInstant(ofLocal local: Int64) -> Int64 {
        // No offset is beyond 26 hours, so nothing earlier can show this time.
        var instant = local &- Self.largestOffset
        for _ in 0..<1000 {
            let span = span(at: instant)
            let candidate = max(span.from, local &- span.offset)
            if candidate < span.to || span.to == .max { return candidate }
            instant = span.to
        }
        return local
    }

    /// The first instant of a local day; of a day that the zone skips, the first instant after it.
    public func start(of day: Day) -> Timestamp { Timestamp(microseconds: firstInstant(ofLocal: day.start.microseconds)) }

    /// The local day that holds an instant. Days follow each other without gaps: where clocks are set back across midnight,
    /// the repeated minutes belong to the new day.
    public func day(of instant: Timestamp) -> Day {
        let day = Timestamp(microseconds: local(instant.microseconds)).day
        let next = day.advanced(by: 1)
        return start(of: next) <= instant ? next : day
    }

    /// The instant of an ISO date or time as people write it: with an offset as it says, without one on this zone's clocks.
    /// Errors: `.invalidEvent` naming what is wrong.
    package func instant(parsing text: String) throws(InteractionError) -> Timestamp {
        let plain = try Timestamp(parsing: text, form: .utcAssumed)
        // Where an offset is written, the assumed one changes nothing.
        if isUTC || (try? Timestamp(parsing: text, form: .lenient(assumedOffset: 3600))) == plain { return plain }
        return Timestamp(microseconds: firstInstant(ofLocal: plain.microseconds))
    }

    /// The largest offset of a zone either way, in microseconds: RFC 8536 allows up to 26 hours.
    static let largestOffset: Int64 = 26 * 3_600_000_000
}

extension ZoneRules: Hashable {
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
