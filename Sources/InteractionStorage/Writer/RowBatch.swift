// A batch of rows on its way into the store: what the encoder made, all or nothing.

import InteractionCoding
import InteractionModel

/// How much an acknowledged batch survives.
public enum Durability: UInt8, Sendable, Hashable, Comparable {
    /// In this process's memory and the system's cache at the next write; may be lost with the process.
    case buffered = 1
    /// Handed to the operating system: survives the death of this process.
    case written = 2
    /// On disk: survives power loss.
    case synced = 3

    public static func < (a: Durability, b: Durability) -> Bool { a.rawValue < b.rawValue }
}

/// Proof that a batch was accepted.
public struct Acknowledgement: Sendable, Hashable {
    /// Events accepted.
    public var count: Int
    /// Ingest sequence of the first of them; the others follow.
    public var firstSequence: Int64
    /// What the batch survives now.
    public var durability: Durability

    public init(count: Int, firstSequence: Int64, durability: Durability) {
        self.count = count
        self.firstSequence = firstSequence
        self.durability = durability
    }
}

/// Rows in the row format, each behind its varint length: a journal payload.
package struct RowBatch: Sendable {
    package private(set) var payload: [UInt8] = []
    package private(set) var rowCount = 0

    package init() {}

    /// Takes a payload made elsewhere. Its form is checked when it is read.
    package init(payload: [UInt8], rowCount: Int) {
        self.payload = payload
        self.rowCount = rowCount
    }

    /// Takes the payload out, for its memory to be used again; the batch is empty then.
    package mutating func takePayload() -> [UInt8] {
        defer { self = RowBatch() }
        return payload
    }

    /// Adds one event. Errors: `.invalidEvent` with the field; nothing is added then.
    package mutating func append(_ interaction: Interaction, encoder: inout RowEncoder) throws(InteractionError) {
        var row = ByteWriter()
        try encoder.encode(interaction, into: &row)
        append(row: row.bytes)
    }

    package mutating func append(row: [UInt8]) {
        var out = ByteWriter()
        out.bytes = payload
        payload = []
        out.varint(UInt64(row.count))
        out.append(bytes: row)
        payload = out.bytes
        rowCount += 1
    }

    /// Calls `body` with each row's bytes in place, of the first `count` rows, and looks that nothing follows the last of all.
    /// Errors: `.damaged` where the rows do not fit into the payload, and those of `body`; rows before were given then.
    func forEachRow(
        first count: Int, _ body: (UnsafeRawBufferPointer) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        try payload.span.withUnsafeBytes { (bytes) throws(InteractionError) in
            var offset = 0
            func damaged(_ what: String) -> InteractionError {
                InteractionError(.damaged, what, place: "batch, offset \(offset)")
            }
            for _ in 0..<min(count, rowCount) {
                var length: UInt64 = 0
                var shift: UInt64 = 0
                while true {
                    guard offset < bytes.count, shift < 28 else { throw damaged("a row's length has no end") }
                    let byte = bytes[offset]
                    offset += 1
                    length |= UInt64(byte & 0x7f) << shift
                    if byte & 0x80 == 0 { break }
                    shift += 7
                }
                guard length <= UInt64(bytes.count - offset) else { throw damaged("a row is longer than its batch") }
                let end = offset + Int(length)
                try body(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
                offset = end
            }
            guard count < rowCount || offset == bytes.count else { throw damaged("bytes follow the last row") }
        }
    }

    /// Calls `body` with each row.
    package func forEachRow(_ body: (ArraySlice<UInt8>) throws(InteractionError) -> Void) throws(InteractionError) {
        var input = ByteReader(payload, place: "batch")
        for _ in 0..<rowCount {
            let length = try input.varint(atMost: input.remaining, "row length")
            try body(try input.bytes(length))
        }
        try input.expectEnd()
    }
}
