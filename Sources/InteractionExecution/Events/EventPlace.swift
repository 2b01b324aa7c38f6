// Where an event stands among all: what export and the aggregates that see an order go by.

/// The place of one event in the order of events: time, then the source in the order of sequences, then the tie ordinal, then the
/// row of the segment. No two events share a place, whatever the layout.
struct EventPlace: Sendable, Comparable, Hashable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    var time: Int64
    /// Index of the source in the order of first sequences.
    var source: UInt32
    var tie: UInt32
    var row: UInt32

    static func < (a: EventPlace, b: EventPlace) -> Bool {
        if a.time != b.time { return a.time < b.time }
        if a.source != b.source { return a.source < b.source }
        return a.tie != b.tie ? a.tie < b.tie : a.row < b.row
    }
}
