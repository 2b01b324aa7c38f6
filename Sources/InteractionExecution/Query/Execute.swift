// The door of the engine: a bound plan and the sources of a snapshot in, columns out.
//   scan -> filter -> group or rows -> having -> projection -> distinct -> order -> offset and limit

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// Answers a plan over sources. `sources` are the events of one snapshot; their order only decides which work starts first.
/// Rows without ORDER BY come in event order (groups: by their keys), so an answer never differs from run to run. Errors:
/// `.invalidQuery` for values an operation refuses, `.limitReached` beyond budget or row limit, `.cancelled`, and those of
/// reading. Blocks: call it on an own thread.
package func execute(
    _ plan: SelectPlan, sources: [any SegmentSource], options: ExecutionOptions
) throws(InteractionError) -> QueryResult {
    let started = options.clock()
    let ordered = sources.sorted {
        ($0.facts.day, $0.facts.firstSequence) < ($1.facts.day, $1.facts.firstSequence)
    }
    var run = QueryExecution(ordered, options)
    try run.answerSubqueries(of: plan)
    let columns = try run.answer(plan).map { $0.spread() }
    let rowCount = columns.first?.count ?? 0
    try checkRowLimit(rowCount, options)
    var provenance = run.provenance
    if let first = ordered.map(\.facts.firstTimestamp).min(), let last = ordered.map(\.facts.lastTimestamp).max() {
        provenance.sourceRange = first...last
    }
    provenance.elapsedMicroseconds = options.clock() - started
    let visible = zip(plan.columns, columns)
    return QueryResult(
        columns: visible.map { QueryResult.Column(name: $0.name, type: $0.type, values: $1) }, rowCount: rowCount,
        provenance: provenance)
}

/// Errors: `.limitReached` when there are more rows than allowed.
func checkRowLimit(_ rows: Int, _ options: ExecutionOptions) throws(InteractionError) {
    if let limit = options.rowLimit, rows > limit {
        throw InteractionError(.limitReached, "the result has \(rows) rows, more than the limit of \(limit)", hint: "add LIMIT")
    }
}

enum PlanShape {
    /// SELECT DISTINCT of rows is grouping by the projection.
    static func withDistinctAsGroups(_ plan: SelectPlan) -> SelectPlan {
        guard plan.isDistinct, !plan.isGrouped else { return plan }
        var grouped = plan
        grouped.isGrouped = true
        grouped.isDistinct = false
        grouped.keys = plan.projection.map(\.expression)
        grouped.projection = plan.projection.enumerated().map {
            ProjectionItem(name: $1.name, expression: .key($0, $1.expression.type))
        }
        return grouped
    }
}
