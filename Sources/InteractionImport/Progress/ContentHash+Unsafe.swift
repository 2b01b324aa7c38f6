// A streaming 128-bit hash of input bytes: MurmurHash3 x64 128, seed 0. It tells whether an input begins with bytes that were
// imported before. 128 well-mixed bits make an accident impossible in practice; it is no defence against someone who
// forges an input to look imported, who would only keep their own events out. It costs a few percent of parsing, where a
// cryptographic hash would cost as much as parsing itself.

/// A hash over bytes given in pieces; copying it keeps the state at that point.
struct ContentHash: Sendable, Hashable {
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    /// The last bytes that fill no block of 16 yet, lowest first.
    private var pending: (low: UInt64, high: UInt64) = (0, 0)
    /// Bytes given so far.
    private(set) var count: UInt64 = 0

    private static let c1: UInt64 = 0x87c3_7b91_1142_53d5
    private static let c2: UInt64 = 0x4cf5_ad43_2745_937f

    init() {}

    static func == (a: ContentHash, b: ContentHash) -> Bool { a.count == b.count && a.digest() == b.digest() }
    func hash(into hasher: inout Hasher) { hasher.combine(digest()) }

    /// Takes the next bytes.
    mutating func update(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { update($0) }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var at = 0
        // Fill the block that an earlier piece began.
        while count & 15 != 0, at < bytes.count {
            put(bytes[at])
            at += 1
        }
        let blocks = (bytes.count - at) / 16
        var h1 = first
        var h2 = second
        for _ in 0..<blocks {
            let low = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let high = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self))
            Self.mix(low, high, &h1, &h2)
            at &+= 16
        }
        first = h1
        second = h2
        count &+= UInt64(blocks) &* 16
        while at < bytes.count {
            put(bytes[at])
            at += 1
        }
    }

    private mutating func put(_ byte: UInt8) {
        let place = count & 15
        if place < 8 {
            pending.low |= UInt64(byte) << (place * 8)
        } else {
            pending.high |= UInt64(byte) << ((place - 8) * 8)
        }
        count &+= 1
        if count & 15 == 0 {
            Self.mix(pending.low, pending.high, &first, &second)
            pending = (0, 0)
        }
    }

    @inline(__always)
    private static func mix(_ low: UInt64, _ high: UInt64, _ h1: inout UInt64, _ h2: inout UInt64) {
        h1 ^= rotate(low &* c1, 31) &* c2
        h1 = (rotate(h1, 27) &+ h2) &* 5 &+ 0x52dc_e729
        h2 ^= rotate(high &* c2, 33) &* c1
        h2 = (rotate(h2, 31) &+ h1) &* 5 &+ 0x3849_5ab5
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }

    private static func scramble(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd
        mixed = (mixed ^ mixed >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return mixed ^ mixed >> 33
    }

    /// The 16 bytes of the hash of everything given so far.
    func digest() -> [UInt8] {
        var h1 = first
        var h2 = second
        if count & 15 > 8 { h2 ^= Self.rotate(pending.high &* Self.c2, 33) &* Self.c1 }
        if count & 15 > 0 { h1 ^= Self.rotate(pending.low &* Self.c1, 31) &* Self.c2 }
        h1 ^= count
        h2 ^= count
        h1 &+= h2
        h2 &+= h1
        h1 = Self.scramble(h1)
        h2 = Self.scramble(h2)
        h1 &+= h2
        h2 &+= h1
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for half in [h1, h2] {
            for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: half >> shift)) }
        }
        return bytes
    }
}
