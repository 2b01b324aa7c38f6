// Numbers the texts of several dictionaries: equal texts get one number, from 0 in order of first coming. Made for a range of texts
// at a time, small enough that the table stays in the cache: a text then costs a few nanoseconds.

import CKernels

/// One number for each distinct text.
package struct TextNumbers: Sendable {
    private var slots = [ck_number_slot](repeating: ck_number_slot(), count: 64)
    /// The bytes of the texts longer than 16.
    private var arena: [UInt8] = []
    private var arenaUsed = 0
    /// Distinct texts so far; numbers are below it.
    package private(set) var count = 0
    /// The numbers of the last part.
    private var part: [UInt32] = []

    /// Codes that are numbered at a time.
    package static let partCodes = 1024

    package init() {}

    package var byteCount: Int { slots.count * 24 + arena.count + part.count * 4 }

    /// Forgets all texts and keeps the room.
    package mutating func removeAll() {
        for index in slots.indices { slots[index].tag = 0 }
        arenaUsed = 0
        count = 0
    }

    /// Numbers the entries of a range of codes, of them those whose bit `code + 1` is set when bits are given. `body` gets a part
    /// at a time: its codes, and the numbers of those that have a bit, in order of code. The range is cut to the dictionary.
    package mutating func number(
        _ dictionary: StringDictionary, _ codes: Range<Int>, where bits: [UInt64]?, _ body: (Range<Int>, ArraySlice<UInt32>) -> Void
    ) {
        let known = min(dictionary.count, bits.map { $0.count * 64 - 1 } ?? dictionary.count)
        let codes = codes.clamped(to: 0..<max(0, known))
        if part.isEmpty { part = [UInt32](repeating: 0, count: Self.partCodes) }
        var start = codes.lowerBound
        // A part at a time, so that the room is no more than twice what is needed.
        while start < codes.upperBound {
            let end = min(codes.upperBound, start + Self.partCodes)
            reserve(end - start, bytes: Int(dictionary.offsets[end]) - Int(dictionary.offsets[start]))
            let done = fill(dictionary, start..<end, bits)
            body(start..<end, part[..<done])
            start = end
        }
    }

    private mutating func fill(_ dictionary: StringDictionary, _ codes: Range<Int>, _ bits: [UInt64]?) -> Int {
        let mask = slots.count - 1
        return slots.withUnsafeMutableBufferPointer { slots in
            arena.withUnsafeMutableBufferPointer { arena in
                part.withUnsafeMutableBufferPointer { part in
                    func run(_ words: UnsafePointer<UInt64>?) -> Int {
                        ck_texts_number(
                            slots.baseAddress, mask, arena.baseAddress, &arenaUsed, dictionary.bytes, dictionary.offsets, words,
                            codes.lowerBound, codes.upperBound, TextHash.processSeed, &count, part.baseAddress)
                    }
                    return bits.map { $0.withUnsafeBufferPointer { run($0.baseAddress) } } ?? run(nil)
                }
            }
        }
    }

    /// Room for more texts: slots fill to half.
    private mutating func reserve(_ texts: Int, bytes: Int) {
        if arenaUsed + bytes > arena.count {
            arena.append(contentsOf: repeatElement(0, count: max(arenaUsed + bytes, arena.count * 2) - arena.count))
        }
        guard (count + texts) * 2 > slots.count else { return }
        var size = slots.count
        while (count + texts) * 2 > size { size *= 2 }
        var wider = [ck_number_slot](repeating: ck_number_slot(), count: size)
        for slot in slots where slot.tag != 0 {
            let length = UInt64(slot.tag - 1)
            let hash = length <= 16 ? ck_short_hash(slot.a, slot.b, length, TextHash.processSeed) : slot.a
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while wider[place].tag != 0 { place = (place + 1) & (size - 1) }
            wider[place] = slot
        }
        slots = wider
    }
}
