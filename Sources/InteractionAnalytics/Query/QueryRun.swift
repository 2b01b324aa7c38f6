// One query from text to answer: bind, explain or run, on own threads.

import InteractionExecution
import InteractionFiles
import InteractionPlan
import InteractionSegment
import InteractionStorage

/// Limits of one query.
public struct QueryLimits: Sendable, Hashable {
    /// Most threads; nil for all processors.
    public var threads: Int?
    /// Bytes that intermediate states and the result may hold.
    public var memoryBytes: Int
    /// Whether groups, distinct values and rows in an order go to temporary files beyond `memoryBytes`, instead of being an error.
    /// The result itself always has to fit.
    public var spills: Bool
    /// An existing directory for temporary files, outside of any store; nil for the system's (`TMPDIR`, else `/tmp`). Nothing
    /// is left there, whatever ends the query.
    public var temporaryDirectory: String?
    /// Whether counts that the rollups of segments tell exactly are taken from them; without, all rows are read.
    public var usesRollups: Bool
    /// Most rows of the result: beyond it is an error, never a cut. nil for any number.
    public var rows: Int?
    /// Longest time; nil for none.
    public var time: Duration?

    public init(
        threads: Int? = nil, memoryBytes: Int = 512 << 20, rows: Int? = nil, time: Duration? = nil, spills: Bool = true,
        temporaryDirectory: String? = nil, usesRollups: Bool = true
    ) {
        self.threads = threads
        self.memoryBytes = memoryBytes
        self.rows = rows
        self.time = time
        self.spills = spills
        self.temporaryDirectory = temporaryDirectory
        self.usesRollups = usesRollups
    }
}

/// Binding and running of queries.
package struct QueryRun: Sendable {
    package var bound: BoundQuery
    package var limits: QueryLimits

    /// Binds a text. `range` keeps the events of [from, to) only, before the question is asked. Errors: `.invalidQuery` with the
    /// position. `labels` are those of the store.
    package init(
        _ text: String, parameters: QueryParameters = QueryParameters(), now: Timestamp, zone: ZoneRules = .utc,
        labels: [String: String] = [:], range: Range<Timestamp>? = nil, limits: QueryLimits = QueryLimits()
    ) throws(InteractionError) {
        bound = try BoundQuery.bind(text, context: .asked(now: now, parameters: parameters, zone: zone, labels: labels))
        bound.plan = bound.plan.restricted(to: TimeRange(range))
        self.limits = limits
    }

    /// A call of a table function by itself, with all its columns or those of some names.
    package init(_ call: TableFunctionCall, columns: [String]? = nil, limits: QueryLimits = QueryLimits()) {
        bound = BoundQuery(plan: call.plan(columns))
        self.limits = limits
    }

    /// A query over the rows of a call. Its FROM names the function without arguments. Errors: `.invalidQuery`.
    package init(_ text: String, over call: TableFunctionCall, limits: QueryLimits = QueryLimits()) throws(InteractionError) {
        try self.init(text, now: call.now, zone: call.zone, limits: limits)
        bound.plan = bound.plan.reading(call)
    }

    /// Takes what an answer over a snapshot had to do without into its provenance. Files whose days the filter leaves out do not
    /// matter to it.
    package func finished(_ answer: PartialAnswer<QueryResult>) -> QueryResult {
        var result = answer.value
        guard bound.plan.readsEvents else { return result }
        let range = result.range
        result.provenance.missing = range.isEmpty ? [] : answer.concerning(from: range.from, to: range.to).missingEvents
        return result
    }

    /// Answers over sources. Blocks; `isCancelled` is asked before each unit of work.
    package func answer(
        _ sources: [any SegmentSource], isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(InteractionError) -> QueryResult {
        let clock = SystemTime.shared
        let deadline = limits.time.map { clock.nanoseconds &+ UInt64(clamping: $0.microseconds) &* 1000 }
        var options = ExecutionOptions(
            threads: limits.threads ?? WorkerThreads.processors, runner: WorkerRunner(), memoryBudget: limits.memoryBytes,
            spill: limits.spills ? TemporarySpace(directory: limits.temporaryDirectory ?? TemporarySpace.systemDirectory) : nil,
            rowLimit: limits.rows,
            checkpoint: { () throws(InteractionError) in
                if isCancelled() { throw InteractionError(.cancelled, "the query was cancelled") }
                if let deadline, clock.nanoseconds > deadline {
                    throw InteractionError(.cancelled, "the query took longer than its limit")
                }
            }, clock: { Int64(clamping: clock.nanoseconds / 1000) })
        options.functions = TableFunctions.all
        options.usesRollups = limits.usesRollups
        return QueryResult(try execute(bound.plan, sources: sources, options: options))
    }
}

extension QueryContext {
    /// A context that finds zones in the machine's zone files, with the labels of the store that is asked.
    static func asked(
        now: Timestamp, parameters: QueryParameters = QueryParameters(), zone: ZoneRules, labels: [String: String]
    ) -> QueryContext {
        var context = QueryContext(
            now: now, parameters: parameters, zone: zone, functions: TableFunctions.signatures
        ) { (name) throws(InteractionError) in
            name.uppercased() == "UTC" ? .utc : try ZoneNames.rules(named: name)
        }
        context.labels = labels
        return context
    }
}

/// The engine's loops on the worker threads.
struct WorkerRunner: ThreadRunner {
    func run(
        count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        try WorkerThreads.shared.parallel(count: count, threads: threads, body)
    }
}
