// Gives each distinct text a small number, in order of first appearance: the builder of dictionaries. Texts lie in one
// buffer one after another; the table is open addressing over 8-byte slots (half of the hash, and the code + 1), so that a
// known text costs one hash, about one slot and one comparison, and no allocation.

import CKernels

/// Interns texts. Codes run from 0; at most 256 MiB of text and 2^26 texts, beyond which callers must start a new table
/// (`isFull` says so in time).
package struct StringTable: Sendable {
    /// Start of each text in `bytes`, and the end of the last.
    private(set) var offsets: [UInt32] = [0]
    private(set) var bytes: [UInt8] = []
    private var slots: [UInt64]
    private var mask: Int
    /// Slots may fill to three quarters.
    private var room: Int

    package init() {
        slots = [UInt64](repeating: 0, count: 64)
        mask = 63
        room = 48
    }

    /// Number of distinct texts.
    package var count: Int { offsets.count - 1 }
    /// Bytes of all distinct texts.
    package var byteCount: Int { bytes.count }

    /// True when another text of the given length may not fit; interning it all the same would break the dictionary's limit.
    package func isFull(adding length: Int) -> Bool {
        bytes.count + length > CodingLimit.dictionaryBytes || count >= CodingLimit.dictionaryEntries
    }

    /// The code of a text, new or known.
    package mutating func intern(_ text: UnsafeRawBufferPointer) -> UInt32 {
        intern(text, ck_hash(text.baseAddress, text.count, TextHash.processSeed))
    }

    private mutating func intern(_ text: UnsafeRawBufferPointer, _ hash: UInt64) -> UInt32 {
        var slot = 0
        let known = ck_text_find(slots, mask, offsets, bytes, text.baseAddress, text.count, hash, &slot)
        if known != 0 { return known - 1 }
        let code = count
        bytes.append(contentsOf: text)
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        slots[slot] = hash & 0xffff_ffff_0000_0000 | UInt64(code + 1)
        room -= 1
        if room == 0 { grow() }
        return UInt32(truncatingIfNeeded: code)
    }

    /// The codes of entries of a dictionary, given by codes from 1; codes that are none stand for the empty text. nil when they may
    /// not all fit. Cost: a known text is about half as dear as one by one.
    package mutating func intern(_ codes: [UInt32], of dictionary: StringDictionary) -> [UInt32]? {
        intern(codes, of: dictionary, hashes: dictionary.hashes(of: codes))
    }

    /// The same with what `hashes(of:)` of the dictionary gives for the codes: hashing is half of the work, and needs no table.
    package mutating func intern(_ codes: [UInt32], of dictionary: StringDictionary, hashes: [UInt64]?) -> [UInt32]? {
        guard let hashes, hashes.count == codes.count else {
            return codes.map { code in dictionary.withBytes(at: Int(code) - 1) { intern($0) } }
        }
        var found = [UInt32](unsafeUninitializedCapacity: codes.count) { out, written in
            if let target = out.baseAddress {
                ck_texts_find(
                    slots, mask, offsets, bytes, dictionary.offsets, dictionary.bytes, codes, codes.count, hashes, target)
            }
            written = codes.count
        }
        for (index, number) in found.enumerated() {
            if number > 0 {
                found[index] = number - 1
            } else {
                let entry = Int(codes[index]) - 1
                if isFull(adding: dictionary.length(at: entry)) { return nil }
                found[index] = dictionary.withBytes(at: entry) { intern($0, hashes[index]) }
            }
        }
        return found
    }

    package mutating func intern(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
    }

    package mutating func intern(_ text: [UInt8]) -> UInt32 { text.withUnsafeBytes { intern($0) } }
    package mutating func intern(_ text: ArraySlice<UInt8>) -> UInt32 { text.withUnsafeBytes { intern($0) } }

    /// The code of a known text.
    package func find(_ text: UnsafeRawBufferPointer) -> UInt32? {
        var slot = 0
        let hash = ck_hash(text.baseAddress, text.count, TextHash.processSeed)
        let known = ck_text_find(slots, mask, offsets, bytes, text.baseAddress, text.count, hash, &slot)
        return known == 0 ? nil : known - 1
    }

    package func find(_ text: [UInt8]) -> UInt32? { text.withUnsafeBytes { find($0) } }
    package func find(_ text: String) -> UInt32? { find(Array(text.utf8)) }

    /// The bytes of a text; empty for a code out of range.
    package func slice(at code: UInt32) -> ArraySlice<UInt8> {
        guard Int(code) < count else { return [] }
        return bytes[Int(offsets[Int(code)])..<Int(offsets[Int(code) + 1])]
    }

    /// The texts by code. Cost: shares the buffers.
    package func dictionary() -> StringDictionary {
        StringDictionary(uncheckedOffsets: offsets, bytes: bytes, isSorted: false)
    }

    /// Codes in byte order of their texts. Cost: n log n comparisons.
    package func sortedOrder() -> [UInt32] { TextOrder.sortedCodes(offsets: offsets, bytes: bytes) }

    /// A dictionary in byte order, and for each code of this table the code in that dictionary.
    package func sortedDictionary() -> (dictionary: StringDictionary, newCodes: [UInt32]) {
        let order = sortedOrder()
        var newCodes = [UInt32](repeating: 0, count: order.count)
        var sortedOffsets: [UInt32] = [0]
        var sortedBytes: [UInt8] = []
        sortedOffsets.reserveCapacity(order.count + 1)
        sortedBytes.reserveCapacity(bytes.count)
        for (new, old) in order.enumerated() {
            newCodes[Int(old)] = UInt32(truncatingIfNeeded: new)
            sortedBytes.append(contentsOf: slice(at: old))
            sortedOffsets.append(UInt32(truncatingIfNeeded: sortedBytes.count))
        }
        return (StringDictionary(uncheckedOffsets: sortedOffsets, bytes: sortedBytes, isSorted: true), newCodes)
    }

    /// Doubles the slots. The low half of a slot's hash is not kept, but the slot index uses the upper half only.
    private mutating func grow() {
        let wider = slots.count * 2
        var moved = [UInt64](repeating: 0, count: wider)
        for entry in slots where entry != 0 {
            var slot = Int(truncatingIfNeeded: entry >> 32) & (wider - 1)
            while moved[slot] != 0 { slot = (slot + 1) & (wider - 1) }
            moved[slot] = entry
        }
        slots = moved
        mask = wider - 1
        room = wider / 4 * 3 - count
    }
}

extension StringDictionary {
    /// The hashes of entries, given by codes from 1; nil when a code is none of an entry.
    package func hashes(of codes: [UInt32]) -> [UInt64]? {
        guard let range = CodeScan.range(codes) else { return [] }
        guard range.lowerBound > 0, Int(range.upperBound) <= count else { return nil }
        return [UInt64](unsafeUninitializedCapacity: codes.count) { out, written in
            if let target = out.baseAddress { ck_texts_hash(offsets, bytes, codes, codes.count, TextHash.processSeed, target) }
            written = codes.count
        }
    }
}
