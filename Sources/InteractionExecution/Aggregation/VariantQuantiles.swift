// Exact discrete quantiles of a property: of its numbers, and in a group without any of its other values. Integers and doubles
// are kept apart, so that integers stay exact while there are no doubles.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Every value of a VARIANT, by kind.
final class VariantQuantiles: Accumulator {
    private let integers = QuantileAccumulator(.bigint)
    private let doubles = QuantileAccumulator(.double)
    /// Truth values, texts and JSON.
    private let others = QuantileAccumulator(.variant)
    private var hasDoubles = false

    var byteCount: Int { integers.byteCount + doubles.byteCount + others.byteCount }

    func grow(to groups: Int) {
        integers.grow(to: groups)
        doubles.grow(to: groups)
        others.grow(to: groups)
    }

    func add(_ values: Vector, _ groups: GroupRefs) {
        switch values.data {
        case .nulls: return
        case .ints: integers.add(values, groups)
        case .doubles:
            hasDoubles = true
            doubles.add(values, groups)
        case .variants(let variants): addMixed(variants, values, groups)
        default: others.add(values, groups)
        }
    }

    private func addMixed(_ variants: VariantValues, _ values: Vector, _ groups: GroupRefs) {
        let numbers = VariantViews.numbers(values)
        var whole = [Int64](repeating: 0, count: variants.kinds.count)
        var isWhole = [UInt8](repeating: 0, count: variants.kinds.count)
        var isOther = variants
        var hasOther = false
        for row in variants.kinds.indices {
            switch VariantKind(rawValue: variants.kinds[row]) ?? .null {
            case .int:
                whole[row] = Int64(bitPattern: variants.bits[row])
                isWhole[row] = 1
                isOther.kinds[row] = 0
            case .double, .number:
                hasDoubles = true
                isOther.kinds[row] = 0
            case .null: break
            default: hasOther = true
            }
        }
        integers.add(Vector(.bigint, .ints(whole), count: values.count, validity: isWhole, isConstant: values.isConstant), groups)
        if hasDoubles, var reals = numbers.realsOnly() {
            reals.count = values.count
            doubles.add(reals, groups)
        }
        if hasOther { others.add(Vector(.variant, .variants(isOther), count: values.count, isConstant: values.isConstant), groups) }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? VariantQuantiles else { return }
        integers.merge(other.integers, map)
        doubles.merge(other.doubles, map)
        others.merge(other.others, map)
        hasDoubles = hasDoubles || other.hasDoubles
    }

    /// Nearest rank; NULL over no values.
    func discrete(_ fraction: Double) -> Vector {
        let numbers: Vector
        if hasDoubles {
            let joined = QuantileAccumulator(.double)
            joined.takeNumbers(of: doubles, integers)
            numbers = joined.sorted().discrete(fraction)
        } else {
            numbers = integers.sorted().discrete(fraction)
        }
        let rest = others.sorted().discrete(fraction)
        return .of((0..<numbers.count).map { numbers.isNull($0) ? rest.value($0) : numbers.value($0) }, .variant)
    }
}

extension Vector {
    /// The doubles of a VARIANT of numbers as DOUBLE; its integers are NULL.
    fileprivate func realsOnly() -> Vector? {
        guard case .variants(var values) = data else { return nil }
        for row in values.kinds.indices where values.kinds[row] == VariantKind.int.rawValue { values.kinds[row] = 0 }
        var copy = self
        copy.data = .variants(values)
        return VariantViews.used(copy, as: .double)
    }
}
