// Patched: as packed, with a width that fits most values. Of the others (exceptions) the lower bits are packed with the rest, and
// what lies above, an arithmetic shift of the distance and so of either sign, stands apart.
//   integers: zigzag base, u8 width 0-63, exceptions, packed lower bits
//   codes:    varint base, u8 width 0-31, exceptions, packed lower bits
//   exceptions: varint count (1 to the number of values), varint length + code chunk of gaps (rows since the exception
//   before, less one; the first counts from row -1), varint length + integer chunk of upper parts, none 0
// Sums are modulo 2^64 (codes: 2^32).

import InteractionModel

enum PatchedEncoding {
    /// Widths of distances to a base: how many need each number of bits, those below the base apart.
    struct Widths {
        private var above = [Int](repeating: 0, count: 65)
        private var below = [Int](repeating: 0, count: 65)
        private let count: Int

        init(_ values: [Int64], base: Int64) {
            count = values.count
            for value in values {
                let distance = value &- base
                // Unsigned for distances beyond Int64: such a value is an exception whatever the sign.
                if distance >= 0 {
                    above[bitWidth(UInt64(distance))] += 1
                } else {
                    below[bitWidth(UInt64(bitPattern: ~distance))] += 1
                }
            }
        }

        /// Codes with none below the base.
        init(_ values: [UInt32], base: UInt32) {
            count = values.count
            for value in values { above[bitWidth(UInt64(value &- base))] += 1 }
        }

        /// The width with the least estimated bytes, the narrower of two that are as good, and the estimate.
        func best() -> (width: Int, size: Int) {
            var best = (width: 64, size: Int.max)
            let allBelow = below.reduce(0, +)
            // Of the values with more bits than the width: how many, and by how many bits in all.
            var wideAbove = 0
            var bitsAbove = 0
            var wideBelow = 0
            var bitsBelow = 0
            for width in stride(from: 63, through: 0, by: -1) {
                wideAbove += above[width + 1]
                bitsAbove += wideAbove
                wideBelow += below[width + 1]
                bitsBelow += wideBelow
                let exceptions = allBelow + wideAbove
                guard exceptions < count else { continue }
                let upperBits = bitsAbove + bitsBelow + exceptions * 2
                let gapBits = exceptions == 0 ? 0 : bitWidth(UInt64(count / exceptions)) + 1
                let size = packedLength(count, width) + (exceptions * gapBits + upperBits) / 8 + (exceptions > 0 ? 18 : 6)
                if size <= best.size { best = (width, size) }
            }
            return best
        }
    }

    static func encode(_ values: [Int64], base: Int64, width: Int, level: Int) -> [UInt8] {
        var upper: [Int64] = []
        var gaps: [UInt32] = []
        var before = -1
        for (index, value) in values.enumerated() {
            let part = (value &- base) >> Int64(width)
            guard part != 0 else { continue }
            upper.append(part)
            gaps.append(UInt32(truncatingIfNeeded: index - before - 1))
            before = index
        }
        if upper.isEmpty { return PackedEncoding.encode(values, base: base, width: width) }
        var writer = ByteWriter()
        writer.u8(EncodingNumber.patched.rawValue)
        writer.zigzag(base)
        writer.u8(UInt8(width))
        write(gaps, upper, level, into: &writer)
        BitPacking.pack(values, base: base, width: width, into: &writer)
        return writer.bytes
    }

    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, level: Int
    ) throws(InteractionError) -> [Int64] {
        let base = try reader.zigzag()
        let width = Int(try reader.u8())
        guard width < 64 else { throw reader.damaged("a patched width of \(width) bits") }
        let (gaps, upper) = try readExceptions(&reader, count: count, level: level)
        var values = try BitPacking.unpack(&reader, count: count, base: base, width: width)
        guard Restoring.patch(&values, gaps, upper, width: width) else { throw beyond(reader) }
        return values
    }

    static func encode(_ values: [UInt32], base: UInt32, width: Int, level: Int) -> [UInt8] {
        var upper: [Int64] = []
        var gaps: [UInt32] = []
        var before = -1
        for (index, value) in values.enumerated() {
            let part = Int64((value &- base) >> UInt32(width))
            guard part != 0 else { continue }
            upper.append(part)
            gaps.append(UInt32(truncatingIfNeeded: index - before - 1))
            before = index
        }
        if upper.isEmpty { return PackedEncoding.encode(values, base: base, width: width) }
        var writer = ByteWriter()
        writer.u8(EncodingNumber.patched.rawValue)
        writer.varint(UInt64(base))
        writer.u8(UInt8(width))
        write(gaps, upper, level, into: &writer)
        BitPacking.pack(values, base: base, width: width, into: &writer)
        return writer.bytes
    }

    static func decodeCodes(_ reader: inout ByteReader, count: Int, level: Int) throws(InteractionError) -> [UInt32] {
        let base = UInt32(truncatingIfNeeded: try reader.varint(atMost: Int(UInt32.max), "a base"))
        let width = Int(try reader.u8())
        guard width < 32 else { throw reader.damaged("a patched width of \(width) bits") }
        let (gaps, upper) = try readExceptions(&reader, count: count, level: level)
        var values = try BitPacking.unpack(&reader, count: count, base: base, width: width)
        guard Restoring.patch(&values, gaps, upper, width: width) else { throw beyond(reader) }
        return values
    }

    private static func write(_ gaps: [UInt32], _ upper: [Int64], _ level: Int, into writer: inout ByteWriter) {
        writer.varint(gaps.count)
        writer.string(bytes: CodeChunk.encode(gaps, level: level + 1))
        writer.string(bytes: IntegerChunk.encode(upper, level: level + 1))
    }

    static func readExceptions(
        _ reader: inout ByteReader, count: Int, level: Int
    ) throws(InteractionError) -> (gaps: [UInt32], upper: [Int64]) {
        let exceptions = try reader.varint(atMost: count, "a number of exceptions")
        let gapChunk = try reader.string(limit: CodingLimit.rawBytes)
        let gaps = try CodeChunk.decode(gapChunk, count: exceptions, in: reader, level: level + 1)
        let chunk = try reader.string(limit: CodingLimit.rawBytes)
        let upper = try IntegerChunk.decode(chunk, count: exceptions, in: reader, level: level + 1)
        return (gaps, upper)
    }

    static func beyond(_ reader: ByteReader) -> InteractionError {
        reader.damaged("an exception lies beyond the last value")
    }
}
