// Some of the integers of a chunk, without decoding the others where the encoding lets that be: packed values stand at known
// places, exceptions are few, and multiples are multiplied afterwards.

import InteractionModel

extension IntegerChunk {
    /// The values of ascending ranges that do not overlap, one after another; the chunk has `count` values and lies in the bytes of
    /// `outer`. Errors: `.damaged`; `.invalidArgument` for ranges that are not of this chunk. Cost: that of the values in the
    /// ranges and of the exceptions for packed, patched and scaled chunks, that of all values for others.
    package static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, ranges: [Range<Int>], in outer: ByteReader
    ) throws(InteractionError) -> [Int64] {
        var end = 0
        for range in ranges {
            guard range.lowerBound >= end, range.upperBound <= count else {
                throw InteractionError(.invalidArgument, "no values \(range) among \(count)", place: outer.place)
            }
            end = range.upperBound
        }
        return try decode(bytes, count: count, ranges: ranges, in: outer, level: 0)
    }

    static func decode(
        _ bytes: ArraySlice<UInt8>, count: Int, ranges: [Range<Int>], in outer: ByteReader, level: Int
    ) throws(InteractionError) -> [Int64] {
        var reader = ByteReader(bytes, place: outer.place, baseOffset: outer.offset(of: bytes))
        let wanted = ranges.reduce(0) { $0 + $1.count }
        if count == 0 || wanted * 2 > count {
            let values = try decode(bytes, count: count, in: outer, level: level)
            return pick(values, ranges)
        }
        let values: [Int64]
        switch try reader.encodingNumber(count: count, level: level) {
        case .constant: values = try ConstantEncoding.decodeIntegers(&reader, count: wanted)
        case .packed: values = try PackedEncoding.decodeIntegers(&reader, count: count, ranges: ranges)
        case .patched: values = try PatchedEncoding.decodeIntegers(&reader, count: count, ranges: ranges, level: level)
        case .scaled: values = try ScaledEncoding.decodeIntegers(&reader, count: count, ranges: ranges, level: level)
        default: return pick(try decode(bytes, count: count, in: outer, level: level), ranges)
        }
        try reader.expectEnd()
        return values
    }

    private static func pick(_ values: [Int64], _ ranges: [Range<Int>]) -> [Int64] {
        var picked: [Int64] = []
        for range in ranges { picked += values[range] }
        return picked
    }
}

extension PackedEncoding {
    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, ranges: [Range<Int>]
    ) throws(InteractionError) -> [Int64] {
        let base = try reader.zigzag()
        let width = Int(try reader.u8())
        return try BitPacking.unpack(&reader, count: count, ranges: ranges, base: base, width: width)
    }
}

extension PatchedEncoding {
    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, ranges: [Range<Int>], level: Int
    ) throws(InteractionError) -> [Int64] {
        let base = try reader.zigzag()
        let width = Int(try reader.u8())
        guard width < 64 else { throw reader.damaged("a patched width of \(width) bits") }
        let (gaps, upper) = try readExceptions(&reader, count: count, level: level)
        var values = try BitPacking.unpack(&reader, count: count, ranges: ranges, base: base, width: width)
        let fits = ExceptionPositions.forEach(gaps, in: ranges, count: count) { exception, index in
            values[index] &+= upper[exception] << Int64(width)
        }
        guard fits else { throw beyond(reader) }
        return values
    }
}

extension ScaledEncoding {
    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, ranges: [Range<Int>], level: Int
    ) throws(InteractionError) -> [Int64] {
        let divisor = try readDivisor(&reader)
        let exceptions = try reader.varint(atMost: count, "a number of exceptions")
        var gaps: [UInt32] = []
        var remainders: [Int64] = []
        if exceptions > 0 { (gaps, remainders) = try readExceptions(&reader, exceptions, level) }
        var values = try IntegerChunk.decode(reader.rest(), count: count, ranges: ranges, in: reader, level: level + 1)
        for index in values.indices { values[index] &*= divisor }
        let fits = ExceptionPositions.forEach(gaps, in: ranges, count: count) { exception, index in
            values[index] &+= remainders[exception]
        }
        guard fits else { throw reader.damaged("an exception lies beyond the last value") }
        return values
    }
}

extension ExceptionPositions {
    /// Calls `body` for each exception that lies in the ranges, with its number and its place among the values of all ranges. False
    /// when one lies beyond the last of `count` values.
    static func forEach(_ gaps: [UInt32], in ranges: [Range<Int>], count: Int, _ body: (_ exception: Int, _ index: Int) -> Void) -> Bool {
        var position = -1
        var range = 0
        var before = 0
        for (exception, gap) in gaps.enumerated() {
            position += Int(gap) + 1
            if position >= count { return false }
            while range < ranges.count, ranges[range].upperBound <= position {
                before += ranges[range].count
                range += 1
            }
            if range < ranges.count, ranges[range].lowerBound <= position { body(exception, before + position - ranges[range].lowerBound) }
        }
        return true
    }
}
