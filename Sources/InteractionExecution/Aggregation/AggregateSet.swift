// The aggregates of a plan as accumulators: aggregates over the same columns, order and filter share one (sum and avg, several
// quantiles), and the results are read from it at the end.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// What the aggregates of a plan gather. Shared by all threads; each makes its own accumulators from it.
struct AggregateSet: Sendable {
    /// One thing to gather.
    struct Item: Sendable {
        var kind: AggregateKind
        var argument: ExpressionNode?
        /// The second argument, or the keys of an order.
        var others: [ExpressionNode] = []
        var filter: ExpressionNode?
        /// Of values that are counted or told apart.
        var interner: KeyInterner?

        var nodes: [ExpressionNode] { (argument.map { [$0] } ?? []) + others }

        /// The property whose absence makes the argument NULL, when NULLs add nothing.
        var sparsePath: PropertyPath? {
            guard kind.skipsNulls, others.isEmpty else { return nil }
            switch argument?.expression {
            case .column(.property(let path)), .cast(.column(.property(let path)), _, .use): return path.keys.isEmpty ? nil : path
            default: return nil
            }
        }

        /// True when the argument is a column whose dictionaries its source keeps. Those of a property may be of one row group.
        var isKeptBySource: Bool {
            guard case .column(let column)? = argument?.expression else { return false }
            if case .property = column { return false }
            return true
        }
    }
    private(set) var items: [Item] = []
    /// By aggregate of the plan: the item it reads.
    private(set) var itemOf: [Int] = []
    let calls: [AggregateCall]

    init(_ calls: [AggregateCall]) {
        self.calls = calls
        for call in calls {
            let kind = AggregateKind(call)
            let others = [call.second].compactMap { $0 } + call.order.map(\.expression)
            let known = items.firstIndex {
                $0.kind == kind && $0.argument?.expression == call.argument && $0.filter?.expression == call.filter
                    && $0.others.map(\.expression) == others
            }
            if let known {
                itemOf.append(known)
                continue
            }
            itemOf.append(items.count)
            items.append(
                Item(
                    kind: kind, argument: call.argument.map { ExpressionNode($0) }, others: others.map { ExpressionNode($0) },
                    filter: call.filter.map { ExpressionNode($0) },
                    interner: kind.needsInterner ? KeyInterner(call.argument?.type ?? .null) : nil))
        }
    }

    /// True when some answer depends on the order of events.
    var needsPlaces: Bool { items.contains { $0.kind.needsPlaces } }

    /// Empty states. `ownsColumns` says that the dictionaries of columns are kept by no source, as those of temporary files.
    func accumulators(ownsColumns: Bool = false) -> [any Accumulator] {
        items.map { item in
            if item.kind == .distinct, let interner = item.interner {
                return DistinctAccumulator(interner, ownsTexts: ownsColumns || !item.isKeptBySource)
            }
            return item.kind.accumulator(item.nodes.map(\.type), item.interner)
        }
    }

    /// The results by aggregate of the plan, one row for each group. Errors: those of interning distinct values, and of
    /// functions whose result is out of range.
    func results(
        _ states: [any Accumulator], groupCount: Int, _ options: ExecutionOptions = ExecutionOptions()
    ) throws(InteractionError) -> [Vector] {
        var sorted: [Int: QuantileValues] = [:]
        for (item, state) in states.enumerated() {
            guard let state = state as? QuantileAccumulator else { continue }
            let values = state.sorted()
            try values.prepare(calls.indices.filter { itemOf[$0] == item }.map { calls[$0].function }, options)
            sorted[item] = values
        }
        var results: [Vector] = []
        for (index, call) in calls.enumerated() {
            let item = itemOf[index]
            guard let distinct = states[item] as? DistinctAccumulator else {
                results.append(try AggregateResult.vector(call, states[item], item, &sorted, groupCount))
                continue
            }
            if call.function == .count {
                results.append(try distinct.counts(options))
                continue
            }
            let (groups, values) = try distinct.values()
            let type = call.argument?.type ?? .null
            var plain = call
            plain.isDistinct = false
            let inner = AggregateKind(plain).accumulator([type], KeyInterner(type))
            inner.grow(to: groupCount)
            try inner.add(values, GroupRefs(.rows(groups), count: groups.count))
            var none: [Int: QuantileValues] = [:]
            results.append(try AggregateResult.vector(call, inner, item, &none, groupCount))
        }
        return results
    }
}
