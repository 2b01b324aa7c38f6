// What each step of a query did, in the order of the steps: rows in and out, and the time that threads spent in it.

import InteractionModel
import Synchronization

/// A step of a query.
package enum QueryOperator: String, Sendable, Hashable, CaseIterable {
    /// Decides which rows pass, reading what the conditions read.
    case filter
    /// Rows into partitions of temporary files.
    case partition
    /// Rows to groups and states.
    case group
    /// States of threads, or sorted parts, into one.
    case merge
    case having
    /// Sorting, or keeping the first n; distinct rows; offset and limit.
    case order
    /// The columns of the result.
    case project
}

/// What one step did.
package struct OperatorFacts: Sendable, Hashable {
    package var name: QueryOperator
    /// Of the subquery of this number; nil for the query itself.
    package var subquery: Int?
    package var rowsIn = 0
    package var rowsOut = 0
    /// Added over all threads.
    package var microseconds: Int64 = 0
}

/// Adds up what the steps do. Safe from any thread; noted once for each unit of work, never for each row.
final class OperatorMeter: Sendable {
    private let clock: @Sendable () -> Int64
    private let facts = Mutex<[QueryOperator: OperatorFacts]>([:])

    init(_ clock: @escaping @Sendable () -> Int64) { self.clock = clock }

    /// A moment to measure from.
    var now: Int64 { clock() }

    /// Notes rows and the time since `start`; the moment of noting is where the next step starts.
    @discardableResult
    func note(_ name: QueryOperator, rowsIn: Int, rowsOut: Int, since start: Int64) -> Int64 {
        let end = clock()
        facts.withLock { facts in
            var entry = facts[name] ?? OperatorFacts(name: name)
            entry.rowsIn += rowsIn
            entry.rowsOut += rowsOut
            entry.microseconds += end - start
            facts[name] = entry
        }
        return end
    }

    /// The steps that were taken, in order.
    var list: [OperatorFacts] {
        let facts = self.facts.withLock { $0 }
        return QueryOperator.allCases.compactMap { facts[$0] }
    }

    func reset() { facts.withLock { $0 = [:] } }
}
