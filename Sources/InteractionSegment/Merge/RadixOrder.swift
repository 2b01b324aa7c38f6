// Stable sorting of row indexes by unsigned keys: least-significant-digit radix with 11-bit digits, skipping digits that do not
// vary. It is the one sort of indexes of this layer and of those above; rows number up to 2^31, so comparison sorts would dominate sealing.

/// Stable orders by integer keys.
package enum RadixOrder {
    private static let digitBits = 11

    /// Indexes 0..<keys.count so that keys ascend; equal keys keep their index order. Cost: linear per varying digit.
    package static func order(by keys: [UInt64]) -> [UInt32] {
        let count = keys.count
        var order = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer[index] = UInt32(truncatingIfNeeded: index) }
            initialized = count
        }
        guard count > 1 else { return order }
        var largest: UInt64 = 0
        var sorted = true
        for index in 0..<count {
            let key = keys[index]
            if index > 0, key < keys[index - 1] { sorted = false }
            largest = max(largest, key)
        }
        if sorted { return order }
        var other = [UInt32](repeating: 0, count: count)
        var histogram = [Int](repeating: 0, count: 1 << digitBits)
        var shift = 0
        while shift < 64, largest >> UInt64(shift) != 0 {
            let mask = UInt64((1 << digitBits) - 1)
            for slot in histogram.indices { histogram[slot] = 0 }
            for key in keys { histogram[Int((key >> UInt64(shift)) & mask)] += 1 }
            if !histogram.contains(count) {
                var start = 0
                for slot in histogram.indices {
                    let size = histogram[slot]
                    histogram[slot] = start
                    start += size
                }
                for index in order {
                    let slot = Int((keys[Int(index)] >> UInt64(shift)) & mask)
                    other[histogram[slot]] = index
                    histogram[slot] += 1
                }
                swap(&order, &other)
            }
            shift += digitBits
        }
        return order
    }

    /// The same for 32-bit keys.
    static func order(by keys: [UInt32]) -> [UInt32] { order(by: keys.map(UInt64.init)) }
}
