// Rows of exceptions, stored as gaps: how many rows lie between an exception and the one before it.

import InteractionModel

enum ExceptionPositions {
    /// The gaps of rising positions.
    static func gaps(_ positions: [Int]) -> [UInt32] {
        var before = -1
        return positions.map { position in
            defer { before = position }
            return UInt32(truncatingIfNeeded: position - before - 1)
        }
    }

    /// Reads a code chunk of gaps behind its varint length; positions rise and are below `count`.
    static func read(
        _ reader: inout ByteReader, exceptions: Int, count: Int, level: Int
    ) throws(InteractionError) -> [Int] {
        let chunk = try reader.string(limit: CodingLimit.rawBytes)
        let gaps = try CodeChunk.decode(chunk, count: exceptions, in: reader, level: level + 1)
        var positions: [Int] = []
        positions.reserveCapacity(exceptions)
        var before = -1
        for gap in gaps {
            before += Int(gap) + 1
            guard before < count else { throw reader.damaged("an exception lies beyond the last value") }
            positions.append(before)
        }
        return positions
    }
}
