// Numbers of sequences of labels: each distinct one is kept once.

import InteractionModel

/// A table of sequences.
struct PathNumbers: Sendable {
    private var labels: [UInt32] = []
    private var starts: [UInt32] = [0]
    /// Number + 1; a power of two of them.
    private var slots = [UInt32](repeating: 0, count: 1024)
    private var hashes: [UInt64] = []

    var count: Int { hashes.count }
    var byteCount: Int { labels.count * 4 + starts.count * 4 + slots.count * 4 + hashes.count * 8 }

    /// The labels of a number.
    func labels(_ number: Int) -> ArraySlice<UInt32> { labels[Int(starts[number])..<Int(starts[number + 1])] }

    private static func hash(_ path: ArraySlice<UInt32>) -> UInt64 {
        var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
        for label in path {
            hash = (hash ^ UInt64(label)) &* 0xff51_afd7_ed55_8ccd
            hash ^= hash >> 32
        }
        return hash
    }

    /// The number of a sequence, given now if it has none.
    mutating func number(_ path: ArraySlice<UInt32>) -> Int {
        let hash = Self.hash(path)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if hashes[number] == hash, labels(number) == path { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(truncatingIfNeeded: hashes.count + 1)
        hashes.append(hash)
        labels += path
        starts.append(UInt32(truncatingIfNeeded: labels.count))
        if hashes.count * 2 > slots.count { grow() }
        return hashes.count - 1
    }

    private mutating func grow() {
        let wider = slots.count * 2
        slots = [UInt32](repeating: 0, count: wider)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (wider - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (wider - 1) }
            slots[slot] = UInt32(truncatingIfNeeded: number + 1)
        }
    }
}
