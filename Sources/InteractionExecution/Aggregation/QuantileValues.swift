// Quantiles of all groups, from their values. What several quantiles ask is found by several threads, each for some groups.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Values by group, from which quantiles are picked.
final class QuantileValues {
    private let type: ScalarType
    /// Groups in order, cut into parts.
    private var parts: [QuantileGroups]
    let starts: [Int]

    /// Values of a part, at least: fewer are not worth a thread.
    private static let partValues = 16_384

    /// `ordered` are the values that `numbers` are the ranks of, where they are no 64-bit numbers themselves.
    init(_ type: ScalarType, _ numbers: [Int64], _ starts: [Int], _ ordered: [ResultValue]) {
        self.type = type
        self.starts = starts
        parts = [QuantileGroups(type, numbers, starts, ordered)]
    }

    var groupCount: Int { starts.count - 1 }

    /// Finds what the functions will ask, on the threads of the query. Errors: `.cancelled`.
    func prepare(_ functions: [AggregateFunction], _ options: ExecutionOptions) throws(InteractionError) {
        guard options.threads > 1, parts.count == 1, let all = parts.first, let count = starts.last, count >= Self.partValues * 2
        else { return }
        let split = all.split(values: max(Self.partValues, count / (options.threads * 4)))
        try options.runner.run(count: split.count, threads: options.threads) { (index) throws(InteractionError) in
            try options.checkpoint()
            for function in functions {
                switch function {
                case .quantileCont(let fraction): _ = split[index].continuous(fraction)
                case .quantileDisc(let fraction): _ = split[index].discrete(fraction)
                case .quantileContList(let fractions): for fraction in fractions { _ = split[index].continuous(fraction) }
                case .quantileDiscList(let fractions): for fraction in fractions { _ = split[index].discrete(fraction) }
                case .medianDeviation: _ = split[index].continuous(0.5)
                default: break
                }
            }
        }
        parts = split
    }

    /// Nearest rank; NULL over no values.
    func discrete(_ fraction: Double) -> Vector { joined { $0.discrete(fraction) } }

    /// Linear interpolation between neighbours, of times to the nearest microsecond; NULL over no values.
    func continuous(_ fraction: Double) -> Vector { joined { $0.continuous(fraction) } }

    private func joined(_ body: (QuantileGroups) -> Vector) -> Vector {
        if parts.count == 1 { return body(parts[0]) }
        var builder: VectorBuilder?
        for part in parts {
            let vector = body(part)
            if builder == nil { builder = VectorBuilder(vector.type) }
            builder?.append(vector)
        }
        return builder?.finish() ?? .nulls(type, count: 0)
    }

    /// The doubles of a group, in no order.
    func doubles(_ group: Int) -> [Double] {
        var first = 0
        for part in parts {
            if group < first + part.groupCount { return part.doubles(group - first) }
            first += part.groupCount
        }
        return []
    }
}
