// How a query is run: threads, memory, deadline. Threads come from outside, because only the layer of files knows them.

import InteractionModel

/// Runs a loop on several threads.
package protocol ThreadRunner: Sendable {
    /// Calls `body` once for each index in `0..<count`, on up to `threads` threads, the caller's included, and waits for the
    /// end. Throws the error of the lowest failing index.
    func run(
        count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws(InteractionError) -> Void
    ) throws(InteractionError)
}

/// Everything on the caller's thread.
package struct CallerRunner: ThreadRunner {
    package init() {}

    package func run(
        count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        for index in 0..<count { try body(index) }
    }
}

/// Settings of one query.
package struct ExecutionOptions: Sendable {
    /// Most threads at work at once; at least 1.
    package var threads: Int
    package var runner: any ThreadRunner
    /// Bytes that states and results may hold.
    package var memoryBudget: Int
    /// Bytes of the budget that the answers of subqueries hold.
    var heldBytes = 0
    /// The table functions that plans may name.
    package var functions: [any TableFunction] = []
    /// Rows of a subquery's answer that are worked on at a time, at least.
    package var relationRows = 65_536
    /// Where states beyond the budget go; nil makes them an error.
    package var spill: (any SpillSpace)?
    /// Bytes of states beyond which they go there: half of the budget, because merging takes as much again.
    package var spillThreshold: Int
    /// Whether counts that the rollups of segments tell exactly are taken from them.
    package var usesRollups = true
    /// Most rows of a result; nil for any number. Beyond it is an error, never a cut.
    package var rowLimit: Int?
    /// Asked before each unit of work: throws `.cancelled` to stop.
    package var checkpoint: @Sendable () throws(InteractionError) -> Void
    /// Microseconds from any origin, for the elapsed time in provenance.
    package var clock: @Sendable () -> Int64

    package init(
        threads: Int = 1, runner: any ThreadRunner = CallerRunner(), memoryBudget: Int = 512 << 20,
        spill: (any SpillSpace)? = nil, rowLimit: Int? = nil,
        checkpoint: @escaping @Sendable () throws(InteractionError) -> Void = { () throws(InteractionError) in },
        clock: @escaping @Sendable () -> Int64 = { 0 }
    ) {
        self.threads = max(1, threads)
        self.runner = runner
        self.memoryBudget = memoryBudget
        self.spill = spill
        spillThreshold = memoryBudget / 2
        self.rowLimit = rowLimit
        self.checkpoint = checkpoint
        self.clock = clock
    }
}
