// Delta: the first value, and for each value the difference to the one before it, modulo 2^64 (codes: 2^32). The first
// difference means nothing (writers repeat the second one), so that sums are made in place.
//   integers: zigzag first, integer chunk of differences      codes: varint first, integer chunk of differences

import InteractionModel

enum DeltaEncoding {
    static func differences(_ values: [Int64]) -> [Int64] {
        var result = [Int64](repeating: 0, count: values.count)
        for index in 1..<max(1, values.count) { result[index] = values[index] &- values[index - 1] }
        if values.count > 1 { result[0] = result[1] }
        return result
    }

    static func differences(_ values: [UInt32]) -> [Int64] {
        var result = [Int64](repeating: 0, count: values.count)
        for index in 1..<max(1, values.count) { result[index] = Int64(values[index]) - Int64(values[index - 1]) }
        if values.count > 1 { result[0] = result[1] }
        return result
    }

    static func encode(first: Int64, _ differences: [Int64], level: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.delta.rawValue)
        writer.zigzag(first)
        writer.append(bytes: IntegerChunk.encode(differences, level: level + 1, deltas: false))
        return writer.bytes
    }

    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, level: Int
    ) throws(InteractionError) -> [Int64] {
        guard count > 0 else { throw reader.damaged("a chunk of differences without a first value") }
        let first = try reader.zigzag()
        var values = try IntegerChunk.decode(reader.rest(), count: count, in: reader, level: level + 1)
        values[0] = first
        Restoring.sum(&values)
        return values
    }

    static func encode(first: UInt32, _ differences: [Int64], level: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.delta.rawValue)
        writer.varint(UInt64(first))
        writer.append(bytes: IntegerChunk.encode(differences, level: level + 1, deltas: false))
        return writer.bytes
    }

    static func decodeCodes(_ reader: inout ByteReader, count: Int, level: Int) throws(InteractionError) -> [UInt32] {
        guard count > 0 else { throw reader.damaged("a chunk of differences without a first value") }
        let first = try reader.varint(atMost: Int(UInt32.max), "a code")
        var values = try IntegerChunk.decode(reader.rest(), count: count, in: reader, level: level + 1)
        values[0] = Int64(first)
        Restoring.sum(&values)
        return values.map { UInt32(truncatingIfNeeded: $0) }
    }
}
