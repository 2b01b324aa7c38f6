// The syntax tree of an expression: what was written and where, nothing resolved. Its depth is bounded when it is built,
// so that no later recursion can overflow the stack.

/// A name or key on the way to a column, with its place.
package struct NamePart: Sendable, Hashable {
    package var text: String
    package var isQuoted: Bool
    /// Written as `['key']` (or `->'key'`), not after a point.
    package var isSubscript: Bool
    package var offset: Int
}

/// A function call as written.
package struct CallSyntax: Sendable {
    package var name: String
    package var arguments: [ExpressionSyntax]
    /// `count(*)`.
    package var isStar = false
    package var isDistinct = false
    /// ORDER BY inside the call, or WITHIN GROUP.
    package var order: [OrderItemSyntax] = []
    package var filter: ExpressionSyntax?
}

/// An expression as written.
package struct ExpressionSyntax: Sendable {
    package indirect enum Kind: Sendable {
        case literal(Literal)
        /// A number with an exponent, with its text for the column's name.
        case double(Double, String)
        case interval(Interval, String)
        case parameter(String)
        case name([NamePart])
        case call(CallSyntax)
        /// `[a, b]`.
        case list([ExpressionSyntax])
        /// `value[index]`.
        case element(ExpressionSyntax, ExpressionSyntax)
        /// `value[from:to]`; either may be left out.
        case slice(ExpressionSyntax, ExpressionSyntax?, ExpressionSyntax?)
        /// `value->path` or `value->>path` of anything but a column's own property, with the operator as written.
        case arrow(ExpressionSyntax, ExpressionSyntax, isText: Bool)
        case negate(ExpressionSyntax)
        case plus(ExpressionSyntax)
        case not(ExpressionSyntax)
        /// The operand of IS TRUE: read as a condition.
        case truth(ExpressionSyntax)
        case arithmetic(ArithmeticOperator, ExpressionSyntax, ExpressionSyntax)
        /// `^` or `**`, as written.
        case power(String, ExpressionSyntax, ExpressionSyntax)
        case comparison(ComparisonOperator, ExpressionSyntax, ExpressionSyntax)
        case and([ExpressionSyntax])
        case or([ExpressionSyntax])
        case isNull(ExpressionSyntax, isNegated: Bool)
        case between(ExpressionSyntax, ExpressionSyntax, ExpressionSyntax, isNegated: Bool)
        case inList(ExpressionSyntax, [ExpressionSyntax], isNegated: Bool)
        case like(ExpressionSyntax, ExpressionSyntax, escape: ExpressionSyntax?, caseInsensitive: Bool, isNegated: Bool)
        case conditional(operand: ExpressionSyntax?, [(ExpressionSyntax, ExpressionSyntax)], otherwise: ExpressionSyntax?)
        case cast(ExpressionSyntax, ScalarType, isTrying: Bool)
        /// `value AS DECIMAL(p, s)` and the integer types below BIGINT keep what was written, for the column's name.
        case namedCast(ExpressionSyntax, ScalarType, String, isTrying: Bool)
        /// `(SELECT ...)` as a value.
        case subquery(SelectSyntax)
        case exists(SelectSyntax)
        case inSubquery(ExpressionSyntax, SelectSyntax, isNegated: Bool)
    }

    package var kind: Kind
    /// UTF-8 offsets of the whole expression.
    package var range: Range<Int>
    /// Where an error about it points: the operator of a binary expression, else the start.
    package var place: Int
    /// Levels of the tree, 1 for a leaf.
    package var depth: Int
}

extension ExpressionSyntax {
    /// The expressions directly below; those of a subquery are not among them.
    package var children: [ExpressionSyntax] {
        switch kind {
        case .literal, .double, .interval, .parameter, .name, .subquery, .exists: []
        case .inSubquery(let a, _, _): [a]
        case .call(let call): call.arguments + call.order.compactMap(\.expression) + (call.filter.map { [$0] } ?? [])
        case .list(let all): all
        case .element(let a, let b), .arrow(let a, let b, _): [a, b]
        case .slice(let a, let from, let to): [a] + [from, to].compactMap { $0 }
        case .negate(let a), .plus(let a), .not(let a), .truth(let a), .isNull(let a, _), .cast(let a, _, _), .namedCast(let a, _, _, _): [a]
        case .arithmetic(_, let a, let b), .power(_, let a, let b), .comparison(_, let a, let b): [a, b]
        case .and(let all), .or(let all): all
        case .between(let a, let b, let c, _): [a, b, c]
        case .inList(let a, let list, _): [a] + list
        case .like(let a, let b, let escape, _, _): [a, b] + (escape.map { [$0] } ?? [])
        case .conditional(let operand, let branches, let otherwise):
            (operand.map { [$0] } ?? []) + branches.flatMap { [$0.0, $0.1] } + (otherwise.map { [$0] } ?? [])
        }
    }
}
