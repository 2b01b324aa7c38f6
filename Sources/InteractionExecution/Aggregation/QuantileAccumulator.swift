// All values by group, for exact quantiles: values are kept as integers in their order, sorted out by group at the end.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Every value, with its group.
final class QuantileAccumulator: Accumulator {
    private let type: ScalarType
    private var keys: [Int64] = []
    private var owners: [UInt32] = []
    private var groupCount = 0
    /// For types that are no 64-bit numbers: the values by their index in `keys`.
    private var known: [ResultValue: Int64] = [:]
    private var values: [ResultValue] = []

    init(_ type: ScalarType) { self.type = type }

    var byteCount: Int { keys.count * 12 + values.count * 96 }

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
            keys += numbers
            owners += groups.rows()
            return
        }
        ValueRows.forEach(values, groups) { row, group in
            keys.append(numbers[row])
            owners.append(UInt32(truncatingIfNeeded: group))
        }
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
        keys += other.values.isEmpty ? other.keys : other.keys.map { index(of: other.values[Int($0)]) }
        owners += Gather.lookup(map, other.owners)
    }

    /// All numbers of an accumulator of doubles and one of integers, as doubles.
    func takeNumbers(of doubles: QuantileAccumulator, _ integers: QuantileAccumulator) {
        keys = doubles.keys + integers.keys.map { NumberOrder.key(Double($0)) }
        owners = doubles.owners + integers.owners
        groupCount = max(doubles.groupCount, integers.groupCount)
    }

    /// The values of each group side by side, and where each group starts.
    func sorted() -> QuantileValues {
        var starts = [Int](repeating: 0, count: groupCount + 1)
        for owner in owners { starts[Int(owner) + 1] += 1 }
        for group in 0..<groupCount { starts[group + 1] += starts[group] }
        var numbers = keys
        if !values.isEmpty {
            // Ranks take the place of indexes.
            let order = values.indices.sorted { ResultValue.order(values[$0], values[$1]) < 0 }
            var ranks = [Int64](repeating: 0, count: values.count)
            for (rank, index) in order.enumerated() { ranks[index] = Int64(rank) }
            numbers = numbers.map { ranks[Int($0)] }
            let ordered = order.map { values[$0] }
            return QuantileValues(type, Self.grouped(numbers, owners, starts, groupCount), starts, ordered)
        }
        return QuantileValues(type, Self.grouped(numbers, owners, starts, groupCount), starts, [])
    }

    private static func grouped(_ numbers: [Int64], _ owners: [UInt32], _ starts: [Int], _ groupCount: Int) -> [Int64] {
        if groupCount <= 1 { return numbers }
        var next = starts
        var placed = [Int64](repeating: 0, count: numbers.count)
        for (index, number) in numbers.enumerated() {
            let owner = Int(owners[index])
            placed[next[owner]] = number
            next[owner] += 1
        }
        return placed
    }
}

/// Values by group, from which quantiles are picked. Asking reorders the values inside groups.
final class QuantileValues {
    private let type: ScalarType
    private var numbers: [Int64]
    let starts: [Int]
    private let ordered: [ResultValue]

    init(_ type: ScalarType, _ numbers: [Int64], _ starts: [Int], _ ordered: [ResultValue]) {
        self.type = type
        self.numbers = numbers
        self.starts = starts
        self.ordered = ordered
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
