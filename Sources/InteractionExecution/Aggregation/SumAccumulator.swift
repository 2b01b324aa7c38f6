// Sums and counts of numbers: what sum and avg need. Integers add up in 128 bits, doubles exactly.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Sums by group.
final class SumAccumulator: Accumulator {
    private var integers: [Int128] = []
    private var doubles = ExactSums()
    private var counts: [Int64] = []
    /// Of a VARIANT: how many of the numbers are doubles.
    private var realCounts: [Int64] = []
    /// By group how often its sum of integers went over the top of 128 bits, less how often under the bottom; 0 and none are the
    /// same. The sum fits when it is 0 at the end, in whatever order the numbers came.
    private var carries: [Int: Int] = [:]
    private let isDouble: Bool
    private let isVariant: Bool

    init(_ type: ScalarType) {
        isDouble = type == .double
        isVariant = type == .variant
    }

    var byteCount: Int { integers.count * 16 + doubles.byteCount + counts.count * 8 + realCounts.count * 8 + carries.count * 32 }

    func grow(to groups: Int) {
        guard counts.count < groups else { return }
        counts.append(contentsOf: repeatElement(0, count: groups - counts.count))
        if isVariant { realCounts.append(contentsOf: repeatElement(0, count: groups - realCounts.count)) }
        if isDouble || isVariant { doubles.grow(to: groups) }
        if !isDouble { integers.append(contentsOf: repeatElement(0, count: groups - integers.count)) }
    }

    func add(_ values: Vector, _ groups: GroupRefs) {
        switch values.data {
        case .variants(let variants): addVariants(variants, values, groups)
        case .doubles(let numbers):
            if isVariant { ValueRows.forEach(values, groups) { _, group in realCounts[group] += 1 } }
            if let group = groups.only, !values.isConstant {
                doubles.add(numbers, valid: values.validity, to: Int(group))
                counts[Int(group)] += values.validity.map { $0.reduce(into: Int64(0)) { $0 += Int64($1) } } ?? Int64(numbers.count)
            } else if !values.isConstant, values.validity == nil, !isVariant {
                doubles.add(numbers, to: groups.rows())
                groups.forEachCount { counts[$0] += Int64($1) }
            } else {
                // Local while the loop runs: no check for exclusive access at each row.
                var sums = ExactSums()
                var seen: [Int64] = []
                swap(&sums, &doubles)
                swap(&seen, &counts)
                ValueRows.forEach(values, groups) { row, group in
                    sums.add(numbers[row], to: group)
                    seen[group] += 1
                }
                swap(&sums, &doubles)
                swap(&seen, &counts)
            }
        case .ints(let numbers):
            // 2^63 numbers of 64 bits cannot overflow 127.
            if let group = groups.only, !values.isConstant, values.validity == nil {
                var sum: Int128 = 0
                for number in numbers { sum &+= Int128(number) }
                integers[Int(group)] &+= sum
                counts[Int(group)] += Int64(numbers.count)
            } else {
                ValueRows.forEach(values, groups) { row, group in
                    integers[group] &+= Int128(numbers[row])
                    counts[group] += 1
                }
            }
        case .hugeints(let numbers):
            ValueRows.forEach(values, groups) { row, group in
                addHuge(numbers[row], group)
                counts[group] += 1
            }
        default: break
        }
    }

    private func addVariants(_ variants: VariantValues, _ values: Vector, _ groups: GroupRefs) {
        ValueRows.forEach(values, groups) { row, group in
            switch VariantKind(rawValue: variants.kinds[row]) ?? .null {
            case .int: integers[group] &+= Int128(Int64(bitPattern: variants.bits[row]))
            case .double:
                doubles.add(Double(bitPattern: variants.bits[row]), to: group)
                realCounts[group] += 1
            case .number:
                guard case .number(let text) = variants.value(row), let number = TextConversion.double(text) else { return }
                doubles.add(number, to: group)
                realCounts[group] += 1
            default: return
            }
            counts[group] += 1
        }
    }

    private func addHuge(_ number: Int128, _ group: Int) {
        let (sum, overflow) = integers[group].addingReportingOverflow(number)
        integers[group] = sum
        if overflow { carries[group, default: 0] += number < 0 ? -1 : 1 }
    }

    /// Errors: `.invalidQuery` for a sum beyond HUGEINT. To be asked before results are taken.
    func check() throws(InteractionError) {
        if carries.values.contains(where: { $0 != 0 }) { throw InteractionError(.invalidQuery, "a sum overflows HUGEINT", hint: "convert the values to DOUBLE") }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? SumAccumulator else { return }
        if isDouble || isVariant { doubles.merge(other.doubles, map) }
        for (group, count) in other.realCounts.enumerated() { realCounts[Int(map[group])] += count }
        if !isDouble {
            for (group, sum) in other.integers.enumerated() { addHuge(sum, Int(map[group])) }
            for (group, carry) in other.carries { carries[Int(map[group]), default: 0] += carry }
        }
        for (group, count) in other.counts.enumerated() { counts[Int(map[group])] += count }
    }

    private var validity: [UInt8]? { counts.contains(0) ? counts.map { $0 == 0 ? 0 : 1 } : nil }

    /// HUGEINT of integers, DOUBLE of doubles, of a VARIANT an integer where all are, else a double; NULL over no values.
    func sums() -> Vector {
        if isVariant {
            return .of(
                counts.indices.map { group in
                    if counts[group] == 0 { return .null }
                    if realCounts[group] == 0 { return Int64(exactly: integers[group]).map { .int($0) } ?? .number(String(integers[group])) }
                    var total = doubles.total(group)
                    total.add(integers[group].magnitude, isNegative: integers[group] < 0, weight: 0)
                    return .double(total.value)
                }, .variant)
        }
        if isDouble {
            return Vector(.double, .doubles(counts.indices.map { doubles.value($0) }), count: counts.count, validity: validity)
        }
        return Vector(.hugeint, .hugeints(integers), count: counts.count, validity: validity)
    }

    /// The mean of times to the microsecond, towards the past; NULL over no values.
    func meanTimes() -> Vector {
        let values = counts.indices.map { group -> Int64 in
            if counts[group] == 0 { return 0 }
            let (quotient, rest) = integers[group].quotientAndRemainder(dividingBy: Int128(counts[group]))
            return Int64(truncatingIfNeeded: rest < 0 ? quotient - 1 : quotient)
        }
        return Vector(.timestamp, .ints(values), count: counts.count, validity: validity)
    }

    /// DOUBLE; NULL over no values.
    func means() -> Vector {
        let values = counts.indices.map { group -> Double in
            let sum = isDouble ? doubles.value(group) : ExactSums.double(integers[group])
            return counts[group] == 0 ? 0 : sum / Double(counts[group])
        }
        return Vector(.double, .doubles(values), count: counts.count, validity: validity)
    }
}

/// Exact sums of doubles and of their squares: what variances need.
final class MomentAccumulator: Accumulator {
    private var sums = ExactSums()
    /// A square is a double and the double that it lacks.
    private var squares = ExactSums()
    private var remainders = ExactSums(scale: 128)
    private var counts: [Int64] = []

    var byteCount: Int { sums.byteCount + squares.byteCount + remainders.byteCount + counts.count * 8 }

    func grow(to groups: Int) {
        sums.grow(to: groups)
        squares.grow(to: groups)
        remainders.grow(to: groups)
        if counts.count < groups { counts.append(contentsOf: repeatElement(0, count: groups - counts.count)) }
    }

    func add(_ values: Vector, _ groups: GroupRefs) {
        guard case .doubles(let numbers) = values.data else { return }
        ValueRows.forEach(values, groups) { row, group in
            let x = numbers[row]
            let square = x * x
            sums.add(x, to: group)
            squares.add(square, to: group)
            if square.isFinite { remainders.add((-square).addingProduct(x, x), to: group) }
            counts[group] += 1
        }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? MomentAccumulator else { return }
        sums.merge(other.sums, map)
        squares.merge(other.squares, map)
        remainders.merge(other.remainders, map)
        for (group, count) in other.counts.enumerated() { counts[Int(map[group])] += count }
    }

    /// Variance or its root, or (`isError`) the root over the root of the count; NULL over fewer than one (population) or two (sample) values.
    func result(isSample: Bool, isRoot: Bool, isError: Bool = false) -> Vector {
        let least = isSample ? 2 : 1
        let values = counts.indices.map { group -> Double in
            let count = Double(counts[group])
            guard counts[group] >= least else { return 0 }
            var total = squares.total(group)
            total.add(remainders.total(group))
            let (squareHigh, squareLow) = total.pair
            let (sumHigh, sumLow) = sums.total(group).pair
            // (sum * sum) / count in two doubles, so that the difference keeps its digits.
            let product = sumHigh * sumHigh
            let productLow = (-product).addingProduct(sumHigh, sumHigh) + 2 * sumHigh * sumLow
            let mean = product / count
            let meanLow = ((-mean).addingProductBase(product, count) + productLow) / count
            let deviation = max(0, (squareHigh - mean) + (squareLow - meanLow))
            let variance = deviation / (isSample ? count - 1 : count)
            if isError { return variance.squareRoot() / count.squareRoot() }
            return isRoot ? variance.squareRoot() : variance
        }
        let valid = counts.contains { $0 < least } ? counts.map { $0 < least ? UInt8(0) : 1 } : nil
        return Vector(.double, .doubles(values), count: counts.count, validity: valid)
    }
}

extension Double {
    /// `product + self * count` with one rounding: the remainder of a division when self is minus the quotient.
    fileprivate func addingProductBase(_ product: Double, _ count: Double) -> Double { product.addingProduct(self, count) }
}
