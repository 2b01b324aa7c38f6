// The registry of column encodings. A chunk begins with one of these numbers; the number of values comes from outside (row
// group, footer). A chunk of no values has no bytes at all.

import InteractionModel

/// Numbers of encodings on disk. Never reused; 0 is reserved so that zeroed bytes are no chunk.
enum EncodingNumber: UInt8, Sendable, CaseIterable {
    /// One value for all. Integers, codes, doubles, bools.
    case constant = 1
    /// Distance to a base in a fixed number of bits. Integers, codes.
    case packed = 2
    /// As packed, for most; the rest have their upper bits apart. Integers, codes.
    case patched = 3
    /// Values and how often each repeats. Integers, codes.
    case runs = 4
    /// First value and step. Integers, codes.
    case sequence = 5
    /// First value and differences. Integers, codes.
    case delta = 6
    /// Multiples of a divisor, and remainders of the few that are not. Integers.
    case scaled = 7
    /// The few distinct values, most frequent first, and codes. Integers, doubles.
    case distinct = 8
    /// Eight bytes each. Doubles.
    case plain = 9
    /// Integers divided by a power of ten, and the few that are not. Doubles.
    case decimal = 10
    /// One bit each. Bools.
    case bitmap = 11
}

extension ByteReader {
    /// The encoding number at the head of a chunk of `count` values at a nesting level.
    mutating func encodingNumber(count: Int, level: Int) throws(InteractionError) -> EncodingNumber {
        guard count >= 0, count <= CodingLimit.chunkValues else {
            throw damaged("a chunk of \(count) values, at most \(CodingLimit.chunkValues) possible")
        }
        guard level <= CodingLimit.nesting else { throw damaged("chunks are nested deeper than \(CodingLimit.nesting)") }
        let number = try u8()
        guard let known = EncodingNumber(rawValue: number) else { throw damaged("unknown encoding \(number)") }
        return known
    }

    func wrongKind(_ encoding: EncodingNumber) -> InteractionError {
        damaged("encoding \(encoding.rawValue) does not hold this kind of values")
    }
}

/// The number of bits of the largest distance: 0 for 0, 64 at most.
@inline(__always)
func bitWidth(_ value: UInt64) -> Int { 64 - value.leadingZeroBitCount }

/// Bytes of `count` packed values.
@inline(__always)
func packedLength(_ count: Int, _ width: Int) -> Int { (count * width + 7) / 8 }
