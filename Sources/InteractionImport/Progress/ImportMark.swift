// How far an import has got, kept with the store so that no event is stored twice (SEMANTICS 12): the input's first N bytes
// by length and hash, and what came of them. A chain of earlier marks lies beside the newest one, so that an input is
// known again even when only its beginning is the same, and so that looking for it takes bounded memory.
//
//   progress = version 1 u8, mark count varint, then for each mark, ascending:
//              varint length (distance from the mark before), hash 16 bytes, varint lines, stored, rejected, state u8

import InteractionCoding
import InteractionModel

/// A place in an input between two events, and what the bytes before it held.
package struct ImportMark: Sendable, Hashable {
    /// Bytes of plain input before the mark.
    package var length: UInt64
    /// ContentHash of these bytes.
    package var hash: [UInt8]
    /// Line ends in them.
    package var lines: UInt64
    /// Events stored of them.
    package var stored: UInt64
    /// Events rejected in them.
    package var rejected: UInt64
    /// What the splitter needs to go on there.
    package var state: UInt8

    package init(length: UInt64, hash: [UInt8], lines: UInt64, stored: UInt64, rejected: UInt64, state: UInt8) {
        self.length = length
        self.hash = hash
        self.lines = lines
        self.stored = stored
        self.rejected = rejected
        self.state = state
    }
}

/// The marks of one import, ascending.
package struct ImportProgress: Sendable, Hashable {
    package private(set) var marks: [ImportMark] = []
    /// Distance between kept marks; an input is held in memory for about that long while it is compared with them.
    static let spacingBytes: UInt64 = 16 << 20
    /// Most marks kept. Beyond 64 GiB of input every second one goes.
    static let markLimit = 4096
    private static let version: UInt8 = 1
    /// No mark takes fewer bytes than this.
    private static let smallestMark = 21

    package init() {}

    /// The newest mark.
    package var last: ImportMark? { marks.last }

    /// Adds a newer mark. It takes the place of the newest one while that lies close to the one before it.
    package mutating func add(_ mark: ImportMark) {
        if mark.length <= marks.last?.length ?? 0 { return }
        if marks.count > 1, mark.length - marks[marks.count - 2].length < Self.spacingBytes { marks.removeLast() }
        marks.append(mark)
        if marks.count > Self.markLimit {
            marks = marks.enumerated().filter { $0.offset % 2 == 1 || $0.offset == marks.count - 1 }.map(\.element)
        }
    }

    /// Forgets marks beyond a length: the input goes on differently there.
    package mutating func cut(after length: UInt64) { marks.removeAll { $0.length > length } }

    /// The bytes kept in the store.
    package func encoded() -> [UInt8] {
        var out = ByteWriter()
        out.u8(Self.version)
        out.varint(marks.count)
        var before: UInt64 = 0
        for mark in marks {
            out.varint(mark.length - before)
            out.append(bytes: mark.hash)
            out.varint(mark.lines)
            out.varint(mark.stored)
            out.varint(mark.rejected)
            out.u8(mark.state)
            before = mark.length
        }
        return out.bytes
    }

    /// Reads the kept bytes. Errors: `.damaged`, `.unsupported`.
    package init(_ bytes: [UInt8]) throws(InteractionError) {
        var input = ByteReader(bytes, place: "import progress")
        let version = try input.u8()
        guard version == Self.version else {
            throw InteractionError(.unsupported, "import progress of version \(version)", place: "import progress")
        }
        var length: UInt64 = 0
        for _ in 0..<(try input.varint(atMost: bytes.count / Self.smallestMark, "mark count")) {
            let (sum, overflow) = length.addingReportingOverflow(try input.varint())
            guard !overflow, sum > length else { throw input.damaged("marks do not ascend") }
            length = sum
            let hash = Array(try input.bytes(16))
            let lines = try input.varint()
            let stored = try input.varint()
            let rejected = try input.varint()
            // Counts of things in the input: never more than its bytes.
            guard max(lines, stored, rejected) <= length, length <= UInt64(Int64.max) else {
                throw input.damaged("a mark counts more than its bytes can hold")
            }
            marks.append(
                ImportMark(
                    length: length, hash: hash, lines: lines, stored: stored, rejected: rejected, state: try input.u8()))
        }
        try input.expectEnd()
    }
}
