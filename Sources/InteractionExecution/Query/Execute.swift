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

/// The plans of one query, answered one after another: subqueries first, each into a relation that later plans read.
private struct QueryExecution {
    private let sources: [any SegmentSource]
    private let options: ExecutionOptions
    private var results = SubqueryResults()
    /// What all plans so far read.
    private(set) var provenance = Provenance()

    init(_ sources: [any SegmentSource], _ options: ExecutionOptions) {
        self.sources = sources
        self.options = options
        provenance.range = .none
    }

    /// Answers what `plan` needs, in order. A result is let go after the last plan that reads it.
    mutating func answerSubqueries(of plan: SelectPlan) throws(InteractionError) {
        let needed = plan.subqueriesNeeded
        var readers: [Int: Int] = [:]
        for number in plan.subqueriesRead { readers[number, default: 0] += 1 }
        for number in needed { for read in plan.subqueries[number].subqueriesRead { readers[read, default: 0] += 1 } }
        for number in needed {
            let subquery = plan.subqueries[number]
            let columns = try answer(subquery, number: number)
            results.add(MaterializedRelation(columns: columns, rowCount: columns.first?.count ?? 0), number: number)
            for read in subquery.subqueriesRead {
                readers[read, default: 0] -= 1
                if readers[read] == 0 { results.remove(read) }
            }
            guard results.byteCount <= options.memoryBudget else {
                throw InteractionError(
                    .limitReached, "the rows of subqueries need more than the memory budget of \(options.memoryBudget >> 20) MiB",
                    hint: "filter or group inside the subquery, or raise the budget")
            }
        }
    }

    /// The columns of a plan without grouping.
    private static func rows(_ plan: SelectPlan, _ scan: UnitScan) throws(InteractionError) -> [Vector] {
        do throws(InteractionError) {
            return try RowQuery(plan).run(scan)
        } catch {
            guard error.code == .limitReached, let spilled = SpilledRows(plan, scan) else { throw error }
            return try spilled.run()
        }
    }

    /// The visible columns of a plan, or of the subquery of a number; those of a subquery may be constants.
    mutating func answer(_ plan: SelectPlan, number: Int? = nil) throws(InteractionError) -> [Vector] {
        let plan = PlanShape.withDistinctAsGroups(try results.resolved(plan))
        var options = options
        options.heldBytes = results.byteCount
        if number != nil { options.rowLimit = nil }
        let isScan = plan.relation == .interactions
        let scan = UnitScan(isScan ? sources : [], ScanFilter(isScan ? plan.filter : nil), options, Evaluator(results))
        let columns: [Vector]
        switch plan.relation {
        case .oneRow: columns = try GroupedResult.columns(plan, scan, .oneRow)
        case .interactions:
            columns = plan.isGrouped ? try GroupedResult.columns(plan, scan, .events) : try Self.rows(plan, scan)
            provenance.range = provenance.range.hull(scan.filter.pruning)
        case .subquery(let number):
            let relation = try results.relation(number)
            columns =
                plan.isGrouped
                ? try GroupedResult.columns(plan, scan, .relation(relation, RelationFilter(plan.filter))) : try RelationRows(plan).run(relation, scan)
        }
        provenance.isExact = provenance.isExact && !plan.aggregates.contains { $0.function.isApproximate }
        provenance.scan.add(scan.read)
        provenance.memory.add(scan.memoryUse)
        provenance.operators += scan.meter.list.map { facts in
            var facts = facts
            facts.subquery = number
            return facts
        }
        provenance.threads = max(provenance.threads, scan.shareCount)
        return columns
    }
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
