// The quick reader of rows: as checked as `ByteReader`, but over raw memory and without slices, because rows are read by the
// million. A failed read notes what was wrong and where, gives zeros from then on, and the caller throws at the end.

import CKernels

/// A position in raw memory. Offsets count from the first byte.
struct RawCursor {
    private let base: UnsafeRawBufferPointer
    private(set) var offset: Int
    /// The first thing that was wrong.
    private(set) var failure: StaticString?

    init(_ base: UnsafeRawBufferPointer, from offset: Int = 0) {
        self.base = base
        self.offset = min(max(0, offset), base.count)
    }

    var remaining: Int { base.count - offset }

    /// Notes a failure at the present offset, unless there was one before.
    mutating func fail(_ message: StaticString) {
        if failure == nil { failure = message }
    }

    mutating func u8() -> UInt8 {
        guard failure == nil, offset < base.count else {
            fail("bytes are missing")
            return 0
        }
        defer { offset += 1 }
        return base[offset]
    }

    mutating func u64() -> UInt64 {
        guard failure == nil, remaining >= 8 else {
            fail("bytes are missing")
            return 0
        }
        defer { offset += 8 }
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    mutating func varint() -> UInt64 {
        let first = u8()
        if first < 0x80 { return UInt64(first) }
        var value = UInt64(first & 0x7f)
        var shift: UInt64 = 7
        while failure == nil {
            let byte = u8()
            if shift == 63, byte > 1 { fail("a varint is larger than 64 bits") }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return failure == nil ? value : 0
    }

    mutating func zigzag() -> Int64 {
        let value = varint()
        return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1)))
    }

    /// Varint length and as many bytes, at most `limit`, as offsets.
    mutating func string(limit: Int) -> Range<Int> {
        let length = varint()
        guard failure == nil, length <= UInt64(truncatingIfNeeded: max(0, min(limit, remaining))) else {
            fail("a text is longer than its limit or its buffer")
            return offset..<offset
        }
        let start = offset
        offset += Int(truncatingIfNeeded: length)
        return start..<offset
    }

    /// As `string(limit:)`, which must be well-formed UTF-8.
    mutating func text(limit: Int) -> Range<Int> {
        let range = string(limit: limit)
        if !range.isEmpty, ck_utf8_valid(base.baseAddress.map { $0 + range.lowerBound }, range.count) == 0 {
            fail("a text is not UTF-8")
        }
        return range
    }

    /// Two bytes at an offset, 0 when they are not there.
    func u16(at offset: Int) -> UInt16 {
        guard offset >= 0, offset + 2 <= base.count else { return 0 }
        return UInt16(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
}
