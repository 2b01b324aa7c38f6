// The groups that one thread has met: tuples of key ids, numbered in order of first appearance.

import InteractionModel

/// Groups by their key ids.
struct GroupTable: Sendable {
    let keyCount: Int
    /// The ids of group g stand at `g * keyCount`.
    private(set) var ids: [UInt32] = []
    private(set) var count = 0
    /// With one key: group + 1 by id. Else slots of group + 1.
    private var slots: [UInt32]
    private var mask = 63

    init(keyCount: Int) {
        self.keyCount = keyCount
        slots = [UInt32](repeating: 0, count: keyCount == 1 ? 0 : 64)
    }

    var byteCount: Int { ids.count * 4 + slots.count * 4 }

    /// The group of a tuple, new or known.
    mutating func group(_ tuple: [UInt32]) -> UInt32 {
        if keyCount == 1 { return group(id: tuple[0]) }
        if keyCount == 0 {
            count = 1
            return 0
        }
        var hash: UInt64 = 0
        for id in tuple { hash = NumberTable.hash(hash ^ UInt64(id)) }
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let start = Int(slots[slot] - 1) * keyCount
            var index = 0
            while index < keyCount, ids[start + index] == tuple[index] { index += 1 }
            if index == keyCount { return slots[slot] - 1 }
            slot = (slot + 1) & mask
        }
        let group = UInt32(truncatingIfNeeded: count)
        ids.append(contentsOf: tuple)
        count += 1
        slots[slot] = group + 1
        if count * 4 > slots.count * 3 { grow() }
        return group
    }

    /// With one key.
    mutating func group(id: UInt32) -> UInt32 {
        if Int(id) >= slots.count {
            slots.append(contentsOf: repeatElement(0, count: max(Int(id) + 1, slots.count * 2) - slots.count))
        }
        if slots[Int(id)] == 0 {
            ids.append(id)
            count += 1
            slots[Int(id)] = UInt32(truncatingIfNeeded: count)
        }
        return slots[Int(id)] - 1
    }

    /// The key ids of a group.
    func tuple(_ group: Int) -> [UInt32] { Array(ids[group * keyCount..<(group + 1) * keyCount]) }

    /// The ids of one key for all groups.
    func column(_ key: Int) -> [UInt32] { (0..<count).map { ids[$0 * keyCount + key] } }

    private mutating func grow() {
        let size = slots.count * 2
        slots = [UInt32](repeating: 0, count: size)
        mask = size - 1
        for group in 0..<count {
            var hash: UInt64 = 0
            for index in 0..<keyCount { hash = NumberTable.hash(hash ^ UInt64(ids[group * keyCount + index])) }
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: group + 1)
        }
    }
}
