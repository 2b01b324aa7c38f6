// From groups to the rows of a result: having, projection, distinct, order, offset and limit.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// What a plan reads.
enum QueryInput {
    case oneRow
    case events
    /// The answer of a subquery.
    case relation(MaterializedRelation, RelationFilter)
}

enum GroupedResult {
    /// The visible columns of a grouped plan, or of a SELECT without FROM.
    static func columns(_ plan: SelectPlan, _ scan: UnitScan, _ input: QueryInput) throws(InteractionError) -> [Vector] {
        let evaluator = scan.evaluator
        var groups = VectorBatch(count: 1)
        if plan.isGrouped {
            do throws(InteractionError) {
                groups = try Self.groups(plan, scan, input)
            } catch {
                guard error.code == .limitReached else { throw error }
                if let spilled = SpilledDistinct(plan, scan, input) {
                    groups = try spilled.run()
                } else if let spilled = SpilledGroups(plan, scan, input) {
                    return try spilled.run()
                } else {
                    throw error
                }
            }
        }
        if case .oneRow = input, let filter = plan.filter, let rows = Logic.trueRows(try evaluator.evaluate(ExpressionNode(filter), VectorBatch(count: 1))) {
            // WHERE is false for the only row: an aggregation without keys still has its one group.
            if !plan.isGrouped || !plan.keys.isEmpty {
                groups = VectorBatch(count: 0)
            } else if rows.isEmpty {
                groups = try GroupedQuery(plan).run(scan)
            }
        }
        var started = scan.meter.now
        if let having = plan.having {
            let before = groups.count
            if before > 0, let rows = Logic.trueRows(try evaluator.evaluate(ExpressionNode(having), groups)),
                let kept = groups.restricted(to: rows) as? VectorBatch
            {
                groups = kept
            }
            started = scan.meter.note(.having, rowsIn: before, rowsOut: groups.count, since: started)
        }
        var items: [Vector] = []
        for item in plan.projection { items.append(try evaluator.evaluate(ExpressionNode(item.expression), groups)) }
        started = scan.meter.note(.project, rowsIn: groups.count, rowsOut: groups.count, since: started)
        let visible = plan.projection.count - plan.hiddenItems
        let early = plan.isDistinct ? nil : plan.rowsNeeded
        var order = plan.order.enumerated().map { place, key in
            SortColumn(
                items[key.item], isDescending: key.isDescending, nullsFirst: key.nullsFirst,
                ranksTexts: place == 0 || early == nil)
        }
        // Group keys break ties.
        for key in groups.keys { order.append(SortColumn(key, ranksTexts: early == nil || (order.isEmpty))) }
        var rows = RowOrder.sorted(groups.count, by: order, limit: early)
        if plan.isDistinct { rows = distinct(items.prefix(visible), rows) }
        rows = Array(rows.dropFirst(plan.offset).prefix(plan.limit ?? .max))
        let columns = items.prefix(visible).map { $0.spread().gathered(rows) }
        scan.meter.note(.order, rowsIn: groups.count, rowsOut: rows.count, since: started)
        return columns
    }

    static func groups(_ plan: SelectPlan, _ scan: UnitScan, _ input: QueryInput) throws(InteractionError) -> VectorBatch {
        let query = GroupedQuery(plan)
        switch input {
        case .events: return try query.run(scan)
        case .oneRow: return try query.runOverOneRow(scan.evaluator)
        case .relation(let relation, let filter): return try query.run(over: relation, filter, scan)
        }
    }

    /// The first of equal rows.
    static func distinct(_ columns: ArraySlice<Vector>, _ rows: [UInt32]) -> [UInt32] {
        var seen: Set<[ResultValue]> = []
        return rows.filter { row in seen.insert(columns.map { KeyCodes.canonical($0.value(Int(row))) }).inserted }
    }
}
