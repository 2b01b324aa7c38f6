// Some of the integers of a chunk, without decoding the others where the encoding lets that be: packed values stand at known
// places, of exceptions only those that are asked for are decoded, and multiples are multiplied afterwards.

import CKernels
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
        let exceptions = try reader.varint(atMost: count, "a number of exceptions")
        let (picks, upper) = try ExceptionPicks.read(&reader, exceptions, in: ranges, count: count, level: level)
        var values = try BitPacking.unpack(&reader, count: count, ranges: ranges, base: base, width: width)
        for (index, part) in zip(picks.places, upper) { values[index] &+= part << Int64(width) }
        return values
    }
}

extension ScaledEncoding {
    static func decodeIntegers(
        _ reader: inout ByteReader, count: Int, ranges: [Range<Int>], level: Int
    ) throws(InteractionError) -> [Int64] {
        let divisor = try readDivisor(&reader)
        let exceptions = try reader.varint(atMost: count, "a number of exceptions")
        var picks = ExceptionPicks()
        var remainders: [Int64] = []
        if exceptions > 0 { (picks, remainders) = try ExceptionPicks.read(&reader, exceptions, in: ranges, count: count, level: level) }
        var values = try IntegerChunk.decode(reader.rest(), count: count, ranges: ranges, in: reader, level: level + 1)
        for index in values.indices { values[index] &*= divisor }
        for (index, remainder) in zip(picks.places, remainders) { values[index] &+= remainder }
        return values
    }
}

/// The exceptions that lie in some ranges of a chunk's values.
struct ExceptionPicks {
    /// By range their numbers among all exceptions.
    private var numbers: [Range<Int>] = []
    /// Where they are among the values of all ranges.
    private(set) var places: [Int] = []

    init() {}

    /// nil when an exception lies beyond the last of `count` values.
    private init?(_ gaps: [UInt32], in ranges: [Range<Int>], count: Int) {
        var (next, row, before) = (0, 0, 0)
        for range in ranges {
            let first = ck_exceptions_before(gaps, gaps.count, next, range.lowerBound, &row)
            var place = row
            next = ck_exceptions_before(gaps, gaps.count, first, range.upperBound, &row)
            numbers.append(first..<next)
            for gap in gaps[first..<next] {
                place += Int(gap)
                places.append(before + place - range.lowerBound)
                place += 1
            }
            before += range.count
        }
        _ = ck_exceptions_before(gaps, gaps.count, next, .max, &row)
        if row > count { return nil }
    }

    /// Reads the chunks of gaps and of what is to be added, of which only the values of these exceptions are decoded where that can be.
    static func read(
        _ reader: inout ByteReader, _ exceptions: Int, in ranges: [Range<Int>], count: Int, level: Int
    ) throws(InteractionError) -> (picks: ExceptionPicks, added: [Int64]) {
        let gapChunk = try reader.string(limit: CodingLimit.rawBytes)
        let gaps = try CodeChunk.decode(gapChunk, count: exceptions, in: reader, level: level + 1)
        guard let picks = ExceptionPicks(gaps, in: ranges, count: count) else {
            throw reader.damaged("an exception lies beyond the last value")
        }
        let chunk = try reader.string(limit: CodingLimit.rawBytes)
        return (picks, try IntegerChunk.decode(chunk, count: exceptions, ranges: picks.numbers, in: reader, level: level + 1))
    }
}
