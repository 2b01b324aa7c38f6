// The syntax tree of a statement.

/// One item of a SELECT list as written.
package enum SelectItemSyntax: Sendable {
    /// `*` or `interactions.*`, with what it leaves out and changes.
    case star(StarSyntax)
    case expression(ExpressionSyntax, alias: String?)
}

/// `*`, `name.*`, `* EXCLUDE (a, b)`, `* REPLACE (x + 1 AS x)`.
package struct StarSyntax: Sendable {
    package var offset: Int
    package var qualifier: String?
    package var excluded: [NamePart] = []
    package var replaced: [(ExpressionSyntax, NamePart)] = []
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

/// What stands after FROM.
package struct RelationSyntax: Sendable {
    package indirect enum Kind: Sendable {
        /// `interactions`, or the name of a WITH.
        case named(String)
        case subquery(SelectSyntax)
        /// `usage(period => 'week')`.
        case function(String, [TableArgumentSyntax])
    }
    package var kind: Kind
    package var offset: Int
    package var alias: String?
    /// `AS t(a, b)`: names for the first columns.
    package var columnNames: [String] = []
}

/// `name(a, b) AS (SELECT ...)` after WITH.
package struct NamedQuerySyntax: Sendable {
    package var name: String
    package var columnNames: [String]
    package var select: SelectSyntax
    /// AS MATERIALIZED: answered once, apart from the query around it.
    package var isMaterialized: Bool
    package var offset: Int
}

/// A SELECT as written.
package struct SelectSyntax: Sendable {
    /// The WITH before it.
    package var named: [NamedQuerySyntax] = []
    package var isDistinct = false
    package var items: [SelectItemSyntax] = []
    /// nil without FROM.
    package var relation: RelationSyntax?
    package var filter: ExpressionSyntax?
    package var group = GroupSyntax.none
    package var having: ExpressionSyntax?
    package var order: [OrderItemSyntax] = []
    package var limit: ExpressionSyntax?
    package var offset: ExpressionSyntax?
    /// Where the SELECT stands, for errors about it as a whole.
    package var place = 0
    /// The text between its parentheses, blanks joined; for the name of a column. Empty at the top.
    package var text = ""
}

extension SelectSyntax {
    /// Levels that one SELECT adds to the depth of what it holds: binding it takes about the stack of so many operators.
    static let levels = 4

    /// Levels of the tree, its deepest expression and subquery included.
    package var depth: Int {
        var deepest = 0
        func add(_ expression: ExpressionSyntax?) { deepest = max(deepest, expression?.depth ?? 0) }
        for query in named { deepest = max(deepest, query.select.depth) }
        switch relation?.kind {
        case .subquery(let inner): deepest = max(deepest, inner.depth)
        case .function(_, let arguments): for argument in arguments { add(argument.value) }
        case .named, nil: break
        }
        for item in items {
            switch item {
            case .expression(let expression, _): add(expression)
            case .star(let star): for (expression, _) in star.replaced { add(expression) }
            }
        }
        add(filter)
        if case .list(let keys) = group { for key in keys { add(key) } }
        add(having)
        for item in order { add(item.expression) }
        add(limit)
        add(offset)
        return deepest + Self.levels
    }
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
