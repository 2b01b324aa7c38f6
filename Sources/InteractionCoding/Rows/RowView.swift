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
    let place: String
    private let baseOffset: Int

    /// Reads the header of a row that fills `bytes` exactly. Names are checked for length and UTF-8, the shape for its envelope
    /// only (`Shape.decode` checks the rest), the values not at all.
    /// `baseOffset` is the offset of the row in what `place` names.
    package init(
        _ bytes: ArraySlice<UInt8>, place: String = "row", baseOffset: Int = 0
    ) throws(InteractionError) {
        guard bytes.count <= EventLimit.eventBytes else {
            throw InteractionError(.damaged, "a row of \(bytes.count) bytes, at most \(EventLimit.eventBytes) possible", place: place)
        }
        var header = RowHeader()
        bytes.withUnsafeBytes { header.read($0) }
        if let failure = header.failure { throw Self.damaged(failure, baseOffset + header.values.lowerBound, place) }
        self.bytes = bytes
        self.place = place
        self.baseOffset = baseOffset
        let start = bytes.startIndex
        func inBytes(_ range: Range<Int>) -> Range<Int> { range.lowerBound + start..<range.upperBound + start }
        timestamp = header.timestamp
        envelope = header.envelope
        shape = inBytes(header.shape)
        action = inBytes(header.action)
        session = header.session.map(inBytes)
        user = header.user.map(inBytes)
        component = header.component.map(inBytes)
        values = inBytes(header.values)
    }

    /// Where a part of the row begins in what `place` names.
    func offset(of part: Range<Int>) -> Int { baseOffset + part.lowerBound - bytes.startIndex }

    private static func damaged(_ message: StaticString, _ offset: Int, _ place: String) -> InteractionError {
        InteractionError(.damaged, "\(message)", place: "\(place), offset \(offset)")
    }

    package init(_ bytes: [UInt8], place: String = "row") throws(InteractionError) { try self.init(bytes[...], place: place) }

    /// The values in shape order, checked to fill the rest of the row exactly.
    package func readValues(_ shape: Shape) throws(InteractionError) -> [ShapeValue] {
        var reader = ByteReader(bytes[values], place: place, baseOffset: offset(of: values))
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
        let from = values.lowerBound - bytes.startIndex
        let (failure, offset) = bytes.withUnsafeBytes { raw in
            var cursor = RawCursor(raw, from: from)
            for tag in shape.valueTags {
                switch tag {
                case .int64: words.append(UInt64(bitPattern: cursor.zigzag()))
                case .string, .numberText, .array:
                    let range = cursor.text(limit: EventLimit.eventBytes)
                    words.append(UInt64(truncatingIfNeeded: range.lowerBound) << 32 | UInt64(truncatingIfNeeded: range.count))
                case .bool:
                    let byte = cursor.u8()
                    if byte > 1 { cursor.fail("a bool is neither 0 nor 1") }
                    words.append(UInt64(byte))
                case .double:
                    let bits = cursor.u64()
                    if !Double(bitPattern: bits).isFinite { cursor.fail("a double is not finite") }
                    words.append(bits)
                case .null, .emptyArray, .object: cursor.fail("a value where the shape has none")
                }
            }
            if cursor.remaining > 0 { cursor.fail("a row is longer than its values") }
            return (cursor.failure, cursor.offset)
        }
        if let failure { throw Self.damaged(failure, baseOffset + offset, place) }
    }
}
