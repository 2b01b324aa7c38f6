// All values by group, for exact quantiles: values are kept as integers in their order, sorted out by group at the end.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Every value, with its group.
final class QuantileAccumulator: Accumulator {
    private let type: ScalarType
    /// Values as they came, so that growing copies nothing.
    private struct Chunk {
        var keys: [Int64]
        /// The group of each value, or of all.
        var owners: [UInt32]
        var only: UInt32?
    }
    private var chunks: [Chunk] = []
    private var keyCount = 0
    private var groupCount = 0
    /// For types that are no 64-bit numbers: the values by their index in `keys`.
    private var known: [ResultValue: Int64] = [:]
    private var values: [ResultValue] = []

    init(_ type: ScalarType) { self.type = type }

    var byteCount: Int { keyCount * 12 + values.count * 96 }

    func grow(to groups: Int) { groupCount = max(groupCount, groups) }

    func add(_ values: Vector, _ groups: GroupRefs) {
        switch values.data {
        case .nulls: return
        case .ints(let numbers): append(numbers, values, groups)
        case .doubles(let numbers): append(numbers.map { NumberOrder.key($0) }, values, groups)
        default: append((0..<(values.isConstant ? 1 : values.count)).map { index(of: values.value($0)) }, values, groups)
        }
    }

    private func append(_ numbers: [Int64], _ values: Vector, _ groups: GroupRefs) {
        if !values.isConstant, values.presence() == nil {
            append(Chunk(keys: numbers, owners: groups.only == nil ? groups.rows() : [], only: groups.only))
            return
        }
        var chunk = Chunk(keys: [], owners: [])
        ValueRows.forEach(values, groups) { row, group in
            chunk.keys.append(numbers[row])
            chunk.owners.append(UInt32(truncatingIfNeeded: group))
        }
        append(chunk)
    }

    private func append(_ chunk: Chunk) {
        if chunk.keys.isEmpty { return }
        keyCount += chunk.keys.count
        chunks.append(chunk)
    }

    private func index(of value: ResultValue) -> Int64 {
        if let index = known[value] { return index }
        let index = Int64(values.count)
        known[value] = index
        values.append(value)
        return index
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? QuantileAccumulator else { return }
        for var chunk in other.chunks {
            if !other.values.isEmpty { chunk.keys = chunk.keys.map { index(of: other.values[Int($0)]) } }
            chunk.owners = Gather.lookup(map, chunk.owners)
            chunk.only = chunk.only.map { map[Int($0)] }
            append(chunk)
        }
    }

    /// All numbers of an accumulator of doubles and one of integers, as doubles.
    func takeNumbers(of doubles: QuantileAccumulator, _ integers: QuantileAccumulator) {
        chunks = doubles.chunks + integers.chunks.map { chunk in
            var chunk = chunk
            chunk.keys = chunk.keys.map { NumberOrder.key(Double($0)) }
            return chunk
        }
        keyCount = doubles.keyCount + integers.keyCount
        groupCount = max(doubles.groupCount, integers.groupCount)
    }

    /// The values of each group side by side, and where each group starts.
    func sorted() -> QuantileValues {
        var starts = [Int](repeating: 0, count: groupCount + 1)
        for chunk in chunks {
            if let only = chunk.only { starts[Int(only) + 1] += chunk.keys.count }
            for owner in chunk.owners { starts[Int(owner) + 1] += 1 }
        }
        for group in 0..<groupCount { starts[group + 1] += starts[group] }
        var next = starts
        var numbers = [Int64](repeating: 0, count: keyCount)
        for chunk in chunks {
            if let only = chunk.only {
                let start = next[Int(only)]
                for (index, key) in chunk.keys.enumerated() { numbers[start + index] = key }
                next[Int(only)] += chunk.keys.count
            } else {
                for (key, owner) in zip(chunk.keys, chunk.owners) {
                    numbers[next[Int(owner)]] = key
                    next[Int(owner)] += 1
                }
            }
        }
        if values.isEmpty { return QuantileValues(type, numbers, starts, []) }
        // Ranks take the place of indexes.
        let order = values.indices.sorted { ResultValue.order(values[$0], values[$1]) < 0 }
        var ranks = [Int64](repeating: 0, count: values.count)
        for (rank, index) in order.enumerated() { ranks[index] = Int64(rank) }
        return QuantileValues(type, numbers.map { ranks[Int($0)] }, starts, order.map { values[$0] })
    }
}

/// Values by group, from which quantiles are picked. Asking reorders the values inside groups.
final class QuantileValues {
    private let type: ScalarType
    private var numbers: [Int64]
    let starts: [Int]
    private let ordered: [ResultValue]
    /// By group the rank picked last, or -1: smaller ranks stand before it, greater ones behind.
    private var settled: [Int]

    init(_ type: ScalarType, _ numbers: [Int64], _ starts: [Int], _ ordered: [ResultValue]) {
        self.type = type
        self.numbers = numbers
        self.starts = starts
        self.ordered = ordered
        settled = [Int](repeating: -1, count: max(0, starts.count - 1))
    }

    var groupCount: Int { starts.count - 1 }

    /// The doubles of a group, in no order.
    func doubles(_ group: Int) -> [Double] { numbers[starts[group]..<starts[group + 1]].map { NumberOrder.value(ofKey: $0) } }

    /// Nearest rank; NULL over no values.
    func discrete(_ fraction: Double) -> Vector {
        var picked: [Int64] = []
        var valid: [UInt8] = []
        for group in 0..<groupCount {
            let count = starts[group + 1] - starts[group]
            valid.append(count > 0 ? 1 : 0)
            // DuckDB: the index is count - floor(count - fraction * count) - 1, at least 0.
            let floored = Int((Double(count) - fraction * Double(count)).rounded(.down))
            picked.append(count > 0 ? select(group, max(1, count - floored) - 1) : 0)
        }
        let mask = valid.contains(0) ? valid : nil
        switch type {
        case .double: return Vector(type, .doubles(picked.map { NumberOrder.value(ofKey: $0) }), count: groupCount, validity: mask)
        case .bigint, .timestamp, .date: return Vector(type, .ints(picked), count: groupCount, validity: mask)
        default: return .of((0..<groupCount).map { valid[$0] == 0 ? .null : ordered[Int(picked[$0])] }, type)
        }
    }

    /// Linear interpolation between neighbours, of times to the nearest microsecond; NULL over no values.
    func continuous(_ fraction: Double) -> Vector {
        var results: [Double] = []
        var times: [Int64] = []
        var valid: [UInt8] = []
        for group in 0..<groupCount {
            let count = starts[group + 1] - starts[group]
            valid.append(count > 0 ? 1 : 0)
            if count == 0 {
                results.append(0)
                times.append(0)
                continue
            }
            let rank = Double(count - 1) * fraction
            let low = Int(rank.rounded(.down))
            let high = Int(rank.rounded(.up))
            let first = select(group, low)
            let second = low == high ? first : select(group, high)
            let share = rank - Double(low)
            if type == .double {
                let (x, y) = (NumberOrder.value(ofKey: first), NumberOrder.value(ofKey: second))
                results.append(low == high ? x : x + (y - x) * share)
                times.append(0)
            } else {
                times.append(first &+ Int64((Double(second &- first) * share).rounded()))
                results.append(0)
            }
        }
        let mask = valid.contains(0) ? valid : nil
        return type == .double
            ? Vector(type, .doubles(results), count: groupCount, validity: mask)
            : Vector(type, .ints(times), count: groupCount, validity: mask)
    }

    /// The value at a rank of a group, by partitioning (Hoare's selection with the median of three).
    private func select(_ group: Int, _ rank: Int) -> Int64 {
        var low = starts[group]
        var high = starts[group + 1] - 1
        let target = low + rank
        let known = settled[group]
        if known == rank { return numbers[target] }
        settled[group] = rank
        if known >= 0 {
            if rank > known { low += known + 1 } else { high = low + known - 1 }
        }
        if low == target {
            // The next one up is the smallest of what is left.
            var best = low
            for index in low...high where numbers[index] < numbers[best] { best = index }
            numbers.swapAt(low, best)
            return numbers[low]
        }
        return numbers.withUnsafeMutableBufferPointer { numbers in
            while low < high {
                let middle = low + (high - low) / 2
                if numbers[middle] < numbers[low] { numbers.swapAt(middle, low) }
                if numbers[high] < numbers[low] { numbers.swapAt(high, low) }
                if numbers[high] < numbers[middle] { numbers.swapAt(high, middle) }
                let pivot = numbers[middle]
                var left = low
                var right = high
                while left <= right {
                    while numbers[left] < pivot { left += 1 }
                    while numbers[right] > pivot { right -= 1 }
                    if left <= right {
                        numbers.swapAt(left, right)
                        left += 1
                        right -= 1
                    }
                }
                if target <= right {
                    high = right
                } else if target >= left {
                    low = left
                } else {
                    break
                }
            }
            return numbers[target]
        }
    }
}
