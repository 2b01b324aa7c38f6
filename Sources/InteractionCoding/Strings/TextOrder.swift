// Order of texts: by bytes, a prefix before what it begins. The first eight bytes of each text are compared as one number.

import CKernels

/// Comparing and sorting of byte strings.
package enum TextOrder {
    /// Negative, 0 or positive as `a` stands before, with or after `b` in byte order.
    package static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        Int(ck_compare(a.baseAddress, a.count, b.baseAddress, b.count))
    }

    package static func compare(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int {
        a.withUnsafeBytes { a in b.withUnsafeBytes { b in compare(a, b) } }
    }

    /// Codes 0..<n of the texts between `offsets`, in byte order.
    static func sortedCodes(offsets: [UInt32], bytes: [UInt8]) -> [UInt32] {
        let count = max(0, offsets.count - 1)
        var keyed: [(head: UInt64, code: UInt32)] = []
        keyed.reserveCapacity(count)
        for code in 0..<count {
            let start = Int(offsets[code])
            let end = Int(offsets[code + 1])
            var head: UInt64 = 0
            for index in 0..<8 { head = head << 8 | (start + index < end ? UInt64(bytes[start + index]) : 0) }
            keyed.append((head, UInt32(truncatingIfNeeded: code)))
        }
        bytes.withUnsafeBytes { raw in
            keyed.sort { a, b in
                if a.head != b.head { return a.head < b.head }
                return compare(
                    UnsafeRawBufferPointer(rebasing: raw[Int(offsets[Int(a.code)])..<Int(offsets[Int(a.code) + 1])]),
                    UnsafeRawBufferPointer(rebasing: raw[Int(offsets[Int(b.code)])..<Int(offsets[Int(b.code) + 1])])) < 0
            }
        }
        return keyed.map(\.code)
    }
}
