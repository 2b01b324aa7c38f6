// The checked counterpart of `ByteWriter`: the only way by which this layer takes numbers out of stored bytes. A read that
// would leave the buffer throws `.damaged` with the place and leaves the position where it was.

import InteractionModel

/// A position in a byte buffer; every read is checked.
package struct ByteReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    /// What the bytes are: a file or part name. Errors say "place, offset N".
    package let place: String
    /// Offset of the first byte in the file, added to offsets in errors.
    package let baseOffset: Int

    package init(_ bytes: [UInt8], place: String, baseOffset: Int = 0) {
        self.init(bytes[...], place: place, baseOffset: baseOffset)
    }

    package init(_ bytes: ArraySlice<UInt8>, place: String, baseOffset: Int = 0) {
        self.bytes = bytes
        self.place = place
        self.baseOffset = baseOffset
        position = bytes.startIndex
    }

    /// Bytes read so far.
    package var offset: Int { position - bytes.startIndex }
    package var remaining: Int { bytes.endIndex - position }
    package var isAtEnd: Bool { position == bytes.endIndex }

    /// An error `.damaged` that names the present position.
    package func damaged(_ message: String) -> InteractionError {
        InteractionError(.damaged, message, place: "\(place), offset \(baseOffset + offset)")
    }

    /// An error `.unsupported` that names the present position.
    package func unsupported(_ message: String, hint: String? = nil) -> InteractionError {
        InteractionError(.unsupported, message, place: "\(place), offset \(baseOffset + offset)", hint: hint)
    }

    /// Where a slice of this reader's bytes begins, as offsets in errors count.
    package func offset(of slice: ArraySlice<UInt8>) -> Int { baseOffset + slice.startIndex - bytes.startIndex }

    private func ended(_ count: Int) -> InteractionError {
        damaged("\(count) bytes expected, \(remaining) left")
    }

    package mutating func u8() throws(InteractionError) -> UInt8 {
        guard position < bytes.endIndex else { throw ended(1) }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func u16() throws(InteractionError) -> UInt16 { UInt16(truncatingIfNeeded: try fixed(2)) }
    package mutating func u32() throws(InteractionError) -> UInt32 { UInt32(truncatingIfNeeded: try fixed(4)) }
    package mutating func u64() throws(InteractionError) -> UInt64 { try fixed(8) }
    package mutating func i64() throws(InteractionError) -> Int64 { Int64(bitPattern: try fixed(8)) }
    package mutating func f64() throws(InteractionError) -> Double { Double(bitPattern: try fixed(8)) }

    private mutating func fixed(_ count: Int) throws(InteractionError) -> UInt64 {
        guard remaining >= count else { throw ended(count) }
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(bytes[position &+ index]) &<< UInt64(8 &* index) }
        position += count
        return value
    }

    /// LEB128 of at most 10 bytes and 64 bits.
    package mutating func varint() throws(InteractionError) -> UInt64 {
        if position < bytes.endIndex, bytes[position] < 0x80 {
            defer { position += 1 }
            return UInt64(bytes[position])
        }
        return try longVarint()
    }

    private mutating func longVarint() throws(InteractionError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var index = position
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if shift == 63, byte > 1 { throw damaged("a varint is larger than 64 bits") }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                position = index
                return value
            }
            shift += 7
        }
        throw damaged("a varint has no end")
    }

    /// A varint that must not be larger than `limit`; `what` names it in the error.
    package mutating func varint(atMost limit: Int, _ what: String) throws(InteractionError) -> Int {
        let start = position
        let value = try varint()
        guard value <= UInt64(truncatingIfNeeded: max(0, limit)) else {
            position = start
            throw damaged("\(what) is \(value), at most \(limit) possible")
        }
        return Int(truncatingIfNeeded: value)
    }

    /// A signed varint (see `ByteWriter.zigzag`).
    package mutating func zigzag() throws(InteractionError) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1)))
    }

    /// The next `count` bytes, without copying.
    package mutating func bytes(_ count: Int) throws(InteractionError) -> ArraySlice<UInt8> {
        guard count >= 0, remaining >= count else { throw ended(count) }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Varint length and as many bytes, at most `limit`, without copying. The bytes are not checked to be UTF-8.
    package mutating func string(limit: Int) throws(InteractionError) -> ArraySlice<UInt8> {
        bytes[try stringRange(limit: limit)]
    }

    /// As `string(limit:)`, refused unless it is well-formed UTF-8.
    package mutating func text(limit: Int) throws(InteractionError) -> ArraySlice<UInt8> {
        bytes[try textRange(limit: limit)]
    }

    /// As `string(limit:)`, as indexes into the slice that the reader was made of; cheaper where no slice is wanted.
    package mutating func stringRange(limit: Int) throws(InteractionError) -> Range<Int> {
        let start = position
        let length = try varint()
        guard length <= UInt64(truncatingIfNeeded: max(0, min(limit, remaining))) else {
            defer { position = start }
            throw damaged("a text length is \(length), at most \(min(limit, remaining)) possible")
        }
        let from = position
        position += Int(truncatingIfNeeded: length)
        return from..<position
    }

    /// As `text(limit:)`, as indexes.
    package mutating func textRange(limit: Int) throws(InteractionError) -> Range<Int> {
        let start = position
        let range = try stringRange(limit: limit)
        guard UTF8Check.isValid(bytes, range) else {
            position = start
            throw damaged("a text is not UTF-8")
        }
        return range
    }

    /// All bytes that are left, without copying.
    package mutating func rest() -> ArraySlice<UInt8> {
        defer { position = bytes.endIndex }
        return bytes[position...]
    }

    /// Throws unless everything was read.
    package func expectEnd() throws(InteractionError) {
        guard isAtEnd else { throw damaged("\(remaining) bytes too many") }
    }
}
