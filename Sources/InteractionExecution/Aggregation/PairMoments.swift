// Exact sums of two columns and of their products: what correlation, covariances and regressions need. Formulas of Pearson and of
// least squares; the differences of near numbers are taken in two doubles.

import InteractionModel
import InteractionPlan

/// Moments of the rows that have both values.
final class PairMoments: OrderedAccumulator {
    /// A sum of products, each with what its rounding lost.
    private struct Products {
        var sums = ExactSums()
        var remainders = ExactSums(scale: 128)

        mutating func grow(to groups: Int) {
            sums.grow(to: groups)
            remainders.grow(to: groups)
        }

        mutating func add(_ a: Double, _ b: Double, to group: Int) {
            let product = a * b
            sums.add(product, to: group)
            if product.isFinite { remainders.add((-product).addingProduct(a, b), to: group) }
        }

        mutating func merge(_ other: Products, _ map: [UInt32]) {
            sums.merge(other.sums, map)
            remainders.merge(other.remainders, map)
        }

        func pair(_ group: Int) -> (high: Double, low: Double) {
            var total = sums.total(group)
            total.add(remainders.total(group))
            return total.pair
        }
    }
    private var counts: [Int64] = []
    private var y = ExactSums()
    private var x = ExactSums()
    private var yy = Products()
    private var xx = Products()
    private var xy = Products()

    var byteCount: Int { counts.count * (8 + 16 * 8) }

    func grow(to groups: Int) {
        guard counts.count < groups else { return }
        counts.append(contentsOf: repeatElement(0, count: groups - counts.count))
        y.grow(to: groups)
        x.grow(to: groups)
        yy.grow(to: groups)
        xx.grow(to: groups)
        xy.grow(to: groups)
    }

    func add(_ values: Vector, _ groups: GroupRefs) throws(InteractionError) {}

    func add(_ columns: [Vector], _ places: EventPlaces, _ groups: GroupRefs) throws(InteractionError) {
        guard columns.count > 1, case .doubles(let first) = columns[0].data, case .doubles(let second) = columns[1].data else { return }
        let (a, b) = (columns[0], columns[1])
        for (row, group) in groups.rows().enumerated() where !a.isNull(row) && !b.isNull(row) {
            let (p, q, group) = (first[row &* a.stride], second[row &* b.stride], Int(group))
            counts[group] += 1
            y.add(p, to: group)
            x.add(q, to: group)
            yy.add(p, p, to: group)
            xx.add(q, q, to: group)
            xy.add(p, q, to: group)
        }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? PairMoments else { return }
        for (group, count) in other.counts.enumerated() { counts[Int(map[group])] += count }
        y.merge(other.y, map)
        x.merge(other.x, map)
        yy.merge(other.yy, map)
        xx.merge(other.xx, map)
        xy.merge(other.xy, map)
    }

    /// The sum of (a - mean a)(b - mean b), from the sums of products and of each.
    private func deviation(_ products: Products, _ a: ExactSums, _ b: ExactSums, _ group: Int) -> Double {
        let count = Double(counts[group])
        let total = products.pair(group)
        let (p, q) = (a.total(group).pair, b.total(group).pair)
        let product = p.high * q.high
        let productLow = (-product).addingProduct(p.high, q.high) + p.high * q.low + p.low * q.high
        let mean = product / count
        let meanLow = (product.addingProduct(-mean, count) + productLow) / count
        return (total.high - mean) + (total.low - meanLow)
    }

    /// The result by group. NULL over no rows, as SQL has it for each function.
    func result(_ function: AggregateFunction) -> Vector {
        if function == .regression(.count) { return Vector(.bigint, .ints(counts), count: counts.count) }
        let values = counts.indices.map { value(function, $0) }
        let valid = values.contains { $0 == nil } ? values.map { $0 == nil ? UInt8(0) : 1 } : nil
        return Vector(.double, .doubles(values.map { $0 ?? 0 }), count: counts.count, validity: valid)
    }

    private func value(_ function: AggregateFunction, _ group: Int) -> Double? {
        guard counts[group] > 0 else { return nil }
        let count = Double(counts[group])
        func sxy() -> Double { deviation(xy, y, x, group) }
        func sxx() -> Double { max(0, deviation(xx, x, x, group)) }
        func syy() -> Double { max(0, deviation(yy, y, y, group)) }
        func correlation() -> Double { sxy() / (sxx().squareRoot() * syy().squareRoot()) }
        switch function {
        case .covarPop: return sxy() / count
        case .covarSamp: return count < 2 ? nil : sxy() / (count - 1)
        case .correlation: return correlation()
        case .regression(let part):
            switch part {
            case .slope: return sxy() / sxx()
            case .intercept:
                let spread = sxx()
                return spread == 0 ? nil : (y.value(group) - sxy() / spread * x.value(group)) / count
            case .r2:
                if sxx() == 0 { return nil }
                if syy() == 0 { return 1 }
                let value = correlation()
                return value * value
            case .avgx: return x.value(group) / count
            case .avgy: return y.value(group) / count
            case .sxx: return sxx()
            case .syy: return syy()
            case .sxy: return sxy()
            case .count: return count
            }
        default: return nil
        }
    }
}
