// Bits of integers by group: bit_and, bit_or, bit_xor.

import InteractionModel
import InteractionPlan

/// Integers joined bit by bit.
final class BitAccumulator: Accumulator {
    enum Rule: Hashable, Sendable { case and, or, xor }
    private let rule: Rule
    private var bits: [Int64] = []
    private var isSet: [UInt8] = []

    init(_ rule: Rule) { self.rule = rule }

    var byteCount: Int { bits.count * 9 }

    func grow(to groups: Int) {
        guard bits.count < groups else { return }
        bits.append(contentsOf: repeatElement(rule == .and ? -1 : 0, count: groups - bits.count))
        isSet.append(contentsOf: repeatElement(0, count: groups - isSet.count))
    }

    func add(_ values: Vector, _ groups: GroupRefs) {
        guard case .ints(let numbers) = values.data else { return }
        ValueRows.forEach(values, groups) { row, group in join(numbers[row], group) }
    }

    private func join(_ number: Int64, _ group: Int) {
        isSet[group] = 1
        switch rule {
        case .and: bits[group] &= number
        case .or: bits[group] |= number
        case .xor: bits[group] ^= number
        }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? BitAccumulator else { return }
        for (group, target) in map.enumerated() where group < other.bits.count && other.isSet[group] == 1 { join(other.bits[group], Int(target)) }
    }

    /// BIGINT; NULL over no values.
    func result() -> Vector {
        Vector(.bigint, .ints(bits), count: bits.count, validity: isSet.contains(0) ? isSet : nil)
    }
}
