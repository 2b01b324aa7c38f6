// The header of a row, read over raw memory in one go.

import InteractionModel

/// What stands before a row's values; offsets from the row's first byte.
struct RowHeader {
    var timestamp: Int64 = 0
    var envelope = ShapeEnvelope()
    var shape = 0..<0
    var action = 0..<0
    var session: Range<Int>?
    var user: Range<Int>?
    var component: Range<Int>?
    var values = 0..<0
    /// What is wrong with the row; `values` then begins where.
    var failure: StaticString?

    mutating func read(_ row: UnsafeRawBufferPointer) {
        var cursor = RawCursor(row)
        timestamp = Int64(bitPattern: cursor.u64())
        if timestamp < Timestamp.earliest.microseconds || timestamp >= Timestamp.end.microseconds {
            cursor.fail("a time outside the years of events")
        }
        shape = cursor.string(limit: EventLimit.eventBytes)
        if shape.count < 2 { cursor.fail("a shape without its envelope") }
        if let envelope = ShapeEnvelope(bits: cursor.u16(at: shape.lowerBound)) {
            self.envelope = envelope
        } else {
            cursor.fail("an unknown presence")
        }
        action = cursor.text(limit: EventLimit.nameBytes)
        if action.isEmpty { cursor.fail("an empty action") }
        if envelope[.sessionId] == .present { session = cursor.text(limit: EventLimit.nameBytes) }
        if envelope[.userId] == .present { user = cursor.text(limit: EventLimit.nameBytes) }
        if envelope[.component] == .present { component = cursor.text(limit: EventLimit.nameBytes) }
        values = cursor.offset..<row.count
        failure = cursor.failure
    }
}
