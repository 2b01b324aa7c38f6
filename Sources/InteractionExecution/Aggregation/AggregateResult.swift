// From the state of an aggregate to its results.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum AggregateResult {
    /// One row for each group. `sorted` keeps what several quantiles of one item share. Errors: results out of range.
    static func vector(
        _ call: AggregateCall, _ state: any Accumulator, _ item: Int, _ sorted: inout [Int: QuantileValues], _ groupCount: Int
    ) throws(InteractionError) -> Vector {
        switch state {
        case let state as CountAccumulator: return state.result()
        case let state as SumAccumulator:
            try state.check()
            if call.type == .timestamp { return state.meanTimes() }
            return call.function == .avg ? state.means() : state.sums()
        case let state as MomentAccumulator:
            return state.result(
                isSample: call.function == .stddevSamp || call.function == .varSamp,
                isRoot: call.function == .stddevSamp || call.function == .stddevPop, isError: call.function == .standardError)
        case let state as ExtremeAccumulator: return state.result()
        case let state as BestRowAccumulator: return state.result()
        case let state as CollectedAccumulator:
            switch call.function {
            case .joined(let separator): return try state.joined(separator: separator)
            case .product: return state.products()
            default: return state.lists()
            }
        case let state as ValueCounts:
            switch call.function {
            case .entropy: return state.entropies()
            case .topValues(let count): return state.top(count)
            default: return state.modes()
            }
        case let state as DistinctSketch: return state.result()
        case let state as BitAccumulator: return state.result()
        case let state as PairMoments: return state.result(call.function)
        case let state as NumberCells:
            if case .approximateQuantileList(let fractions) = call.function { return lists(fractions, call.type, groupCount) { state.quantile($0) } }
            if case .approximateQuantile(let fraction) = call.function { return state.quantile(fraction) }
        case let state as VariantQuantiles:
            if case .quantileDiscList(let fractions) = call.function { return lists(fractions, call.type, groupCount) { state.discrete($0) } }
            if case .quantileDisc(let fraction) = call.function { return state.discrete(fraction) }
        case let state as QuantileAccumulator:
            let values = sorted[item] ?? state.sorted()
            sorted[item] = values
            return try quantiles(call, values, groupCount)
        default: break
        }
        return .nulls(call.type, count: groupCount)
    }

    private static func quantiles(
        _ call: AggregateCall, _ values: QuantileValues, _ groupCount: Int
    ) throws(InteractionError) -> Vector {
        switch call.function {
        case .quantileCont(let fraction): return values.continuous(fraction)
        case .quantileDisc(let fraction), .approximateQuantile(let fraction): return values.discrete(fraction)
        case .quantileContList(let fractions): return lists(fractions, call.type, groupCount) { values.continuous($0) }
        case .quantileDiscList(let fractions), .approximateQuantileList(let fractions):
            return lists(fractions, call.type, groupCount) { values.discrete($0) }
        case .medianDeviation: return values.medianDeviation()
        default: return try values.shape(call.function)
        }
    }

    /// A list for each group of what `quantile` gives for each fraction; NULL for groups without values.
    private static func lists(_ fractions: [Double], _ type: ScalarType, _ groupCount: Int, _ quantile: (Double) -> Vector) -> Vector {
        let element = type.element ?? .null
        let columns = fractions.map { quantile($0) }
        var builder = VectorBuilder(element)
        for column in columns { builder.append(column) }
        // From one column after another to one group after another.
        var rows: [UInt32] = []
        for group in 0..<groupCount { for index in columns.indices { rows.append(UInt32(truncatingIfNeeded: index * groupCount + group)) } }
        let spans = (0..<groupCount).map { ListSpan(start: $0 * columns.count, count: columns.count) }
        let valid = columns.first.flatMap { $0.presence() }
        return Vector(type, .lists(spans, ListElements(builder.finish().gathered(rows))), count: groupCount, validity: valid)
    }
}
