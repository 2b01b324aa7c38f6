// Aggregates over the elements of lists: each row is a group, each element a row of it.

import InteractionModel
import InteractionPlan

enum ListAggregate {
    /// `function` over the elements of each row's list; NULL for NULL. Errors: those of the aggregate.
    static func call(_ function: AggregateFunction, _ list: Vector, _ type: ScalarType, count: Int) throws(InteractionError) -> Vector {
        guard let (spans, elements) = list.spans() else { return .nulls(type, count: count) }
        var owners: [UInt32] = []
        var rows: [UInt32] = []
        for (row, span) in spans.enumerated() where !(list.validity.map { $0[row] == 0 } ?? false) {
            rows.append(contentsOf: span.start..<span.start + span.count)
            owners.append(contentsOf: repeatElement(UInt32(truncatingIfNeeded: row), count: Int(span.count)))
        }
        let values = elements.gathered(rows)
        let argument = Expression.key(0, values.type)
        let set = AggregateSet([AggregateCall(function, argument, type: type)])
        let states = set.accumulators()
        guard let state = states.first, let item = set.items.first else { return .nulls(type, count: count) }
        state.grow(to: spans.count)
        let groups = GroupRefs(.rows(owners), count: owners.count)
        if let ordered = state as? any OrderedAccumulator {
            try ordered.add(item.kind.ordersByArgument ? [values, values] : [values], EventPlaces(count: rows.count), groups)
        } else {
            try state.add(values, groups)
        }
        var result = try set.results(states, groupCount: spans.count)[0]
        if let mask = list.validity {
            // An aggregate over nothing may have a value (count); over no list it has none.
            let own = result.presence()
            let joined = mask.indices.map { mask[$0] & (own?[$0] ?? 1) }
            result = result.spread()
            result = result.masked(joined)
        }
        result.isConstant = list.isConstant
        result.count = count
        return result
    }
}

extension Vector {
    /// The same rows with those NULL where `mask` is 0. Not for constants.
    func masked(_ mask: [UInt8]) -> Vector {
        var result = self
        switch data {
        case .nulls: break
        case .text(let codes, let dictionary): result.data = .text(codes.indices.map { mask[$0] == 0 ? 0 : codes[$0] }, dictionary)
        case .variants(var values):
            for row in values.kinds.indices where mask[row] == 0 { values.kinds[row] = VariantKind.null.rawValue }
            result.data = .variants(values)
        default: result.validity = mask
        }
        return result
    }
}
