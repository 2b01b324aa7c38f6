// Packed: every value is a base plus a number of fixed width (frame of reference).
//   integers: zigzag base, u8 width 0-64, packed distances      codes: varint base, u8 width 0-32, packed distances

import InteractionModel

enum PackedEncoding {
    static func size(count: Int, width: Int) -> Int { 6 + packedLength(count, width) }

    static func encode(_ values: [Int64], base: Int64, width: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.packed.rawValue)
        writer.zigzag(base)
        writer.u8(UInt8(width))
        BitPacking.pack(values, base: base, width: width, into: &writer)
        return writer.bytes
    }

    static func decodeIntegers(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [Int64] {
        let base = try reader.zigzag()
        let width = Int(try reader.u8())
        return try BitPacking.unpack(&reader, count: count, base: base, width: width)
    }

    static func encode(_ values: [UInt32], base: UInt32, width: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.packed.rawValue)
        writer.varint(UInt64(base))
        writer.u8(UInt8(width))
        BitPacking.pack(values, base: base, width: width, into: &writer)
        return writer.bytes
    }

    /// The codes as they lie.
    static func packedCodes(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> PackedCodes {
        let base = UInt32(truncatingIfNeeded: try reader.varint(atMost: Int(UInt32.max), "a base"))
        let width = Int(try reader.u8())
        let bytes = try BitPacking.packedBytes(&reader, count: count, width: width, limit: 32)
        return PackedCodes(checked: bytes, base: base, width: width, count: count)
    }

    /// Sums are modulo 2^32.
    static func decodeCodes(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [UInt32] {
        let base = UInt32(truncatingIfNeeded: try reader.varint(atMost: Int(UInt32.max), "a base"))
        let width = Int(try reader.u8())
        return try BitPacking.unpack(&reader, count: count, base: base, width: width)
    }
}
