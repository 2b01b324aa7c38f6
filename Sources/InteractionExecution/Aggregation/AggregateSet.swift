// The aggregates of a plan as accumulators: aggregates over the same argument and filter share one (sum and avg, several
// quantiles), and the results are read from it at the end.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// What the aggregates of a plan gather. Shared by all threads; each makes its own accumulators from it.
struct AggregateSet: Sendable {
    enum Kind: Hashable, Sendable {
        case rows, count, sum, moments, minimum, maximum, quantiles, distinct
    }
    /// One thing to gather.
    struct Item: Sendable {
        var kind: Kind
        var argument: ExpressionNode?
        var filter: ExpressionNode?
        /// Of a DISTINCT argument.
        var interner: KeyInterner?
    }
    private(set) var items: [Item] = []
    /// By aggregate of the plan: the item it reads.
    private(set) var itemOf: [Int] = []
    let calls: [AggregateCall]

    init(_ calls: [AggregateCall]) {
        self.calls = calls
        for call in calls {
            let kind = call.isDistinct ? .distinct : Self.kind(call.function)
            let known = items.firstIndex {
                $0.kind == kind && $0.argument?.expression == call.argument && $0.filter?.expression == call.filter
            }
            if let known {
                itemOf.append(known)
                continue
            }
            itemOf.append(items.count)
            items.append(
                Item(
                    kind: kind, argument: call.argument.map { ExpressionNode($0) }, filter: call.filter.map { ExpressionNode($0) },
                    interner: kind == .distinct ? KeyInterner(call.argument?.type ?? .null) : nil))
        }
    }

    private static func kind(_ function: AggregateFunction) -> Kind {
        switch function {
        case .countStar: .rows
        case .count: .count
        case .sum, .avg: .sum
        case .min: .minimum
        case .max: .maximum
        case .stddevSamp, .stddevPop, .varSamp, .varPop: .moments
        case .quantileCont, .quantileDisc: .quantiles
        }
    }

    /// Empty states.
    func accumulators() -> [any Accumulator] {
        items.map { item in
            if let interner = item.interner { return DistinctAccumulator(interner) }
            return Self.accumulator(item.kind, item.argument?.type ?? .null)
        }
    }

    private static func accumulator(_ kind: Kind, _ type: ScalarType) -> any Accumulator {
        switch kind {
        case .rows: CountAccumulator(countsNulls: true)
        case .count, .distinct: CountAccumulator(countsNulls: false)
        case .sum: SumAccumulator(type)
        case .moments: MomentAccumulator()
        case .minimum: ExtremeAccumulator(type, isMax: false)
        case .maximum: ExtremeAccumulator(type, isMax: true)
        case .quantiles: QuantileAccumulator(type)
        }
    }

    /// The results by aggregate of the plan, one row for each group. Errors: those of interning distinct values.
    func results(_ states: [any Accumulator], groupCount: Int) throws(InteractionError) -> [Vector] {
        var sorted: [Int: QuantileValues] = [:]
        var results: [Vector] = []
        for (index, call) in calls.enumerated() {
            let item = itemOf[index]
            guard let distinct = states[item] as? DistinctAccumulator else {
                results.append(Self.result(call, states[item], item, &sorted, groupCount))
                continue
            }
            if call.function == .count {
                results.append(try distinct.counts())
                continue
            }
            let (groups, values) = try distinct.values()
            let inner = Self.accumulator(Self.kind(call.function), call.argument?.type ?? .null)
            inner.grow(to: groupCount)
            try inner.add(values, GroupRefs(.rows(groups), count: groups.count))
            var none: [Int: QuantileValues] = [:]
            results.append(Self.result(call, inner, item, &none, groupCount))
        }
        return results
    }

    private static func result(
        _ call: AggregateCall, _ state: any Accumulator, _ item: Int, _ sorted: inout [Int: QuantileValues], _ groupCount: Int
    ) -> Vector {
        switch state {
        case let state as CountAccumulator: return state.result()
        case let state as SumAccumulator: return call.function == .avg ? state.means() : state.sums()
        case let state as MomentAccumulator:
            return state.result(
                isSample: call.function == .stddevSamp || call.function == .varSamp,
                isRoot: call.function == .stddevSamp || call.function == .stddevPop)
        case let state as ExtremeAccumulator: return state.result()
        case let state as QuantileAccumulator:
            let values = sorted[item] ?? state.sorted()
            sorted[item] = values
            if case .quantileCont(let fraction) = call.function { return values.continuous(fraction) }
            if case .quantileDisc(let fraction) = call.function { return values.discrete(fraction) }
        default: break
        }
        return .nulls(call.type, count: groupCount)
    }
}
