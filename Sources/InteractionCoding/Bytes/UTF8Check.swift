// Whether bytes are well-formed UTF-8. Strings of Swift repair bad bytes silently; stored text must be refused instead.

import CKernels

/// Checks of text bytes.
package enum UTF8Check {
    /// True when the bytes are well-formed UTF-8. Cost: about 0.1 ns a byte for ASCII.
    package static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { ck_utf8_valid($0.baseAddress, $0.count) != 0 }
    }

    /// As `isValid` for the bytes of a slice between two of its indexes.
    static func isValid(_ bytes: ArraySlice<UInt8>, _ range: Range<Int>) -> Bool {
        let from = range.lowerBound - bytes.startIndex
        return bytes.withUnsafeBytes { raw in
            from >= 0 && from + range.count <= raw.count
                && (range.isEmpty || ck_utf8_valid(raw.baseAddress.map { $0 + from }, range.count) != 0)
        }
    }

    package static func isValid(_ bytes: [UInt8]) -> Bool { isValid(bytes[...]) }

    /// True when `byte` starts a character (is not a continuation byte).
    package static func isBoundary(_ byte: UInt8) -> Bool { byte & 0xc0 != 0x80 }
}
