// The expression tree of a bound plan: every name resolved, every type known, every conversion explicit. It is made by
// the binder or by the typed builder; operators only read it. Depth is bounded by `Expression.maximumDepth`.

/// A typed expression over one row, or over the keys and aggregates of one group.
public indirect enum Expression: Sendable, Hashable {
    /// A constant. The type is the literal's own, except that NULL may have any type.
    case literal(Literal, ScalarType)
    /// A column of the row. Not in scope above an aggregation.
    case column(ColumnReference)
    /// Grouping key number i of `SelectPlan.keys`. Only in scope above an aggregation.
    case key(Int, ScalarType)
    /// The result of aggregate number i of `SelectPlan.aggregates`. Only in scope above an aggregation.
    case aggregate(Int, ScalarType)
    /// Minus a BIGINT, HUGEINT, DOUBLE or INTERVAL. Integers raise on overflow.
    case negate(Expression)
    /// Three-valued NOT of a BOOLEAN.
    case not(Expression)
    /// Arithmetic; the type is the result's.
    case arithmetic(ArithmeticOperator, Expression, Expression, ScalarType)
    /// Comparison of two operands of the same type; BOOLEAN.
    case comparison(ComparisonOperator, Expression, Expression)
    /// Three-valued AND of two or more BOOLEANs.
    case and([Expression])
    /// Three-valued OR of two or more BOOLEANs.
    case or([Expression])
    /// IS NULL; of a variant also true where the property is absent or JSON null.
    case isNull(Expression)
    /// `x IN (list)`: true when one element equals, else NULL when x or an element is NULL, else false. All of one type.
    case inList(Expression, [Expression])
    /// `text LIKE pattern`: `%` any text, `_` one scalar, `escape` makes the next scalar plain. Both are VARCHAR.
    case like(Expression, pattern: Expression, escape: Unicode.Scalar?, caseInsensitive: Bool)
    /// The value of the first branch whose condition is true, else `otherwise` (a NULL literal when there is none).
    case conditional([Branch], otherwise: Expression)
    /// Conversion to the type.
    case cast(Expression, ScalarType, CastMode)
    /// A function of its arguments; the type is the result's.
    case call(ScalarFunction, [Expression], ScalarType)
    /// The one value of subquery number i of `SelectPlan.subqueries`: NULL when it has no row; more than one raises.
    case subquery(Int, ScalarType)
    /// `x IN (SELECT ...)` of subquery number i, whose only column has the type of x: true when a value equals, else NULL when
    /// there is a value and x or one of them is NULL, else false.
    case inSubquery(Expression, Int)

    /// `WHEN condition THEN value`.
    public struct Branch: Sendable, Hashable {
        public var condition: Expression
        public var value: Expression

        public init(condition: Expression, value: Expression) {
            self.condition = condition
            self.value = value
        }
    }
}

extension Expression {
    /// The deepest tree that the binder makes. Recursion over a plan needs no guard of its own.
    public static let maximumDepth = 250

    /// The type of its values. Cost: constant but for CASE, which looks at its `otherwise`.
    public var type: ScalarType {
        switch self {
        case .literal(_, let type), .key(_, let type), .aggregate(_, let type), .arithmetic(_, _, _, let type),
            .cast(_, let type, _), .call(_, _, let type), .subquery(_, let type):
            type
        case .column(let column): column.type
        case .negate(let operand): operand.type
        case .not, .comparison, .and, .or, .isNull, .inList, .like, .inSubquery: .boolean
        case .conditional(_, let otherwise): otherwise.type
        }
    }

    /// The constant, when it is one.
    public var constant: Literal? {
        if case .literal(let value, _) = self { return value }
        return nil
    }

    /// The operands directly below, in order.
    public var children: [Expression] {
        switch self {
        case .literal, .column, .key, .aggregate, .subquery: []
        case .negate(let a), .not(let a), .isNull(let a), .cast(let a, _, _), .inSubquery(let a, _): [a]
        case .arithmetic(_, let a, let b, _), .comparison(_, let a, let b): [a, b]
        case .and(let all), .or(let all): all
        case .inList(let a, let list): [a] + list
        case .like(let a, let pattern, _, _): [a, pattern]
        case .conditional(let branches, let otherwise): branches.flatMap { [$0.condition, $0.value] } + [otherwise]
        case .call(_, let arguments, _): arguments
        }
    }

    /// Calls `visit` with every column that the tree reads, left to right, repeats included.
    public func forEachColumn(_ visit: (ColumnReference) -> Void) {
        if case .column(let column) = self { visit(column) }
        for child in children { child.forEachColumn(visit) }
    }

    /// Calls `visit` with the number of every subquery that the tree reads, repeats included.
    package func forEachSubquery(_ visit: (Int) -> Void) {
        switch self {
        case .subquery(let number, _), .inSubquery(_, let number): visit(number)
        default: break
        }
        for child in children { child.forEachSubquery(visit) }
    }
}
