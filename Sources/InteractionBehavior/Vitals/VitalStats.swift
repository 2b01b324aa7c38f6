// Web vitals (SEMANTICS 9): one row of the answer, and what is good and poor. A report is an event `performance_metric` whose
// details.metric is there and whose details.value is a number.

import InteractionModel
import InteractionPlan

/// The reports of one metric.
public struct VitalStats: Sendable, Hashable {
    /// `LCP`, `INP`, `CLS`, `FCP`, `TTFB`, `TTI`, `API time`, or any other name that was reported.
    public var metric: String
    /// The value of the breakdown as text; nil without one, and where there is none.
    public var by: String?
    /// Reports, of which one with the `id` of an earlier one of the metric replaced that.
    public var count: Int
    /// The headline, by linear interpolation; milliseconds, of CLS a score.
    public var p75: Double
    public var p50: Double
    public var p95: Double
    /// Shares of reports that are good, need improvement, are poor: 0-1; nil for metrics without limits.
    public var good: Double?
    public var needsImprovement: Double?
    public var poor: Double?
    /// What p75 is; nil for metrics without limits.
    public var rating: VitalRating?

    public init(
        metric: String, by: String?, count: Int, p75: Double, p50: Double, p95: Double, good: Double?, needsImprovement: Double?,
        poor: Double?, rating: VitalRating?
    ) {
        self.metric = metric
        self.by = by
        self.count = count
        self.p75 = p75
        self.p50 = p50
        self.p95 = p95
        self.good = good
        self.needsImprovement = needsImprovement
        self.poor = poor
        self.rating = rating
    }
}

/// How a value of a metric is to users.
public enum VitalRating: String, Sendable, Hashable, CaseIterable {
    case good
    case needsImprovement = "needs improvement"
    case poor
}

/// Up to where a metric's value is good, and above where it is poor.
public struct VitalLimits: Sendable, Hashable {
    public var good: Double
    public var poor: Double

    /// The limits of a metric; nil where there are none (TTI, API time, names of one's own).
    public static func of(_ metric: String) -> VitalLimits? {
        switch metric {
        case "FCP": VitalLimits(good: 1800, poor: 3000)
        case "LCP": VitalLimits(good: 2500, poor: 4000)
        case "INP": VitalLimits(good: 200, poor: 500)
        case "CLS": VitalLimits(good: 0.1, poor: 0.25)
        case "TTFB": VitalLimits(good: 800, poor: 1800)
        default: nil
        }
    }

    /// What a value is; both limits are inclusive to the better side.
    public func rating(_ value: Double) -> VitalRating { value <= good ? .good : value <= poor ? .needsImprovement : .poor }
}

extension VitalStats {
    /// The order of known metrics; others follow by name.
    package static let order = ["LCP", "INP", "CLS", "FCP", "TTFB", "TTI", "API time"]
}

/// A value and how many reports have it.
package struct VitalCount: Sendable, Hashable {
    package var value: Double
    package var count: Int
}

extension VitalStats {
    /// From values ascending, each with its number of reports; nil without reports. Cost: linear.
    package init?(metric: String, by: String?, _ values: [VitalCount]) {
        let total = values.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        // Reports up to and including each value.
        var ends: [Int] = []
        var sum = 0
        for value in values {
            sum += value.count
            ends.append(sum)
        }
        func value(_ rank: Int) -> Double {
            var low = 0
            var high = ends.count - 1
            while low < high {
                let middle = (low + high) / 2
                if ends[middle] > rank { high = middle } else { low = middle + 1 }
            }
            return values[low].value
        }
        // As quantile_cont: linear between neighbours.
        func quantile(_ fraction: Double) -> Double {
            let rank = Double(total - 1) * fraction
            let (low, high) = (Int(rank.rounded(.down)), Int(rank.rounded(.up)))
            let (x, y) = (value(low), value(high))
            return low == high ? x : x + (y - x) * (rank - Double(low))
        }
        let limits = VitalLimits.of(metric)
        func share(_ rating: VitalRating) -> Double? {
            limits.map { limits in
                Double(values.reduce(0) { $0 + (limits.rating($1.value) == rating ? $1.count : 0) }) / Double(total)
            }
        }
        let p75 = quantile(0.75)
        self.init(
            metric: metric, by: by, count: total, p75: p75, p50: quantile(0.5), p95: quantile(0.95), good: share(.good),
            needsImprovement: share(.needsImprovement), poor: share(.poor), rating: limits?.rating(p75))
    }
}
