// What a table function works with: its call, the events that the call lets through, and the engine for questions about them. What
// it reads is counted here.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// One run of a table function. Used by one thread; the questions asked of it use all threads of the query.
package final class TableFunctionContext {
    package let call: TableFunctionCall
    let sources: [any SegmentSource]
    let options: ExecutionOptions
    /// What was read so far.
    private(set) var provenance = Provenance()
    private var lastFolded: ObjectIdentifier?

    init(_ call: TableFunctionCall, _ sources: [any SegmentSource], _ options: ExecutionOptions) {
        self.call = call
        self.sources = sources
        self.options = options
        provenance.range = .none
    }

    /// The rows of the function, with the columns that a plan reads; others are NULL.
    func run(reading columns: [ColumnReference]) throws(InteractionError) -> MaterializedRelation {
        guard let function = options.functions.first(where: { $0.signature.name == call.name }) else {
            throw InteractionError(.invalidQuery, "the table function \(call.name)() is not known here")
        }
        var wanted: Set<Int> = []
        for case .field(let field) in columns { wanted.insert(field.index) }
        let rows = try function.rows(wanted, self)
        var vectors: [Vector] = []
        for (index, column) in call.columns.enumerated() {
            let vector = rows.columns[index] ?? .nulls(column.type, count: rows.rowCount)
            guard vector.count == rows.rowCount, vector.type == column.type else {
                throw InteractionError(
                    .invalidQuery, "\(call.name)() gave \(vector.count) values of type \(vector.type) for the column \(column.name)")
            }
            vectors.append(vector)
        }
        return MaterializedRelation(columns: vectors, rowCount: rows.rowCount)
    }

    /// The columns of a query over the call's events, in the call's zone. Positional parameters are bound to its `?`; arguments
    /// that are expressions or conditions are read as columns of the names of their parameters. Errors: those of a query.
    package func answer(_ sql: String, _ parameters: [Literal] = []) throws(InteractionError) -> [Vector] {
        try answer(sql, parameters, over: call.filter)
    }

    /// The same over the events of another filter than the call's; nil for all.
    package func answer(
        _ sql: String, _ parameters: [Literal] = [], over filter: Expression?
    ) throws(InteractionError) -> [Vector] {
        var context = QueryContext(
            now: call.now, parameters: QueryParameters(positional: parameters), zone: call.zone, metrics: call.metrics)
        for (name, argument) in call.arguments { if case .expression(let value) = argument { context.expressions[name] = value } }
        var plan = try BoundQuery.bind(sql, context: context).plan
        if let filter { plan = plan.restricted(to: filter) }
        return try answer(plan)
    }

    /// The columns of a plan over the events of the store, of which the plan itself chooses. Errors: those of a query.
    func answer(_ plan: SelectPlan) throws(InteractionError) -> [Vector] {
        var run = QueryExecution(sources, options)
        try run.answerSubqueries(of: plan)
        let columns = try run.answer(plan, number: 0)
        provenance.add(run.provenance, of: nil)
        return columns.map { $0.spread() }
    }

    /// A pass over the call's events in unit order. Errors: those of reading, `.limitReached`.
    package func stream(_ request: StreamRequest) throws(InteractionError) -> UnitStream {
        try stream(request, over: call.filter)
    }

    /// The same over the events of another filter than the call's; nil for all.
    package func stream(_ request: StreamRequest, over filter: Expression?) throws(InteractionError) -> UnitStream {
        try UnitStream(request, sources, filter, options)
    }

    /// Folds a stream, and counts what it read. Errors: those of `UnitStream.run`.
    package func fold<Fold: UnitFold>(
        _ stream: UnitStream, _ make: @escaping @Sendable () -> Fold
    ) throws(InteractionError) -> Fold {
        let started = options.clock()
        let fold = try stream.run(make)
        // Of several passes over the same events one is told.
        if lastFolded != ObjectIdentifier(stream) { provenance.scan.add(stream.read) }
        lastFolded = ObjectIdentifier(stream)
        provenance.range = provenance.range.hull(stream.scan.filter.pruning)
        provenance.threads = max(provenance.threads, options.threads)
        provenance.memory.peakBytes = max(provenance.memory.peakBytes, stream.scan.memoryUse.peakBytes)
        var facts = OperatorFacts(name: .group)
        facts.rowsIn = stream.read.rowsSelected
        facts.microseconds = options.clock() - started
        provenance.operators.append(facts)
        return fold
    }

    /// How many users were active on each local day of the call's events (`ActiveUsers`). nil when there is no event.
    package func activeUsers(
        windows: [Int], bucket: (Day) -> Day
    ) throws(InteractionError) -> ActiveUsers? {
        let scan = ActiveDayScan(sources, ScanFilter(call.filter), call.zone, options)
        let days = try scan.run()
        provenance.scan.add(scan.read)
        provenance.range = provenance.range.hull(scan.filter.pruning)
        provenance.threads = max(provenance.threads, options.threads)
        let started = options.clock()
        let users = try ActiveUsers(days, windows: windows, bucket: bucket, options)
        provenance.memory.peakBytes = max(provenance.memory.peakBytes, days.byteCount + options.heldBytes)
        var facts = OperatorFacts(name: .group)
        facts.rowsIn = days.rowCount
        facts.rowsOut = users?.daily.count ?? 0
        facts.microseconds = options.clock() - started
        provenance.operators.append(facts)
        return users
    }

    /// Notes what a scan of the call's events read.
    func note(_ read: ScanFacts, _ filter: ScanFilter, _ memory: MemoryUse) {
        provenance.scan.add(read)
        provenance.range = provenance.range.hull(filter.pruning)
        provenance.threads = max(provenance.threads, options.threads)
        provenance.memory.add(memory)
    }

    /// Notes a step and the bytes that it held.
    func note(_ facts: OperatorFacts, peakBytes: Int) {
        provenance.operators.append(facts)
        provenance.memory.peakBytes = max(provenance.memory.peakBytes, peakBytes)
    }
}
