// What the steps of a query did: the numbers of EXPLAIN ANALYZE, which every answer carries.

import InteractionExecution

/// Row groups that a query left out, by reason.
public struct SkippedRowGroups: Sendable, Hashable {
    /// Their times lie outside the question's.
    public var byTime: Int
    /// No text in their dictionaries can pass.
    public var byDictionary: Int
    /// Their smallest and largest numbers cannot pass.
    public var byRange: Int
    /// They lie after the first rows that were asked for.
    public var byOrder: Int
    /// They were read, and no row passed.
    public var byCondition: Int

    public var total: Int { byTime + byDictionary + byRange + byOrder + byCondition }

    init(_ read: ScanFacts) {
        byTime = read.skipped[.time] ?? 0
        byDictionary = read.skipped[.dictionary] ?? 0
        byRange = read.skipped[.range] ?? 0
        byOrder = read.skipped[.order] ?? 0
        byCondition = read.skipped[.condition] ?? 0
    }

    /// Of both.
    func adding(_ other: SkippedRowGroups) -> SkippedRowGroups {
        var sum = self
        sum.byTime += other.byTime
        sum.byDictionary += other.byDictionary
        sum.byRange += other.byRange
        sum.byOrder += other.byOrder
        sum.byCondition += other.byCondition
        return sum
    }
}

/// One step.
public struct QueryStep: Sendable, Hashable {
    /// `filter`, `partition`, `group`, `merge`, `having`, `order`, `project`.
    public var name: String
    /// Of the subquery of this number, as EXPLAIN numbers them from 1; nil for the query itself.
    public var subquery: Int?
    public var rowsIn: Int
    public var rowsOut: Int
    /// Added over all threads.
    public var time: Duration

    init(_ facts: OperatorFacts) {
        name = facts.name.rawValue
        subquery = facts.subquery.map { $0 + 1 }
        rowsIn = facts.rowsIn
        rowsOut = facts.rowsOut
        time = .microseconds(facts.microseconds)
    }
}
