// Gives each distinct 64-bit number a small index: open addressing, own and concrete because it stands in loops over rows.

/// Distinct numbers by order of first appearance.
struct NumberTable: Sendable {
    private(set) var values: [Int64] = []
    private var slots: [UInt32] = [UInt32](repeating: 0, count: 64)
    private var mask = 63

    var count: Int { values.count }
    var byteCount: Int { values.count * 8 + slots.count * 4 }

    @inline(__always)
    static func hash(_ value: UInt64) -> UInt64 {
        var x = value &* 0x9e37_79b9_7f4a_7c15
        x ^= x >> 32
        x = x &* 0xd6e8_feb8_6659_fd93
        return x ^ x >> 29
    }

    /// The index of a number, new or known.
    mutating func intern(_ value: Int64) -> UInt32 {
        var slot = Int(truncatingIfNeeded: Self.hash(UInt64(bitPattern: value))) & mask
        while slots[slot] != 0 {
            let index = slots[slot] - 1
            if values[Int(index)] == value { return index }
            slot = (slot + 1) & mask
        }
        let index = UInt32(truncatingIfNeeded: values.count)
        values.append(value)
        slots[slot] = index + 1
        if values.count * 4 > slots.count * 3 { grow() }
        return index
    }

    private mutating func grow() {
        let size = slots.count * 2
        slots = [UInt32](repeating: 0, count: size)
        mask = size - 1
        for (index, value) in values.enumerated() {
            var slot = Int(truncatingIfNeeded: Self.hash(UInt64(bitPattern: value))) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: index + 1)
        }
    }
}

/// A set of 64-bit numbers but the largest one.
struct NumberSet: Sendable {
    private var slots: [UInt64] = [UInt64](repeating: .max, count: 64)
    private var mask = 63
    private(set) var count = 0

    var byteCount: Int { slots.count * 8 }

    /// Adds a number below `UInt64.max`; true when it is new.
    @discardableResult
    mutating func insert(_ value: UInt64) -> Bool {
        var slot = Int(truncatingIfNeeded: NumberTable.hash(value)) & mask
        while slots[slot] != .max {
            if slots[slot] == value { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = value
        count += 1
        if count * 4 > slots.count * 3 { grow() }
        return true
    }

    /// Makes room for so many numbers. Who adds those of another set needs this first: they come in the order of their hashes, and
    /// a table that is still small would get them all in one place, where each is looked for behind all before it.
    mutating func reserve(_ count: Int) {
        var size = slots.count
        while count > size / 4 * 3 { size *= 2 }
        if size > slots.count { resize(size) }
    }

    private mutating func grow() { resize(slots.count * 2) }

    private mutating func resize(_ size: Int) {
        let old = slots
        slots = [UInt64](repeating: .max, count: size)
        mask = slots.count - 1
        for value in old where value != .max {
            var slot = Int(truncatingIfNeeded: NumberTable.hash(value)) & mask
            while slots[slot] != .max { slot = (slot + 1) & mask }
            slots[slot] = value
        }
    }

    /// Calls `body` with each number, in no order.
    func forEach(_ body: (UInt64) -> Void) {
        for value in slots where value != .max { body(value) }
    }
}
