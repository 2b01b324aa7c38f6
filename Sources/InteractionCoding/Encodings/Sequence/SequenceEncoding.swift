// Sequence: every value is the one before it plus the same step, modulo 2^64 (codes: 2^32).
//   integers: zigzag first, zigzag step        codes: varint first, zigzag step

import InteractionModel

enum SequenceEncoding {
    /// The step, when the values are a sequence of at least two.
    static func step(_ values: [Int64]) -> Int64? {
        guard values.count >= 2 else { return nil }
        let step = values[1] &- values[0]
        for index in 2..<max(2, values.count) where values[index] &- values[index - 1] != step { return nil }
        return step
    }

    static func step(_ values: [UInt32]) -> Int64? {
        guard values.count >= 2 else { return nil }
        let step = Int64(values[1]) - Int64(values[0])
        for index in 2..<max(2, values.count) where Int64(values[index]) - Int64(values[index - 1]) != step { return nil }
        return step
    }

    static func encode(first: Int64, step: Int64) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.sequence.rawValue)
        writer.zigzag(first)
        writer.zigzag(step)
        return writer.bytes
    }

    static func decodeIntegers(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [Int64] {
        let first = try reader.zigzag()
        let step = try reader.zigzag()
        var values = [Int64](repeating: 0, count: count)
        for index in 0..<count { values[index] = first &+ step &* Int64(index) }
        return values
    }

    static func encode(first: UInt32, step: Int64) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.sequence.rawValue)
        writer.varint(UInt64(first))
        writer.zigzag(step)
        return writer.bytes
    }

    static func decodeCodes(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [UInt32] {
        let first = Int64(try reader.varint(atMost: Int(UInt32.max), "a code"))
        let step = try reader.zigzag()
        var values = [UInt32](repeating: 0, count: count)
        for index in 0..<count { values[index] = UInt32(truncatingIfNeeded: first &+ step &* Int64(index)) }
        return values
    }
}
