// The header of a row read from raw bytes, each read checked against the end: the quick form of `RowView` for shredding, where
// a row costs half a microsecond. Texts are not checked for UTF-8 here: rows come from an encoder or a checksummed frame.

import InteractionCoding
import InteractionModel

/// The parts of one row, as views into its bytes.
struct RowScan {
    let timestamp: Int64
    let shape: UnsafeRawBufferPointer
    let action: UnsafeRawBufferPointer
    let hasSession: Bool
    let session: UnsafeRawBufferPointer
    let hasUser: Bool
    let user: UnsafeRawBufferPointer
    let hasComponent: Bool
    let component: UnsafeRawBufferPointer
    let values: UnsafeRawBufferPointer

    /// Errors: `.damaged` when the bytes end early or the time is out of range.
    init(_ row: UnsafeRawBufferPointer) throws(InteractionError) {
        func bad(_ offset: Int) -> InteractionError {
            InteractionError(.damaged, "a row ends inside its header", place: "row offset \(offset)")
        }
        guard row.count >= 8 else { throw bad(0) }
        timestamp = Int64(littleEndian: row.loadUnaligned(fromByteOffset: 0, as: Int64.self))
        guard timestamp >= Timestamp.earliest.microseconds, timestamp < Timestamp.end.microseconds else {
            throw InteractionError(.damaged, "a row's time is out of range", place: "row offset 0")
        }
        var offset = 8
        func text() -> UnsafeRawBufferPointer? {
            guard let length = ValueScan.varint(in: row, &offset), length <= UInt64(row.count - offset) else { return nil }
            let start = offset
            offset += Int(length)
            return UnsafeRawBufferPointer(rebasing: row[start..<offset])
        }
        guard let shape = text(), shape.count >= 2 else { throw bad(offset) }
        let envelope = UInt16(shape[0]) | UInt16(shape[1]) << 8
        guard let action = text() else { throw bad(offset) }
        let empty = UnsafeRawBufferPointer(start: nil, count: 0)
        hasSession = envelope & 3 == 2
        hasUser = envelope >> 2 & 3 == 2
        hasComponent = envelope >> 4 & 3 == 2
        guard let session = hasSession ? text() : empty, let user = hasUser ? text() : empty,
            let component = hasComponent ? text() : empty
        else { throw bad(offset) }
        self.shape = shape
        self.action = action
        self.session = session
        self.user = user
        self.component = component
        values = UnsafeRawBufferPointer(rebasing: row[offset...])
    }
}
