// Numbers of sequences of labels: each distinct one is kept once.

import InteractionModel

/// A table of sequences. Short ones of small labels are told apart by one word.
struct PathNumbers: Sendable {
    private struct Slot: Sendable {
        /// The packed sequence, or its hash with the top bit set.
        var key: UInt64 = 0
        /// 0 for a free slot.
        var number: UInt32 = 0
    }
    private var labels: [UInt32] = []
    private var starts: [UInt32] = [0]
    /// A power of two of them.
    private var slots = [Slot](repeating: Slot(), count: 1024)

    /// Labels of a packed sequence at most, and what they are below.
    static let packedLength = 5
    static let packedLabels = 4096

    var count: Int { starts.count - 1 }
    var byteCount: Int { labels.count * 4 + starts.count * 4 + slots.count * 16 }

    /// The labels of a number.
    func labels(_ number: Int) -> ArraySlice<UInt32> { labels[Int(starts[number])..<Int(starts[number + 1])] }

    /// Twelve bits a label; labels are not 0. nil for long sequences and large labels.
    private static func packed(_ path: [UInt32]) -> UInt64? {
        if path.count > packedLength { return nil }
        var key: UInt64 = 0
        var all: UInt32 = 0
        for label in path {
            key = key << 12 | UInt64(label & 0xfff)
            all |= label
        }
        return all < packedLabels ? key : nil
    }

    private static func hash(_ path: [UInt32]) -> UInt64 {
        var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
        for label in path { hash = mixed(hash ^ UInt64(label)) }
        return hash | 1 << 63
    }

    @inline(__always)
    private static func mixed(_ key: UInt64) -> UInt64 {
        let hash = key &* 0xff51_afd7_ed55_8ccd
        return hash ^ hash >> 32
    }

    /// The number of a sequence, given now if it has none.
    mutating func number(_ path: [UInt32]) -> Int {
        if let key = Self.packed(path) { return number(packed: key) }
        let key = Self.hash(path)
        var slot = Int(truncatingIfNeeded: Self.mixed(key)) & (slots.count - 1)
        while slots[slot].number != 0 {
            if slots[slot].key == key, labels(Int(slots[slot].number) - 1).elementsEqual(path) { return Int(slots[slot].number) - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
        labels += path
        return fill(slot, key)
    }

    /// The number of a packed sequence: up to five labels below 4096, the last one in the low bits.
    mutating func number(packed key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: Self.mixed(key)) & (slots.count - 1)
        while slots[slot].number != 0 {
            if slots[slot].key == key { return Int(slots[slot].number) - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
        var shift = UInt64(12 * Self.packedLength)
        while shift > 0 {
            shift -= 12
            let label = UInt32(truncatingIfNeeded: key >> shift & 0xfff)
            if label != 0 { labels.append(label) }
        }
        return fill(slot, key)
    }

    private mutating func fill(_ slot: Int, _ key: UInt64) -> Int {
        starts.append(UInt32(truncatingIfNeeded: labels.count))
        slots[slot] = Slot(key: key, number: UInt32(truncatingIfNeeded: count))
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    private mutating func grow() {
        let wider = slots.count * 2
        var moved = [Slot](repeating: Slot(), count: wider)
        for old in slots where old.number != 0 {
            var slot = Int(truncatingIfNeeded: Self.mixed(old.key)) & (wider - 1)
            while moved[slot].number != 0 { slot = (slot + 1) & (wider - 1) }
            moved[slot] = old
        }
        slots = moved
    }
}
