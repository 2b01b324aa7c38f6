// One aggregate of a plan: the function, what it reads, in which order, and of which rows.

/// A key of the order in which an aggregate sees its rows.
public struct AggregateOrder: Sendable, Hashable {
    /// Over the row.
    public var expression: Expression
    public var isDescending: Bool
    public var nullsFirst: Bool

    public init(_ expression: Expression, isDescending: Bool = false, nullsFirst: Bool = false) {
        self.expression = expression
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }
}

/// One aggregate of a plan.
public struct AggregateCall: Sendable, Hashable {
    public var function: AggregateFunction
    /// Over the row; nil for `countStar` only. Already converted to a type the function takes.
    public var argument: Expression?
    /// The second argument of functions of two: what arg_min orders by, the x of a regression.
    public var second: Expression?
    /// Each different value once.
    public var isDistinct: Bool
    /// The order of rows, of equal ones that of events. Empty: the order of events. Only for functions that show an order.
    public var order: [AggregateOrder]
    /// FILTER (WHERE ...): only rows where this BOOLEAN is true.
    public var filter: Expression?
    /// The type of the result.
    public var type: ScalarType

    public init(
        _ function: AggregateFunction, _ argument: Expression? = nil, second: Expression? = nil, isDistinct: Bool = false,
        order: [AggregateOrder] = [], filter: Expression? = nil, type: ScalarType
    ) {
        self.function = function
        self.argument = argument
        self.second = second
        self.isDistinct = isDistinct
        self.order = order
        self.filter = filter
        self.type = type
    }

    /// Every expression over the row that it reads.
    public var expressions: [Expression] { [argument, second, filter].compactMap { $0 } + order.map(\.expression) }

    /// The same aggregate over changed expressions.
    package func mappingExpressions<Failure: Error>(
        _ change: (Expression) throws(Failure) -> Expression
    ) throws(Failure) -> AggregateCall {
        var call = self
        if let argument { call.argument = try change(argument) }
        if let second { call.second = try change(second) }
        if let filter { call.filter = try change(filter) }
        for index in order.indices { call.order[index].expression = try change(order[index].expression) }
        return call
    }
}
