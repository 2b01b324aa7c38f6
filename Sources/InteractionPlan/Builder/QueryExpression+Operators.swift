// Operators of the builder. They mean what SQL means: a comparison with NULL is NULL, which no filter takes. There is none for an
// optional value, which would never be found by `=` where it is missing: `isNull` asks for that.

extension QueryExpression {
    public static func == (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "=", right) }
    public static func != (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "<>", right) }
    public static func < (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "<", right) }
    public static func <= (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "<=", right) }
    public static func > (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, ">", right) }
    public static func >= (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, ">=", right) }

    public static func == (left: QueryExpression, right: some QueryValueConvertible) -> QueryExpression {
        left == QueryExpression(right.queryLiteral)
    }
    public static func != (left: QueryExpression, right: some QueryValueConvertible) -> QueryExpression {
        left != QueryExpression(right.queryLiteral)
    }
    public static func < (left: QueryExpression, right: some QueryValueConvertible) -> QueryExpression {
        left < QueryExpression(right.queryLiteral)
    }
    public static func <= (left: QueryExpression, right: some QueryValueConvertible) -> QueryExpression {
        left <= QueryExpression(right.queryLiteral)
    }
    public static func > (left: QueryExpression, right: some QueryValueConvertible) -> QueryExpression {
        left > QueryExpression(right.queryLiteral)
    }
    public static func >= (left: QueryExpression, right: some QueryValueConvertible) -> QueryExpression {
        left >= QueryExpression(right.queryLiteral)
    }

    public static func && (left: QueryExpression, right: QueryExpression) -> QueryExpression { .junction(left, "AND", right) }
    public static func || (left: QueryExpression, right: QueryExpression) -> QueryExpression { .junction(left, "OR", right) }
    public static prefix func ! (value: QueryExpression) -> QueryExpression {
        QueryExpression([.text("NOT ")] + value.operand, isCompound: true)
    }

    public static func + (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "+", right) }
    public static func - (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "-", right) }
    public static func * (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "*", right) }
    /// Division as SQL has it here: of two integers a DOUBLE too; by zero infinite or NaN.
    public static func / (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "/", right) }
    /// The remainder. By zero: an error of the query.
    public static func % (left: QueryExpression, right: QueryExpression) -> QueryExpression { .binary(left, "%", right) }
    public static prefix func - (value: QueryExpression) -> QueryExpression {
        QueryExpression([.text("-")] + value.operand, isCompound: true)
    }
}

extension QueryExpression {
    /// True where there is no value.
    public var isNull: QueryExpression { QueryExpression(operand + [.text(" IS NULL")], isCompound: true) }
    /// True where there is a value.
    public var isNotNull: QueryExpression { QueryExpression(operand + [.text(" IS NOT NULL")], isCompound: true) }

    /// True where the value is one of these, NULL where it is NULL. Of none: false.
    public func isIn(_ values: [some QueryValueConvertible]) -> QueryExpression {
        guard !values.isEmpty else { return false }
        let list = QueryExpression.call("", values.map { QueryExpression($0.queryLiteral) })
        return QueryExpression(operand + [.text(" IN ")] + list.pieces, isCompound: true)
    }

    /// True where the value lies in `[low, high]`, both ends included.
    public func isBetween(_ low: QueryExpression, _ high: QueryExpression) -> QueryExpression {
        QueryExpression(operand + [.text(" BETWEEN ")] + low.operand + [.text(" AND ")] + high.operand, isCompound: true)
    }

    /// True where the text matches a LIKE pattern: `%` stands for any text, `_` for one character.
    public func like(_ pattern: String, ignoringCase: Bool = false) -> QueryExpression {
        .binary(self, ignoringCase ? "ILIKE" : "LIKE", QueryExpression(.varchar(pattern)))
    }

    /// The value as another type. A value that cannot be converted is an error of the query, with `trying` NULL; so is a type that
    /// CAST does not take: `.null`, and `.decimal` of anything but a constant.
    public func cast(to type: ScalarType, trying: Bool = false) -> QueryExpression {
        QueryExpression([.text(trying ? "TRY_CAST(" : "CAST(")] + pieces + [.text(" AS \(type))")])
    }
}
