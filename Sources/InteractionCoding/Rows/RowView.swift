// A row in its buffer, with its header read and checked: what journal replay, sealing and import need without making an
// `Interaction` of it.

import InteractionModel

/// The parts of one row. Ranges are indexes into `bytes`.
package struct RowView: Sendable {
    package let bytes: ArraySlice<UInt8>
    /// Microseconds UTC.
    package let timestamp: Int64
    package let envelope: ShapeEnvelope
    package let shape: Range<Int>
    package let action: Range<Int>
    /// nil unless the shape says present.
    package let session: Range<Int>?
    package let user: Range<Int>?
    package let component: Range<Int>?
    /// The values, up to the end of the row.
    package let values: Range<Int>
    private let place: String

    /// Reads the header of a row that fills `bytes` exactly. Names are checked for length and UTF-8, the shape for its envelope
    /// only (`Shape.decode` checks the rest), the values not at all.
    package init(_ bytes: ArraySlice<UInt8>, place: String = "row") throws(InteractionError) {
        self.bytes = bytes
        self.place = place
        guard bytes.count <= EventLimit.eventBytes else {
            throw InteractionError(.damaged, "a row of \(bytes.count) bytes, at most \(EventLimit.eventBytes) possible", place: place)
        }
        var reader = ByteReader(bytes, place: place)
        timestamp = try reader.i64()
        guard timestamp >= Timestamp.earliest.microseconds, timestamp < Timestamp.end.microseconds else {
            throw reader.damaged("a time outside the years \(EventLimit.firstYear)-\(EventLimit.lastYear)")
        }
        let shapeBytes = try reader.string(limit: EventLimit.eventBytes)
        guard shapeBytes.count >= 2,
            let envelope = ShapeEnvelope(
                bits: UInt16(shapeBytes[shapeBytes.startIndex]) | UInt16(shapeBytes[shapeBytes.startIndex + 1]) << 8)
        else { throw reader.damaged("an unknown presence") }
        self.envelope = envelope
        shape = shapeBytes.indices
        action = try reader.text(limit: EventLimit.nameBytes).indices
        guard !action.isEmpty else { throw reader.damaged("an empty action") }
        session = envelope[.sessionId] == .present ? try reader.text(limit: EventLimit.nameBytes).indices : nil
        user = envelope[.userId] == .present ? try reader.text(limit: EventLimit.nameBytes).indices : nil
        component = envelope[.component] == .present ? try reader.text(limit: EventLimit.nameBytes).indices : nil
        values = reader.rest().indices
    }

    package init(_ bytes: [UInt8], place: String = "row") throws(InteractionError) { try self.init(bytes[...], place: place) }

    /// The values in shape order, checked to fill the rest of the row exactly.
    package func readValues(_ shape: Shape) throws(InteractionError) -> [ShapeValue] {
        var reader = ByteReader(bytes[values], place: place, baseOffset: values.lowerBound - bytes.startIndex)
        var result: [ShapeValue] = []
        result.reserveCapacity(shape.valueTags.count)
        for tag in shape.valueTags { result.append(try ShapeValue.read(tag, from: &reader)) }
        try reader.expectEnd()
        return result
    }

    /// The values as one 64-bit word each, for batch work: 0 or 1, the bits of an Int64 or Double, or for texts the start in the
    /// row (from its first byte) times 2^32 plus the length. Checked as `readValues`.
    package func readWords(_ shape: Shape, into words: inout [UInt64]) throws(InteractionError) {
        words.removeAll(keepingCapacity: true)
        var reader = ByteReader(bytes[values], place: place, baseOffset: values.lowerBound - bytes.startIndex)
        for tag in shape.valueTags {
            switch try ShapeValue.read(tag, from: &reader) {
            case .bool(let flag): words.append(flag ? 1 : 0)
            case .int(let number): words.append(UInt64(bitPattern: number))
            case .double(let number): words.append(number.bitPattern)
            case .text(let text):
                words.append(UInt64(truncatingIfNeeded: text.startIndex - bytes.startIndex) << 32 | UInt64(text.count))
            }
        }
        try reader.expectEnd()
    }
}
