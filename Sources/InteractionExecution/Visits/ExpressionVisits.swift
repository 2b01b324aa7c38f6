// Visits of units that are a value of the event: a grouped query by value and slot, in the order of values, so that all visits of a
// unit come one after another. Values are equal as GROUP BY has it.

import InteractionModel
import InteractionPlan

extension VisitRequest {
    /// The plan that gives, for each unit and slot in order: unit, first instant of the slot (of the UTC day where slots roll),
    /// first start, first and last return.
    func plan(of unit: Expression, _ filter: Expression?, _ part: DatePart, _ zone: ZoneRules) -> SelectPlan {
        let time = Expression.column(.timestamp)
        let slot: Expression
        if case .calendar = slots {
            slot = .call(zone.isUTC ? .dateTrunc(part) : .zonedTrunc(part, zone), [time], .timestamp)
        } else {
            slot = .call(.dateTrunc(.day), [time], .timestamp)
        }
        let aggregates = [
            AggregateCall(.min, time, filter: start, type: .timestamp), AggregateCall(.min, time, filter: back, type: .timestamp),
            AggregateCall(.max, time, filter: back, type: .timestamp),
        ]
        // Equal aggregates stand in a plan once.
        let distinct = aggregates.enumerated().filter { index, call in !aggregates[..<index].contains(call) }.map(\.element)
        let known = Expression.not(.isNull(unit))
        let terms = [filter, known].compactMap { $0 }
        return SelectPlan(
            filter: terms.count > 1 ? .and(terms) : known, isGrouped: true, keys: [unit, slot], aggregates: distinct,
            projection: [
                ProjectionItem(name: "unit", expression: .key(0, unit.type)), ProjectionItem(name: "slot", expression: .key(1, .timestamp)),
            ] + aggregates.enumerated().map { index, call in
                ProjectionItem(name: "time\(index)", expression: .aggregate(distinct.firstIndex(of: call) ?? 0, .timestamp))
            },
            order: [SortKey(item: 0), SortKey(item: 1)])
    }

    /// The plan of the first and last instant of the chosen events.
    static func range(_ filter: Expression?) -> SelectPlan {
        let calls = [AggregateFunction.min, .max].map { AggregateCall($0, .column(.timestamp), type: .timestamp) }
        return SelectPlan(
            filter: filter, isGrouped: true, aggregates: calls,
            projection: calls.indices.map { ProjectionItem(name: "time\($0)", expression: .aggregate($0, .timestamp)) })
    }
}

extension VisitJoin {
    /// Folds the units of the rows of `VisitRequest.plan(of:)`. Errors: `.limitReached` beyond the budget, `.cancelled`.
    func fold<Fold: VisitFold>(_ rows: [Vector], _ empty: Fold) throws(InteractionError) -> Fold {
        guard rows.count == 5, let count = rows.first?.count else { return empty }
        var fold = empty
        var states = VisitStates(request, buckets, bitCount: bitCount)
        func time(_ column: Int, _ row: Int) -> Int64? {
            if case .timestamp(let instant) = rows[column].value(row) { return instant }
            return nil
        }
        var row = 0
        while row < count {
            let unit = rows[0].value(row)
            let number = states.units.count
            states.grow(to: number + 1)
            while row < count, ResultValue.order(unit, rows[0].value(row)) == 0 {
                let (start, first, last) = (time(2, row), time(3, row), time(4, row))
                if request.slots == .calendar {
                    let bucket = buckets.index(of: time(1, row) ?? 0)
                    if start != nil || last != nil { states.visit(number, bucket: bucket, start: start ?? .max, back: last ?? .min) }
                } else {
                    if let start { states.begin(number, at: start) }
                    if let first, let last { states.comeBack(number, first: first, last: last) }
                }
                row += 1
            }
            guard states.units.count == Self.batchUnits || row == count else { continue }
            try options.checkpoint()
            try check(states.byteCount + fold.byteCount + rows.reduce(options.heldBytes) { $0 + $1.byteCount })
            states.end()
            fold.take(states.units)
            states.removeAll()
        }
        return fold
    }
}
