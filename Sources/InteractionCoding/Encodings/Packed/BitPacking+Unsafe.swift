// The way to the packing kernels: lengths are settled here, then pointers go to C.

import CKernels
import InteractionModel

/// Little-endian bit streams of fixed-width numbers (see CKernels.h for the layout).
enum BitPacking {
    static func pack(_ values: [UInt32], base: UInt32, width: Int, into writer: inout ByteWriter) {
        let packed = [UInt8](unsafeUninitializedCapacity: packedLength(values.count, width)) { buffer, written in
            ck_pack32(values, values.count, base, UInt32(width), buffer.baseAddress)
            written = packedLength(values.count, width)
        }
        writer.append(bytes: packed)
    }

    static func pack(_ values: [Int64], base: Int64, width: Int, into writer: inout ByteWriter) {
        let packed = [UInt8](unsafeUninitializedCapacity: packedLength(values.count, width)) { buffer, written in
            values.withUnsafeBytes {
                ck_pack64(
                    $0.baseAddress?.assumingMemoryBound(to: UInt64.self), values.count, UInt64(bitPattern: base),
                    UInt32(width), buffer.baseAddress)
            }
            written = packedLength(values.count, width)
        }
        writer.append(bytes: packed)
    }

    static func unpack(
        _ reader: inout ByteReader, count: Int, base: UInt32, width: Int
    ) throws(InteractionError) -> [UInt32] {
        let packed = try packedBytes(&reader, count: count, width: width, limit: 32)
        return [UInt32](unsafeUninitializedCapacity: count) { buffer, written in
            packed.withUnsafeBytes {
                ck_unpack32(
                    $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count, count, base, UInt32(width),
                    buffer.baseAddress)
            }
            written = count
        }
    }

    static func unpack(
        _ reader: inout ByteReader, count: Int, base: Int64, width: Int
    ) throws(InteractionError) -> [Int64] {
        let packed = try packedBytes(&reader, count: count, width: width, limit: 64)
        return [Int64](unsafeUninitializedCapacity: count) { buffer, written in
            packed.withUnsafeBytes {
                ck_unpack64(
                    $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count, count, UInt64(bitPattern: base),
                    UInt32(width), UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: UInt64.self))
            }
            written = count
        }
    }

    /// The values of ascending ranges below `count`, one after another.
    static func unpack(
        _ reader: inout ByteReader, count: Int, ranges: [Range<Int>], base: Int64, width: Int
    ) throws(InteractionError) -> [Int64] {
        let packed = try packedBytes(&reader, count: count, width: width, limit: 64)
        var values: [Int64] = []
        values.reserveCapacity(ranges.reduce(0) { $0 + $1.count })
        for range in ranges where !range.isEmpty {
            // Every eighth value begins at a byte.
            let first = range.lowerBound & ~7
            let part = [Int64](unsafeUninitializedCapacity: range.upperBound - first) { buffer, written in
                packed.dropFirst(first / 8 * width).withUnsafeBytes {
                    ck_unpack64(
                        $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count, range.upperBound - first, UInt64(bitPattern: base),
                        UInt32(width), UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: UInt64.self))
                }
                written = range.upperBound - first
            }
            values += part.dropFirst(range.lowerBound - first)
        }
        return values
    }

    /// The bytes of a packed stream, whose unused last bits must be 0.
    static func packedBytes(
        _ reader: inout ByteReader, count: Int, width: Int, limit: Int
    ) throws(InteractionError) -> ArraySlice<UInt8> {
        guard width <= limit else { throw reader.damaged("a width of \(width) bits, at most \(limit) possible") }
        let packed = try reader.bytes(packedLength(count, width))
        let used = count * width % 8
        if used != 0, let last = packed.last, last >> UInt8(used) != 0 { throw reader.damaged("unused bits are set") }
        return packed
    }
}
