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
