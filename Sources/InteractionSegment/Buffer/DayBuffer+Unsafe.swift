// The inner loop of shredding: reads values of the row format from raw bytes, each read checked against the end. First a pass
// that only checks, so that a bad row leaves no trace, then the pass that appends.

import InteractionCoding
import InteractionModel

/// Steps over values of the row format; every step is checked against the end of the bytes.
enum ValueScan {
    /// Appends the values of one row to their buffers. False, with nothing appended, when the bytes do not hold exactly these
    /// values.
    static func append(
        _ bytes: UnsafeRawBufferPointer, to targets: [ValueTarget], in properties: inout [PropertyBuffer], row: UInt32
    ) -> Bool {
        var offset = 0
        for target in targets {
            guard skip(target.lane, in: bytes, &offset) else { return false }
        }
        guard offset == bytes.count else { return false }
        offset = 0
        for target in targets { append(bytes, &offset, target.lane, to: &properties[target.place], row: row) }
        return true
    }

    /// Appends one value that was checked before.
    @inline(__always)
    private static func append(
        _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, _ lane: PropertyLane, to property: inout PropertyBuffer, row: UInt32
    ) {
        property.rows.append(row)
        switch lane {
        case .bool:
            property.bools.append(bytes[offset])
            offset += 1
        case .int64:
            let raw = varint(in: bytes, &offset) ?? 0
            property.ints.append(Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1))
        case .double:
            property.doubles.append(
                Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))))
            offset += 8
        case .string, .numberText, .arrayText:
            let length = Int(varint(in: bytes, &offset) ?? 0)
            property.codes.append(
                property.texts.intern(UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)])))
            offset += length
        }
    }

    /// A LEB128 number of at most 64 bits; nil when the bytes end inside it or it is longer.
    @inline(__always)
    static func varint(in bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }

    /// Moves `offset` past one value; false when the bytes end inside it or it is not a value.
    @inline(__always)
    static func skip(_ lane: PropertyLane, in bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> Bool {
        switch lane {
        case .bool:
            guard offset < bytes.count, bytes[offset] <= 1 else { return false }
            offset += 1
            return true
        case .int64: return varint(in: bytes, &offset) != nil
        case .double:
            guard bytes.count - offset >= 8 else { return false }
            let bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
            return Double(bitPattern: bits).isFinite
        case .string, .numberText, .arrayText:
            guard let length = varint(in: bytes, &offset), length <= UInt64(bytes.count - offset) else { return false }
            offset += Int(length)
            return true
        }
    }
}
