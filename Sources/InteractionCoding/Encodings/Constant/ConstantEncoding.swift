// Constant: one value stands for all.
//   integers: zigzag     codes: varint     doubles: 8 bytes     bools: u8 0 or 1

import InteractionModel

enum ConstantEncoding {
    static func encode(_ value: Int64) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.constant.rawValue)
        writer.zigzag(value)
        return writer.bytes
    }

    static func decodeIntegers(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [Int64] {
        [Int64](repeating: try reader.zigzag(), count: count)
    }

    static func encode(_ value: UInt32) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.constant.rawValue)
        writer.varint(UInt64(value))
        return writer.bytes
    }

    static func decodeCodes(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [UInt32] {
        let value = try reader.varint(atMost: Int(UInt32.max), "a code")
        return [UInt32](repeating: UInt32(truncatingIfNeeded: value), count: count)
    }

    static func encode(_ value: Double) -> [UInt8] {
        var writer = ByteWriter()
        writer.u8(EncodingNumber.constant.rawValue)
        writer.f64(value)
        return writer.bytes
    }

    static func decodeDoubles(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [Double] {
        [Double](repeating: try reader.f64(), count: count)
    }

    static func encodeBool(_ value: UInt8) -> [UInt8] { [EncodingNumber.constant.rawValue, value] }

    static func decodeBools(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [UInt8] {
        let value = try reader.u8()
        guard value <= 1 else { throw reader.damaged("a bool is \(value)") }
        return [UInt8](repeating: value, count: count)
    }
}
