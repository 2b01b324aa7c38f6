// The total order of a day's events over several sources: (timestamp, source in sequence order, tie ordinal, row).

/// Orders of event indexes.
package enum EventOrder {
    /// Indexes `base..<base + count` in arrival order among equal times: by tie ordinal, then row. `ties` may be empty.
    package static func rows(ties: [UInt32], count: Int, from base: UInt32) -> [UInt32] {
        let rows = (0..<UInt32(truncatingIfNeeded: count)).map { $0 }
        guard !ties.isEmpty else { return rows.map { $0 + base } }
        return stable(rows) { UInt64(ties[Int($0)]) }.map { $0 + base }
    }

    /// The given indexes by time, keeping their order among equal times. Cost: linear when times ascend, else a radix sort.
    package static func byTime(_ times: [Int64], among indexes: [UInt32]) -> [UInt32] {
        let lowest = times.min() ?? 0
        return stable(indexes) { UInt64(bitPattern: times[Int($0)] &- lowest) }
    }

    /// Least-significant-digit radix sort with 11-bit digits; digits that do not vary are skipped.
    private static func stable(_ indexes: [UInt32], by key: (UInt32) -> UInt64) -> [UInt32] {
        var keys = indexes.map(key)
        var order = indexes
        guard zip(keys, keys.dropFirst()).contains(where: { $0 > $1 }) else { return order }
        let largest = keys.max() ?? 0
        var otherKeys = keys
        var other = order
        var shift: UInt64 = 0
        while shift < 64, largest >> shift != 0 {
            var starts = [Int](repeating: 0, count: 2049)
            for key in keys { starts[Int(key >> shift & 2047) + 1] += 1 }
            if !starts.contains(keys.count) {
                for slot in 1...2048 { starts[slot] += starts[slot - 1] }
                for (key, index) in zip(keys, order) {
                    let slot = Int(key >> shift & 2047)
                    otherKeys[starts[slot]] = key
                    other[starts[slot]] = index
                    starts[slot] += 1
                }
                swap(&keys, &otherKeys)
                swap(&order, &other)
            }
            shift += 11
        }
        return order
    }
}
