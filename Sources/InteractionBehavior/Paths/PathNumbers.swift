// Numbers of sequences of labels: each distinct one is kept once.

import InteractionModel

/// A table of sequences. Short ones of small labels are told apart by one word.
struct PathNumbers: Sendable {
    private var labels: [UInt32] = []
    private var starts: [UInt32] = [0]
    /// Number + 1; a power of two of them.
    private var slots = [UInt32](repeating: 0, count: 1024)
    /// The packed sequence, or its hash with the top bit set.
    private var keys: [UInt64] = []

    var count: Int { keys.count }
    var byteCount: Int { labels.count * 4 + starts.count * 4 + slots.count * 4 + keys.count * 8 }

    /// The labels of a number.
    func labels(_ number: Int) -> ArraySlice<UInt32> { labels[Int(starts[number])..<Int(starts[number + 1])] }

    /// Up to five labels below 4096, twelve bits each; labels are not 0.
    @inline(__always)
    private static func packed(_ path: [UInt32]) -> UInt64? {
        if path.count > 5 { return nil }
        var key: UInt64 = 0
        var all: UInt32 = 0
        for label in path {
            key = key << 12 | UInt64(label & 0xfff)
            all |= label
        }
        return all < 4096 ? key : nil
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
        let short = Self.packed(path)
        let key = short ?? Self.hash(path)
        var slot = Int(truncatingIfNeeded: Self.mixed(key)) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if keys[number] == key, short != nil || labels(number).elementsEqual(path) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(truncatingIfNeeded: keys.count + 1)
        keys.append(key)
        labels += path
        starts.append(UInt32(truncatingIfNeeded: labels.count))
        if keys.count * 2 > slots.count { grow() }
        return keys.count - 1
    }

    private mutating func grow() {
        let wider = slots.count * 2
        slots = [UInt32](repeating: 0, count: wider)
        for (number, key) in keys.enumerated() {
            var slot = Int(truncatingIfNeeded: Self.mixed(key)) & (wider - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (wider - 1) }
            slots[slot] = UInt32(truncatingIfNeeded: number + 1)
        }
    }
}
