// Answers the plans of one query one after another: subqueries and table functions first, each into a relation that later plans
// read.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// The plans of one query, answered one after another: subqueries first, each into a relation that later plans read.
struct QueryExecution {
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
        case .function(let call):
            let context = TableFunctionContext(call, sources, options)
            let relation = try context.run(reading: plan.columnsRead)
            columns = try RelationRows(plan).run(relation, scan)
            provenance.add(context.provenance, of: number)
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
        provenance.add(scan.meter.list, of: number)
        provenance.threads = max(provenance.threads, scan.shareCount)
        return columns
    }
}

extension Provenance {
    /// Adds what a table function read for the subquery of a number.
    mutating func add(_ other: Provenance, of number: Int?) {
        isExact = isExact && other.isExact
        scan.add(other.scan)
        range = range.hull(other.range)
        memory.add(other.memory)
        add(other.operators, of: number)
        threads = max(threads, other.threads)
    }

    mutating func add(_ steps: [OperatorFacts], of number: Int?) {
        operators += steps.map { facts in
            var facts = facts
            facts.subquery = number
            return facts
        }
    }
}
