// The rows that a partition of groups gives: having and projection applied, in order, with the columns that the merge of all
// partitions compares.

import InteractionCoding
import InteractionModel
import InteractionPlan

struct GroupedLayout: Sendable {
    private let plan: SelectPlan
    /// The visible items, then what else the order reads.
    private let expressions: [ExpressionNode]
    let order: [MergeOrder]
    private let having: ExpressionNode?

    init(_ plan: SelectPlan) {
        self.plan = plan
        having = plan.having.map { ExpressionNode($0) }
        var expressions = plan.projection.dropLast(plan.hiddenItems).map(\.expression)
        func column(_ expression: Expression) -> Int {
            if let known = expressions.firstIndex(of: expression) { return known }
            expressions.append(expression)
            return expressions.count - 1
        }
        var order = plan.order.map {
            MergeOrder(
                column: column(plan.projection[$0.item].expression), isDescending: $0.isDescending, nullsFirst: $0.nullsFirst)
        }
        // Group keys break ties.
        for (index, key) in plan.keys.enumerated() { order.append(MergeOrder(column: column(.key(index, key.type)))) }
        self.order = order
        self.expressions = expressions.map { ExpressionNode($0) }
    }

    var types: [ScalarType] { expressions.map(\.type) }
    var visible: Int { plan.projection.count - plan.hiddenItems }

    /// The rows of some groups in order, no more than can be part of the result. Errors: those of evaluating.
    func rows(_ groups: VectorBatch, _ evaluator: Evaluator) throws(InteractionError) -> (columns: [Vector], count: Int) {
        var groups = groups
        if let having, groups.count > 0, let rows = Logic.trueRows(try evaluator.evaluate(having, groups)),
            let kept = groups.restricted(to: rows) as? VectorBatch
        {
            groups = kept
        }
        var columns: [Vector] = []
        for node in expressions { columns.append(try evaluator.evaluate(node, groups).spread()) }
        let keys = order.map {
            SortColumn(columns[$0.column], isDescending: $0.isDescending, nullsFirst: $0.nullsFirst, ranksTexts: true)
        }
        let rows = RowOrder.sorted(groups.count, by: keys, limit: plan.isDistinct ? nil : plan.rowsNeeded)
        return (columns.map { $0.gathered(rows) }, rows.count)
    }

    /// The visible columns of all partitions' rows. Errors: those of temporary files.
    func result(_ runs: SortedRuns, _ scan: UnitScan) throws(InteractionError) -> [Vector] {
        guard plan.isDistinct else { return try runs.merged(offset: plan.offset, limit: plan.limit, scan) }
        let columns = try runs.merged(offset: 0, limit: nil, scan)
        let all = (0..<UInt32(truncatingIfNeeded: columns.first?.count ?? 0)).map { $0 }
        let rows = GroupedResult.distinct(columns[...], all)
        let kept = Array(rows.dropFirst(plan.offset).prefix(plan.limit ?? .max))
        return columns.map { $0.gathered(kept) }
    }
}
