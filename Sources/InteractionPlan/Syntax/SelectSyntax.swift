// The syntax tree of a statement.

/// One item of a SELECT list as written.
package enum SelectItemSyntax: Sendable {
    /// `*` or `interactions.*`, at this offset.
    case star(Int, qualifier: String?)
    case expression(ExpressionSyntax, alias: String?)
}

/// One item of ORDER BY as written. Without an expression it is ALL.
package struct OrderItemSyntax: Sendable {
    package var expression: ExpressionSyntax?
    package var isDescending: Bool
    package var nullsFirst: Bool
    package var offset: Int
}

/// GROUP BY as written.
package enum GroupSyntax: Sendable {
    case none
    case all(Int)
    case list([ExpressionSyntax])
}

/// A SELECT as written.
package struct SelectSyntax: Sendable {
    package var isDistinct = false
    package var items: [SelectItemSyntax] = []
    /// The relation after FROM with its place and alias; nil without FROM.
    package var relation: (name: String, offset: Int, alias: String?)?
    package var filter: ExpressionSyntax?
    package var group = GroupSyntax.none
    package var having: ExpressionSyntax?
    package var order: [OrderItemSyntax] = []
    package var limit: ExpressionSyntax?
    package var offset: ExpressionSyntax?
    /// Where the SELECT stands, for errors about it as a whole.
    package var place = 0
}

/// What to do with a query.
public enum StatementKind: Sendable, Hashable {
    /// Answer it.
    case query
    /// EXPLAIN: print its plan.
    case explain
    /// EXPLAIN ANALYZE: answer it and print the plan with what was read and how long it took.
    case explainAnalyze
}

/// A statement as written.
package struct StatementSyntax: Sendable {
    package var kind: StatementKind
    package var select: SelectSyntax
}
