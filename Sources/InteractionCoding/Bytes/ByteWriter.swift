// Appends numbers and texts to a byte buffer in the forms that every file of the store uses: little-endian integers,
// LEB128 varints (7 bits a byte, lowest first, high bit set on all but the last), zigzag for signed ones.

/// A growing byte buffer.
package struct ByteWriter: Sendable {
    /// What was written so far.
    package var bytes: [UInt8]

    package init() { bytes = [] }

    package init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    package var count: Int { bytes.count }

    /// Forgets the content, keeps the memory.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func u8(_ value: UInt8) { bytes.append(value) }
    package mutating func u16(_ value: UInt16) { fixed(value) }
    package mutating func u32(_ value: UInt32) { fixed(value) }
    package mutating func u64(_ value: UInt64) { fixed(value) }
    package mutating func i64(_ value: Int64) { fixed(UInt64(bitPattern: value)) }
    /// The 64 bits of a double, little endian.
    package mutating func f64(_ value: Double) { fixed(value.bitPattern) }

    @inline(__always)
    private mutating func fixed<T: FixedWidthInteger & UnsignedInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// LEB128, 1 to 10 bytes.
    package mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// LEB128 of a count or length; negative numbers never reach it.
    package mutating func varint(_ value: Int) { varint(UInt64(truncatingIfNeeded: value)) }

    /// A signed number as LEB128: 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
    package mutating func zigzag(_ value: Int64) {
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    package mutating func append(bytes more: [UInt8]) { bytes.append(contentsOf: more) }
    package mutating func append(bytes more: ArraySlice<UInt8>) { bytes.append(contentsOf: more) }
    package mutating func append(bytes more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

    /// Varint length, then the UTF-8 bytes.
    package mutating func string(_ text: String) {
        varint(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// Varint length, then the bytes.
    package mutating func string(bytes text: [UInt8]) {
        varint(text.count)
        bytes.append(contentsOf: text)
    }

    /// Varint length, then the bytes.
    package mutating func string(bytes text: ArraySlice<UInt8>) {
        varint(text.count)
        bytes.append(contentsOf: text)
    }
}
