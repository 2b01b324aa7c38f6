// Counts distinct texts over entries of several dictionaries. Made for a range of texts at a time, small enough that the set
// stays in the cache: a text already known then costs a few nanoseconds.

import CKernels

/// A set of texts that only grows.
package struct TextSet: Sendable {
    private var slots = [ck_text_slot](repeating: ck_text_slot(), count: 64)
    /// Slots of another one are free.
    private var generation: UInt32 = 1
    /// The bytes of the texts longer than 16.
    private var arena: [UInt8] = []
    private var arenaUsed = 0
    /// Number of texts.
    package private(set) var count = 0

    package init() {}

    package var byteCount: Int { slots.count * 24 + arena.count }

    /// Empties the set and keeps its room.
    package mutating func removeAll() {
        if generation == .max {
            slots = [ck_text_slot](repeating: ck_text_slot(), count: slots.count)
            generation = 0
        }
        generation += 1
        arenaUsed = 0
        count = 0
    }

    /// Adds the entries of a range of codes whose bit `code + 1` is set; bits beyond the words are not. The range is cut to the
    /// dictionary.
    package mutating func add(_ dictionary: StringDictionary, _ codes: Range<Int>, where bits: ArraySlice<UInt64>) {
        let codes = codes.clamped(to: 0..<max(0, min(dictionary.count, bits.count * 64 - 1)))
        var start = codes.lowerBound
        // A part at a time, so that there is little more room than is needed.
        while start < codes.upperBound {
            let end = min(codes.upperBound, start + 512)
            reserve(end - start, bytes: Int(dictionary.offsets[end]) - Int(dictionary.offsets[start]))
            let mask = slots.count - 1
            count += slots.withUnsafeMutableBufferPointer { slots in
                arena.withUnsafeMutableBufferPointer { arena in
                    bits.withUnsafeBufferPointer { bits in
                        ck_texts_add(
                            slots.baseAddress, mask, arena.baseAddress, &arenaUsed, dictionary.bytes, dictionary.offsets,
                            bits.baseAddress, start, end, TextHash.processSeed, generation)
                    }
                }
            }
            start = end
        }
    }

    /// Room for more texts: slots fill to a quarter, so that most texts are found where they are looked for first.
    private mutating func reserve(_ texts: Int, bytes: Int) {
        if arenaUsed + bytes > arena.count {
            arena.append(contentsOf: repeatElement(0, count: max(arenaUsed + bytes, arena.count * 2) - arena.count))
        }
        guard (count + texts) * 4 > slots.count else { return }
        var size = slots.count
        while (count + texts) * 4 > size { size *= 2 }
        var wider = [ck_text_slot](repeating: ck_text_slot(), count: size)
        for slot in slots where slot.tag >> 32 == generation {
            let length = (slot.tag & 0xffff_ffff) - 1
            let hash = length <= 16 ? ck_short_hash(slot.a, slot.b, length, TextHash.processSeed) : slot.a
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while wider[place].tag >> 32 == generation { place = (place + 1) & (size - 1) }
            wider[place] = slot
        }
        slots = wider
    }
}
