// What else is told from all values of a group: the deviation from the median, the shape of the distribution, the geometric mean.
// Sums are exact, so the order of values does not show.

import InteractionCoding
import InteractionModel
import InteractionPlan

extension QuantileValues {
    /// The median of the distances to the median; NULL over no values.
    func medianDeviation() -> Vector {
        let medians = continuous(0.5)
        guard case .doubles(let middles) = medians.data else { return .nulls(.double, count: groupCount) }
        var distances: [Int64] = []
        for group in 0..<groupCount {
            distances += doubles(group).map { NumberOrder.key(($0 - middles[group]).magnitude) }
        }
        return QuantileValues(.double, distances, starts, []).continuous(0.5)
    }

    /// DuckDB's formulas over central moments. Errors: `.invalidQuery` where a moment is beyond a double, as in DuckDB.
    func shape(_ function: AggregateFunction) throws(InteractionError) -> Vector {
        var results: [Double?] = []
        for group in 0..<groupCount {
            let values = doubles(group)
            let value: Double?
            switch function {
            case .skewness: value = Self.skewness(values)
            case .geometricMean: value = Self.geometricMean(values)
            default: value = Self.kurtosis(values, isSample: function == .kurtosis)
            }
            if let value, !value.isFinite, function != .geometricMean {
                throw InteractionError(.invalidQuery, "\(function.name) is out of range", hint: "leave out infinite and very large values")
            }
            results.append(value)
        }
        let valid = results.contains { $0 == nil } ? results.map { $0 == nil ? UInt8(0) : 1 } : nil
        return Vector(.double, .doubles(results.map { $0 ?? 0 }), count: groupCount, validity: valid)
    }

    /// The mean of the values' distances to their mean, to a power.
    private static func moment(_ values: [Double], _ mean: Double, _ power: Int) -> Double {
        var sum = WideSum()
        for value in values {
            var term = 1.0
            for _ in 0..<power { term *= value - mean }
            sum.add(term)
        }
        return sum.value / Double(values.count)
    }

    private static func mean(_ values: [Double]) -> Double {
        var sum = WideSum()
        for value in values { sum.add(value) }
        return sum.value / Double(values.count)
    }

    /// m3 / m2^1.5 with the correction sqrt(n (n - 1)) / (n - 2); nil for fewer than three values or without spread.
    private static func skewness(_ values: [Double]) -> Double? {
        let count = Double(values.count)
        guard count > 2 else { return nil }
        let mean = mean(values)
        let spread = moment(values, mean, 2)
        if spread == 0 { return nil }
        return (count * (count - 1)).squareRoot() / (count - 2) * moment(values, mean, 3) / (spread * spread.squareRoot())
    }

    /// m4 / m2^2 - 3, of a sample with its correction; nil for too few values or without spread.
    private static func kurtosis(_ values: [Double], isSample: Bool) -> Double? {
        let count = Double(values.count)
        guard count > (isSample ? 3 : 1) else { return nil }
        let mean = mean(values)
        let spread = moment(values, mean, 2)
        if spread == 0 { return nil }
        let ratio = moment(values, mean, 4) / (spread * spread)
        return isSample ? (count - 1) * ((count + 1) * ratio - 3 * (count - 1)) / ((count - 2) * (count - 3)) : ratio - 3
    }

    /// exp(mean of logarithms).
    private static func geometricMean(_ values: [Double]) -> Double? {
        if values.isEmpty { return nil }
        var sum = WideSum()
        for value in values {
            sum.add(Elementary.log(value))
        }
        return Elementary.exp(sum.value / Double(values.count))
    }
}
