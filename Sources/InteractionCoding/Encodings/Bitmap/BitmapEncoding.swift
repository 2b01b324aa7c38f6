// Bitmap: one bit for each bool, lowest bit first; unused bits of the last byte are 0.

import InteractionModel

enum BitmapEncoding {
    static func encode(_ values: [UInt8]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 + (values.count + 7) / 8)
        bytes[0] = EncodingNumber.bitmap.rawValue
        for index in values.indices where values[index] != 0 { bytes[1 + index / 8] |= 1 << UInt8(index % 8) }
        return bytes
    }

    static func decodeBools(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [UInt8] {
        let bytes = try reader.bytes((count + 7) / 8)
        if count % 8 != 0, let last = bytes.last, last >> UInt8(count % 8) != 0 { throw reader.damaged("unused bits are set") }
        let start = bytes.startIndex
        var values = [UInt8](repeating: 0, count: count)
        for index in 0..<count { values[index] = bytes[start + index / 8] >> UInt8(index % 8) & 1 }
        return values
    }
}
