// Delta: the first value, and for each further one the difference to the value before it, modulo 2^64 (codes: 2^32).
//   integers: zigzag first, integer chunk of differences      codes: varint first, integer chunk of differences

import InteractionModel

enum DeltaEncoding {
    static func differences(_ values: [Int64]) -> [Int64] {
        var result = [Int64](repeating: 0, count: max(0, values.count - 1))
        for index in result.indices { result[index] = values[index + 1] &- values[index] }
        return result
    }

    static func differences(_ values: [UInt32]) -> [Int64] {
        var result = [Int64](repeating: 0, count: max(0, values.count - 1))
        for index in result.indices { result[index] = Int64(values[index + 1]) - Int64(values[index]) }
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
        var value = try reader.zigzag()
        let differences = try IntegerChunk.decode(reader.rest(), count: count - 1, place: reader.place, level: level + 1)
        return [Int64](unsafeUninitializedCapacity: count) { buffer, written in
            buffer[0] = value
            for index in 1..<max(1, count) {
                value &+= differences[index - 1]
                buffer[index] = value
            }
            written = count
        }
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
        var value = UInt32(truncatingIfNeeded: try reader.varint(atMost: Int(UInt32.max), "a code"))
        let differences = try IntegerChunk.decode(reader.rest(), count: count - 1, place: reader.place, level: level + 1)
        var result = [UInt32](repeating: value, count: count)
        for index in 1..<max(1, count) {
            value &+= UInt32(truncatingIfNeeded: differences[index - 1])
            result[index] = value
        }
        return result
    }
}
