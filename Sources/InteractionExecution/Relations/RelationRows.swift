// A plan without grouping over a relation: parts are filtered, and cut to the best n, each on some thread; what remains is put
// in order and only then projected. Rows without ORDER BY keep the order of the relation.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

struct RelationRows: Sendable {
    private let plan: SelectPlan
    private let items: [ExpressionNode]
    private let filter: RelationFilter
    /// Rows needed from the start, offset included.
    private let limit: Int?

    init(_ plan: SelectPlan) {
        self.plan = plan
        items = plan.projection.map { ExpressionNode($0.expression) }
        filter = RelationFilter(plan.filter)
        limit = plan.rowsNeeded
    }

    private struct Candidates: Sendable {
        /// Numbers of rows in the relation.
        var rows: [UInt32] = []
        var keys: [Vector] = []
        var byteCount: Int { rows.count * 4 + keys.reduce(0) { $0 + $1.byteCount } }
    }

    /// The visible columns. Errors: those of evaluating, `.limitReached`, `.cancelled`.
    func run(_ relation: MaterializedRelation, _ scan: UnitScan) throws(InteractionError) -> [Vector] {
        if limit == 0 { return plan.columns.map { .nulls($0.type, count: 0) } }
        if let columns = unchanged(relation) {
            try checkRowLimit(relation.rowCount, scan.options)
            return columns
        }
        let candidates = try candidates(relation, scan)
        var rows: [UInt32] = []
        for part in candidates { rows += part.rows }
        var keys: [Vector] = []
        for index in plan.order.indices {
            var builder = VectorBuilder(items[plan.order[index].item].type)
            for part in candidates { builder.append(part.keys[index]) }
            keys.append(builder.finish())
        }
        let order = RowOrder.sorted(rows.count, by: sortColumns(keys), limit: limit).dropFirst(plan.offset)
        try checkRowLimit(order.count, scan.options)
        return try project(Gather.pick(rows, Array(order)), relation, scan)
    }

    /// The columns as they are in the relation, where the plan takes all rows as they come; nil where it does not.
    private func unchanged(_ relation: MaterializedRelation) -> [Vector]? {
        guard plan.filter == nil, plan.order.isEmpty, limit == nil, plan.offset == 0 else { return nil }
        var columns: [Vector] = []
        for item in plan.projection.prefix(plan.projection.count - plan.hiddenItems) {
            guard case .column(.field(let field)) = item.expression, relation.columns.indices.contains(field.index) else { return nil }
            columns.append(relation.columns[field.index])
        }
        return columns
    }

    private func sortColumns(_ keys: [Vector]) -> [SortColumn] {
        zip(plan.order, keys).map {
            SortColumn($1, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst, ranksTexts: limit == nil)
        }
    }

    private func candidates(_ relation: MaterializedRelation, _ scan: UnitScan) throws(InteractionError) -> [Candidates] {
        let parts = relation.parts(scan.options)
        let found = Mutex<(list: [Candidates], bytes: Int)>(([Candidates](repeating: Candidates(), count: parts.count), 0))
        try RelationParts.run(parts, scan) { (index) throws(InteractionError) in
            let batch = try filter.select(relation, parts[index], scan.evaluator)
            var part = Candidates(rows: batch.numbers)
            for key in plan.order { part.keys.append(try scan.evaluator.evaluate(items[key.item], batch)) }
            if let limit, limit < part.rows.count {
                let best = RowOrder.sorted(part.rows.count, by: sortColumns(part.keys), limit: limit).sorted()
                part = Candidates(rows: Gather.pick(part.rows, best), keys: part.keys.map { $0.gathered(best) })
            }
            let made = part
            let bytes = found.withLock {
                $0.list[index] = made
                $0.bytes += made.byteCount
                return $0.bytes
            }
            try scan.hold(bytes, share: 0, "the rows of this query")
        }
        return found.withLock { $0.list }
    }

    /// The columns of the given rows, in their order.
    private func project(
        _ rows: [UInt32], _ relation: MaterializedRelation, _ scan: UnitScan
    ) throws(InteractionError) -> [Vector] {
        let visible = plan.projection.count - plan.hiddenItems
        let size = max(1, scan.options.relationRows)
        let parts = stride(from: 0, to: rows.count, by: size).map { $0..<min(rows.count, $0 + size) }
        let made = ProjectedParts(parts.count, items.prefix(visible))
        try RelationParts.run(parts, scan) { (index) throws(InteractionError) in
            let batch = RelationBatch(relation, rows: Array(rows[parts[index]]))
            var vectors: [Vector] = []
            for item in items.prefix(visible) { vectors.append(try scan.evaluator.evaluate(item, batch)) }
            try scan.hold(made.add(index, vectors), share: 1, "the rows of this query")
        }
        return (0..<visible).map { made.column($0, items[$0].type) }
    }
}

/// Runs over parts on the threads of a query.
enum RelationParts {
    static func run(
        _ parts: [Range<Int>], _ scan: UnitScan, _ body: @escaping @Sendable (Int) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        let next = NextIndex()
        let shares = min(scan.options.threads, parts.count)
        try scan.options.runner.run(count: shares, threads: shares) { (_) throws(InteractionError) in
            while true {
                let index = next.take()
                guard index < parts.count else { return }
                try scan.options.checkpoint()
                try body(index)
            }
        }
    }
}
