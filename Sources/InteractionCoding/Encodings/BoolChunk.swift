// A column chunk of bools, one byte 0 or 1 each in memory.

import InteractionModel

/// Encodes and decodes up to 2^20 bools.
package enum BoolChunk {
    /// The stored form; empty for no values. Anything but 0 counts as 1.
    package static func encode(_ values: [UInt8]) -> [UInt8] {
        guard let first = values.first else { return [] }
        let isOne = first != 0
        if !values.contains(where: { ($0 != 0) != isOne }) { return ConstantEncoding.encodeBool(isOne ? 1 : 0) }
        return BitmapEncoding.encode(values)
    }

    package static func decode(
        _ bytes: [UInt8], count: Int, place: String = "bool chunk"
    ) throws(InteractionError) -> [UInt8] {
        try decode(bytes[...], count: count, place: place)
    }

    /// Exactly `count` bytes of 0 or 1, or `.damaged`.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, place: String = "bool chunk"
    ) throws(InteractionError) -> [UInt8] {
        var reader = ByteReader(bytes, place: place)
        if count == 0 {
            try reader.expectEnd()
            return []
        }
        let encoding = try reader.encodingNumber(count: count, level: 0)
        let values: [UInt8]
        switch encoding {
        case .constant: values = try ConstantEncoding.decodeBools(&reader, count: count)
        case .bitmap: values = try BitmapEncoding.decodeBools(&reader, count: count)
        default: throw reader.wrongKind(encoding)
        }
        try reader.expectEnd()
        return values
    }
}
