// Limits on what a query can grow into. Aliases, BETWEEN, CASE with an operand and NULLIF repeat an expression; nested,
// they would double it at each level, so every copied node is counted against one budget of the query.

import InteractionModel

extension Binder {
    /// Most nodes copied in one query.
    static let maximumCopies = 100_000
    /// Most columns of a SELECT list, aggregates, and keys of ORDER BY: they are compared with each other.
    static let maximumItems = 4096
    /// Most keys of GROUP BY: every node above the grouping is compared with each.
    static let maximumKeys = 1000

    /// Counts `copies` more of `expression`; refuses the copy that exceeds the budget.
    func charge(_ expression: Expression, copies: Int = 1, at place: Int) throws(InteractionError) {
        guard copies > 0 else { return }
        var counted = 0
        expression.count(&counted, upTo: state.copiesLeft / copies)
        let (nodes, overflow) = counted.multipliedReportingOverflow(by: copies)
        guard !overflow, nodes <= state.copiesLeft, counted <= state.copiesLeft / copies else {
            throw source.error("The query repeats expressions more than \(Self.maximumCopies) times.", at: place)
        }
        state.copiesLeft -= nodes
    }

    func expectCount(_ count: Int, _ most: Int, _ what: String, at place: Int) throws(InteractionError) {
        if count > most { throw source.error("There are more than \(most) \(what).", at: place) }
    }

    /// Aliases of aliases nest without nesting in the text.
    func expectDepth(_ expression: Expression, at place: Int) throws(InteractionError) {
        if expression.isDeeper(than: Expression.maximumDepth) {
            throw source.error("This expression is deeper than \(Expression.maximumDepth) operators.", at: place)
        }
    }
}

extension Expression {
    /// Adds the number of nodes to `total`; stops soon after `limit`.
    fileprivate func count(_ total: inout Int, upTo limit: Int) {
        total += 1
        for child in children {
            if total > limit { return }
            child.count(&total, upTo: limit)
        }
    }

    fileprivate func isDeeper(than depth: Int) -> Bool { depth <= 0 || children.contains { $0.isDeeper(than: depth - 1) } }
}
