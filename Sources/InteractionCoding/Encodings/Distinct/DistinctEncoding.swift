// Distinct: a small dictionary of values, the most frequent first, and a code for each value.
//   varint number of distinct values, varint length + chunk of them (integers: integer chunk; doubles: 8 bytes each), code chunk

import InteractionModel

enum DistinctEncoding {
    /// More distinct values than this are not tried.
    static let limit = 4096

    /// The distinct values by falling frequency and the codes; nil when there are too many to pay.
    static func analyze(_ values: [UInt64]) -> (distinct: [UInt64], codes: [UInt32])? {
        let most = min(limit, values.count / 4)
        guard most > 1 else { return nil }
        // A sample of mostly different values says no at little cost.
        let sample = Set(stride(from: 0, to: values.count, by: max(1, values.count / 256)).map { values[$0] })
        guard sample.count <= 192 else { return nil }
        var slots = [UInt32](repeating: 0, count: limit * 4)
        var distinct: [UInt64] = []
        var counts: [Int] = []
        var codes = [UInt32](repeating: 0, count: values.count)
        for index in values.indices {
            let value = values[index]
            var slot = Int(truncatingIfNeeded: (value &* 0x9e37_79b9_7f4a_7c15) >> 40) & (slots.count - 1)
            while slots[slot] != 0, distinct[Int(slots[slot]) - 1] != value { slot = (slot + 1) & (slots.count - 1) }
            if slots[slot] == 0 {
                guard distinct.count < most else { return nil }
                distinct.append(value)
                counts.append(0)
                slots[slot] = UInt32(truncatingIfNeeded: distinct.count)
            }
            let code = slots[slot] - 1
            counts[Int(code)] += 1
            codes[index] = code
        }
        let order = distinct.indices.sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
        var newCodes = [UInt32](repeating: 0, count: distinct.count)
        for (new, old) in order.enumerated() { newCodes[old] = UInt32(truncatingIfNeeded: new) }
        for index in codes.indices { codes[index] = newCodes[Int(codes[index])] }
        return (order.map { distinct[$0] }, codes)
    }

    static func encodeIntegers(_ distinct: [UInt64], _ codes: [UInt32], level: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.distinct.rawValue)
        writer.varint(distinct.count)
        writer.string(bytes: IntegerChunk.encode(distinct.map { Int64(bitPattern: $0) }, level: level + 1))
        writer.append(bytes: CodeChunk.encode(codes, level: level + 1))
        return writer.bytes
    }

    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, level: Int
    ) throws(InteractionError) -> [Int64] {
        let size = try reader.varint(atMost: count, "a number of distinct values")
        let chunk = try reader.string(limit: CodingLimit.rawBytes)
        let distinct = try IntegerChunk.decode(chunk, count: size, in: reader, level: level + 1)
        let codes = try readCodes(&reader, count: count, below: size, level: level)
        var values = [Int64](repeating: 0, count: count)
        for index in 0..<count { values[index] = distinct[Int(codes[index])] }
        return values
    }

    static func encodeDoubles(_ distinct: [UInt64], _ codes: [UInt32], level: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.distinct.rawValue)
        writer.varint(distinct.count)
        for bits in distinct { writer.u64(bits) }
        writer.append(bytes: CodeChunk.encode(codes, level: level + 1))
        return writer.bytes
    }

    static func decodeDoubles(
        _ reader: inout ByteReader, count: Int, level: Int
    ) throws(InteractionError) -> [Double] {
        let size = try reader.varint(atMost: min(count, reader.remaining / 8), "a number of distinct values")
        var distinct: [Double] = []
        for _ in 0..<size { distinct.append(try reader.f64()) }
        let codes = try readCodes(&reader, count: count, below: size, level: level)
        var values = [Double](repeating: 0, count: count)
        for index in 0..<count { values[index] = distinct[Int(codes[index])] }
        return values
    }

    private static func readCodes(
        _ reader: inout ByteReader, count: Int, below size: Int, level: Int
    ) throws(InteractionError) -> [UInt32] {
        let codes = try CodeChunk.decode(reader.rest(), count: count, in: reader, level: level + 1)
        for code in codes where Int(code) >= size { throw reader.damaged("a code beyond the distinct values") }
        return codes
    }
}
