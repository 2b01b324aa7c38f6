// Plain: doubles as they are, 8 bytes each, little endian.

import InteractionModel

enum PlainEncoding {
    static func size(count: Int) -> Int { 1 + 8 * count }

    static func encode(_ values: [Double]) -> [UInt8] {
        var writer = ByteWriter(capacity: size(count: values.count))
        writer.u8(EncodingNumber.plain.rawValue)
        for value in values { writer.f64(value) }
        return writer.bytes
    }

    static func decodeDoubles(_ reader: inout ByteReader, count: Int) throws(InteractionError) -> [Double] {
        let bytes = try reader.bytes(8 * count)
        return bytes.withUnsafeBytes { raw in
            [Double](unsafeUninitializedCapacity: count) { buffer, written in
                for index in 0..<count {
                    let bits = raw.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
                    buffer[index] = Double(bitPattern: UInt64(littleEndian: bits))
                }
                written = count
            }
        }
    }
}
