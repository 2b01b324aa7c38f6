// Picking quantiles from the values of groups, by partitioning: no group is sorted.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Values of some groups. Asking reorders the values inside groups, so one thread at a time may ask.
final class QuantileGroups: @unchecked Sendable {
    private let type: ScalarType
    private var numbers: [Int64]
    let starts: [Int]
    private let ordered: [ResultValue]
    /// By group the rank picked last, or -1: smaller ranks stand before it, greater ones behind.
    private var settled: [Int]
    /// What was asked before, by fraction.
    private var discretes: [Double: Vector] = [:]
    private var continuouses: [Double: Vector] = [:]

    init(_ type: ScalarType, _ numbers: [Int64], _ starts: [Int], _ ordered: [ResultValue]) {
        self.type = type
        self.numbers = numbers
        self.starts = starts
        self.ordered = ordered
        settled = [Int](repeating: -1, count: max(0, starts.count - 1))
    }

    var groupCount: Int { starts.count - 1 }

    /// The same groups in parts of at least so many values each, for several threads.
    func split(values: Int) -> [QuantileGroups] {
        var parts: [QuantileGroups] = []
        var first = 0
        for group in 0..<groupCount where group == groupCount - 1 || starts[group + 1] - starts[first] >= values {
            let start = starts[first]
            parts.append(
                QuantileGroups(
                    type, Array(numbers[start..<starts[group + 1]]), starts[first...group + 1].map { $0 - start }, ordered))
            first = group + 1
        }
        return parts
    }

    /// The doubles of a group, in no order.
    func doubles(_ group: Int) -> [Double] { numbers[starts[group]..<starts[group + 1]].map { NumberOrder.value(ofKey: $0) } }

    /// Nearest rank; NULL over no values.
    func discrete(_ fraction: Double) -> Vector {
        if let known = discretes[fraction] { return known }
        let made = makeDiscrete(fraction)
        discretes[fraction] = made
        return made
    }

    private func makeDiscrete(_ fraction: Double) -> Vector {
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
        if let known = continuouses[fraction] { return known }
        let made = makeContinuous(fraction)
        continuouses[fraction] = made
        return made
    }

    private func makeContinuous(_ fraction: Double) -> Vector {
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

    /// The value at a rank of a group, by partitioning.
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
        RankSelection.select(&numbers, in: low...max(low, high), place: target)
        return numbers[target]
    }
}
