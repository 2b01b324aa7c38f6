// An expression of the typed builder: SQL text whose values are kept apart and bound as parameters. It goes through the same
// parser and binder as text does, so a query has one meaning however it was written.

import InteractionModel

/// A value, column, function or condition in an `InteractionQuery`.
///
/// Written with column names (`.action`, `.details("price")`), literals and operators; a Swift value becomes a bound parameter,
/// never a part of the text.
///
/// ```swift
/// let big: QueryExpression = .action == "purchase" && .details("price") > 100
/// ```
///
/// It is not `Equatable` on purpose: `==` builds a condition.
public struct QueryExpression: Sendable {
    /// Text and values in the order of the text.
    package enum Piece: Sendable {
        case text(String)
        case value(Literal)
    }

    package var pieces: [Piece]
    /// Whether operators around it need parentheses.
    package var isCompound: Bool
    /// The word that joins its operands, so that a chain of it stays flat however long it is.
    package var junction: String?
    /// What the column is called when the expression is one.
    package var name: String?

    package init(_ pieces: [Piece], isCompound: Bool = false, junction: String? = nil) {
        self.pieces = pieces
        self.isCompound = isCompound
        self.junction = junction
    }

    package init(text: String) { self.init([.text(text)]) }

    /// The expression under this name, as a column of the answer. Operators around it leave the name out.
    public func `as`(_ name: String) -> QueryExpression {
        var named = self
        named.name = name
        return named
    }

    /// A constant.
    public init(_ value: Literal) { self.init([.value(value)]) }

    /// The pieces as an operand.
    package var operand: [Piece] { isCompound ? [.text("(")] + pieces + [.text(")")] : pieces }

    /// Operands around a word.
    package static func binary(_ left: QueryExpression, _ word: String, _ right: QueryExpression) -> QueryExpression {
        QueryExpression(left.operand + [.text(" \(word) ")] + right.operand, isCompound: true)
    }

    /// Conditions joined by AND or OR.
    package static func junction(_ left: QueryExpression, _ word: String, _ right: QueryExpression) -> QueryExpression {
        func side(_ value: QueryExpression) -> [Piece] { value.junction == word ? value.pieces : value.operand }
        return QueryExpression(side(left) + [.text(" \(word) ")] + side(right), isCompound: true, junction: word)
    }

    /// `name(argument, argument)`, with `before` in front of the first.
    package static func call(_ name: String, _ arguments: [QueryExpression], before: String = "") -> QueryExpression {
        var pieces: [Piece] = [.text(name + "(" + before)]
        for (index, argument) in arguments.enumerated() {
            if index > 0 { pieces.append(.text(", ")) }
            pieces += argument.pieces
        }
        return QueryExpression(pieces + [.text(")")])
    }
}

extension QueryExpression: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    public init(stringLiteral value: String) { self.init(.varchar(value)) }
    public init(integerLiteral value: Int64) { self.init(.bigint(value)) }
    public init(floatLiteral value: Double) { self.init(.double(value)) }
    public init(booleanLiteral value: Bool) { self.init(.boolean(value)) }
}

extension QueryExpression {
    /// A Swift value. Without one: NULL, to which nothing is equal; ask for it with `isNull`.
    public static func value(_ value: String?) -> QueryExpression { QueryExpression(value.map { .varchar($0) } ?? .null) }
    public static func value(_ value: Int?) -> QueryExpression { QueryExpression(value.map { .bigint(Int64($0)) } ?? .null) }
    public static func value(_ value: Double?) -> QueryExpression { QueryExpression(value.map { .double($0) } ?? .null) }
    public static func value(_ value: Bool?) -> QueryExpression { QueryExpression(value.map { .boolean($0) } ?? .null) }
    public static func value(_ value: Timestamp?) -> QueryExpression {
        QueryExpression(value.map { .timestamp($0.microseconds) } ?? .null)
    }
    public static func value(_ value: Day?) -> QueryExpression { QueryExpression(value.map { .date($0.number) } ?? .null) }
    /// A span of time.
    public static func value(_ value: Interval) -> QueryExpression { QueryExpression(.interval(value)) }
}

/// A Swift value that stands for itself in a condition: `.userId == user`.
public protocol QueryValueConvertible: Sendable {
    /// The constant.
    var queryLiteral: Literal { get }
}

extension String: QueryValueConvertible { public var queryLiteral: Literal { .varchar(self) } }
extension Int: QueryValueConvertible { public var queryLiteral: Literal { .bigint(Int64(self)) } }
extension Double: QueryValueConvertible { public var queryLiteral: Literal { .double(self) } }
extension Bool: QueryValueConvertible { public var queryLiteral: Literal { .boolean(self) } }
extension Timestamp: QueryValueConvertible { public var queryLiteral: Literal { .timestamp(microseconds) } }
extension Day: QueryValueConvertible { public var queryLiteral: Literal { .date(number) } }
