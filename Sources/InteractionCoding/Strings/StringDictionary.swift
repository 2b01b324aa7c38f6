// The distinct texts of a column, by code: one byte buffer and the offsets into it. Immutable, shared between threads.

import CKernels
import InteractionModel
import Synchronization

/// Distinct UTF-8 texts by code, 0..<count. Methods that take an index treat one out of range as an empty text.
package final class StringDictionary: Sendable {
    /// Start of each text in `bytes`, and the end of the last: `count + 1` numbers that never fall.
    package let offsets: [UInt32]
    package let bytes: [UInt8]
    /// True when the texts stand in byte order, so that a text is found by halving.
    package let isSorted: Bool
    /// Made at the first search of an unsorted dictionary: slots of code + 1.
    private let index = Mutex<[UInt32]>([])

    /// Takes buffers that are already known to be right: offsets from 0, not falling, ending at the buffer's end; well-formed
    /// UTF-8 in each text; in byte order when `isSorted` says so.
    init(uncheckedOffsets offsets: [UInt32], bytes: [UInt8], isSorted: Bool) {
        self.offsets = offsets
        self.bytes = bytes
        self.isSorted = isSorted
    }

    /// A dictionary of the given texts, in their order.
    package convenience init(_ texts: [String]) {
        var offsets: [UInt32] = [0]
        var bytes: [UInt8] = []
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        }
        var sorted = true
        for code in 0..<max(0, texts.count - 1) where sorted {
            let next = bytes[Int(offsets[code + 1])..<Int(offsets[code + 2])]
            sorted = TextOrder.compare(bytes[Int(offsets[code])..<Int(offsets[code + 1])], next) < 0
        }
        self.init(uncheckedOffsets: offsets, bytes: bytes, isSorted: sorted)
    }

    /// The dictionary without entries.
    package static let empty = StringDictionary(uncheckedOffsets: [0], bytes: [], isSorted: true)

    package var count: Int { offsets.count - 1 }
    /// Bytes of all texts.
    package var byteCount: Int { bytes.count }

    private func range(_ index: Int) -> Range<Int> {
        guard index >= 0, index < count else { return 0..<0 }
        return Int(offsets[index])..<Int(offsets[index + 1])
    }

    package func string(at index: Int) -> String { String(decoding: bytes[range(index)], as: UTF8.self) }

    /// The bytes of a text, without copying.
    package func slice(at index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

    /// Length of a text in bytes.
    package func length(at index: Int) -> Int { range(index).count }

    package func withBytes<Result>(at index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range(index)])) }
    }

    /// Negative, 0 or positive as the text stands before, with or after `other` in byte order.
    package func compare(_ index: Int, _ other: [UInt8]) -> Int {
        withBytes(at: index) { a in other.withUnsafeBytes { TextOrder.compare(a, $0) } }
    }

    /// The stable 64-bit hash of a text.
    package func hash(at index: Int) -> UInt64 { withBytes(at: index) { ck_hash($0.baseAddress, $0.count, 0) } }

    /// Codes in byte order of their texts.
    package func sortedOrder() -> [UInt32] {
        isSorted ? (0..<UInt32(truncatingIfNeeded: count)).map { $0 } : TextOrder.sortedCodes(offsets: offsets, bytes: bytes)
    }

    /// The first code in byte order whose text is not before `text`; `count` when there is none. For sorted dictionaries.
    package func lowerBound(of text: [UInt8]) -> Int { lowerBound(of: text, in: 0..<count, near: count) }

    /// The same among some codes, cut to those there are; the end of the range when there is none. Quicker near a good guess.
    package func lowerBound(of text: [UInt8], in codes: Range<Int>, near guess: Int) -> Int {
        let codes = codes.clamped(to: 0..<count)
        return ck_lower_bound(offsets, bytes, codes.lowerBound, codes.upperBound, max(0, guess), text, text.count)
    }

    /// The code of a text. Cost: halving when sorted; else one hash, and once for the dictionary the making of an index.
    package func firstIndex(of text: [UInt8]) -> Int? {
        if isSorted {
            let index = lowerBound(of: text)
            return index < count && compare(index, text) == 0 ? index : nil
        }
        let slots = index.withLock { slots in
            if slots.isEmpty { slots = makeIndex() }
            return slots
        }
        let hash = text.withUnsafeBytes { ck_hash($0.baseAddress, $0.count, TextHash.processSeed) }
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let code = Int(slots[slot]) - 1
            if length(at: code) == text.count, compare(code, text) == 0 { return code }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    package func firstIndex(of text: String) -> Int? { firstIndex(of: Array(text.utf8)) }

    private func makeIndex() -> [UInt32] {
        var size = 16
        while size < count * 2 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        for code in 0..<count {
            let hash = withBytes(at: code) { ck_hash($0.baseAddress, $0.count, TextHash.processSeed) }
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt32(truncatingIfNeeded: code + 1)
        }
        return slots
    }
}
