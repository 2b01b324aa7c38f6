// Approximate quantiles: values are counted in cells of equal leading bits (sign, exponent and 7 bits of the fraction), each with
// the smallest and largest value seen in it. Counts add and extremes join, so the answer depends on the values alone: not on
// threads, order, or layout. A cell spans at most 1/128 of its values' size.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Counts of numbers by group and cell.
final class NumberCells: Accumulator {
    private let isDouble: Bool
    private let type: ScalarType
    /// Group and cell in one number.
    private var cells = NumberTable()
    private var counts: [Int64] = []
    /// As the keys of `NumberOrder`, or integers.
    private var lowest: [Int64] = []
    private var highest: [Int64] = []
    private var groupCount = 0

    /// DOUBLE or BIGINT.
    init(_ type: ScalarType) {
        self.type = type
        isDouble = type == .double
    }

    var byteCount: Int { cells.byteCount + counts.count * 24 }

    func grow(to groups: Int) { groupCount = max(groupCount, groups) }

    func add(_ values: Vector, _ groups: GroupRefs) {
        switch values.data {
        case .doubles(let numbers): add(numbers.map { NumberOrder.key($0) }, numbers, values, groups)
        case .ints(let numbers): add(numbers, numbers.map { Double($0) }, values, groups)
        default: break
        }
    }

    private func add(_ keys: [Int64], _ numbers: [Double], _ values: Vector, _ groups: GroupRefs) {
        ValueRows.forEach(values, groups) { row, group in
            add(group, cell: NumberOrder.key(numbers[row]) >> 45, 1, keys[row], keys[row])
        }
    }

    @inline(__always)
    private func add(_ group: Int, cell: Int64, _ count: Int64, _ low: Int64, _ high: Int64) {
        let index = Int(cells.intern(Int64(group) << 20 | (cell + 1 << 19)))
        if index == counts.count {
            counts.append(count)
            lowest.append(low)
            highest.append(high)
        } else {
            counts[index] += count
            lowest[index] = min(lowest[index], low)
            highest[index] = max(highest[index], high)
        }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? NumberCells else { return }
        for (index, cell) in other.cells.values.enumerated() {
            add(
                Int(map[Int(cell >> 20)]), cell: (cell & (1 << 20 - 1)) - 1 << 19, other.counts[index], other.lowest[index],
                other.highest[index])
        }
    }

    /// The value of nearest rank of each group, about; NULL over no values.
    func quantile(_ fraction: Double) -> Vector {
        var byGroup = [[Int]](repeating: [], count: groupCount)
        for (index, cell) in cells.values.enumerated() { byGroup[Int(cell >> 20)].append(index) }
        var picked: [Int64] = []
        for list in byGroup {
            let order = list.sorted { cells.values[$0] < cells.values[$1] }
            let count = list.reduce(Int64(0)) { $0 + counts[$1] }
            let floored = Int64((Double(count) - fraction * Double(count)).rounded(.down))
            var rank = max(1, count - floored) - 1
            var value: Int64 = 0
            for index in order {
                if rank < counts[index] {
                    value = inside(index, rank)
                    break
                }
                rank -= counts[index]
            }
            picked.append(value)
        }
        let valid = byGroup.contains(where: \.isEmpty) ? byGroup.map { $0.isEmpty ? UInt8(0) : 1 } : nil
        let data: Vector.Data = isDouble ? .doubles(picked.map { NumberOrder.value(ofKey: $0) }) : .ints(picked)
        return Vector(type, data, count: groupCount, validity: valid)
    }

    /// The value at a rank inside a cell, as if its values lay evenly between the smallest and the largest.
    private func inside(_ index: Int, _ rank: Int64) -> Int64 {
        let (low, high) = (lowest[index], highest[index])
        guard low != high, counts[index] > 1 else { return low }
        let share = Double(rank) / Double(counts[index] - 1)
        if isDouble {
            let (x, y) = (NumberOrder.value(ofKey: low), NumberOrder.value(ofKey: high))
            return x.isFinite && y.isFinite ? NumberOrder.key(x + (y - x) * share) : low
        }
        // Both lie in one cell: their distance is far below 2^63.
        return low &+ Int64((Double(high &- low) * share).rounded())
    }
}
