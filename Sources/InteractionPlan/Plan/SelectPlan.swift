// The logical plan of one SELECT: what is asked, in the order it is answered: relation, filter, grouping, having,
// projection, distinct, order, offset and limit. One struct; subqueries are a list beside the plan that is asked for.

/// What a SELECT reads.
public enum Relation: Sendable, Hashable {
    /// One row without columns: SELECT without FROM.
    case oneRow
    /// The events of the store.
    case interactions
    /// The rows of subquery number i of `SelectPlan.subqueries`, in their order.
    case subquery(Int)
    /// The rows of a table function. Only in plans that name some of its columns and do nothing else (`TableFunctionCall.plan`).
    case function(TableFunctionCall)
}

extension Relation {
    /// True when its rows come from the events of the store themselves.
    var readsEvents: Bool {
        switch self {
        case .interactions, .function: true
        case .oneRow, .subquery: false
        }
    }
}

/// One column of a result.
public struct ResultColumn: Sendable, Hashable {
    /// As DuckDB names it: the alias, else the column, else the text of the expression (`count_star()`).
    public var name: String
    public var type: ScalarType

    public init(name: String, type: ScalarType) {
        self.name = name
        self.type = type
    }
}

/// One expression of the SELECT list.
public struct ProjectionItem: Sendable, Hashable {
    public var name: String
    /// Over the row, or over keys and aggregates when the plan is grouped.
    public var expression: Expression

    public init(name: String, expression: Expression) {
        self.name = name
        self.expression = expression
    }
}

/// One key of ORDER BY.
public struct SortKey: Sendable, Hashable {
    /// Index into `SelectPlan.projection`, hidden items included.
    public var item: Int
    public var isDescending: Bool
    public var nullsFirst: Bool

    public init(item: Int, isDescending: Bool = false, nullsFirst: Bool = false) {
        self.item = item
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }
}

/// A bound SELECT.
public struct SelectPlan: Sendable, Hashable {
    public var relation: Relation
    /// BOOLEAN over the row; rows where it is not true are left out.
    public var filter: Expression?
    /// True with GROUP BY or an aggregate: projection, having and order then read `key` and `aggregate` only. Without
    /// keys there is exactly one group, also over no rows.
    public var isGrouped: Bool
    /// Grouping keys over the row. NULLs form one group.
    public var keys: [Expression]
    /// Each different aggregate once.
    public var aggregates: [AggregateCall]
    /// BOOLEAN over keys and aggregates.
    public var having: Expression?
    /// The columns of the result, then `hiddenItems` more that only ORDER BY reads.
    public var projection: [ProjectionItem]
    /// How many items at the end of `projection` are not part of the result. Zero when `isDistinct`.
    public var hiddenItems: Int
    /// Equal rows of the result once.
    public var isDistinct: Bool
    /// Ties are broken by the group keys or the order of events, so that an answer never differs from run to run.
    public var order: [SortKey]
    /// Most rows to give; nil for all.
    public var limit: Int?
    /// Rows to leave out first.
    public var offset: Int
    /// The plans of the subqueries that this plan and they themselves read, each reading only such of smaller number. They have
    /// no list of their own. Each is answered at most once, however often it is read.
    public var subqueries: [SelectPlan]

    public init(
        relation: Relation = .interactions, filter: Expression? = nil, isGrouped: Bool = false,
        keys: [Expression] = [], aggregates: [AggregateCall] = [], having: Expression? = nil,
        projection: [ProjectionItem] = [], hiddenItems: Int = 0, isDistinct: Bool = false, order: [SortKey] = [],
        limit: Int? = nil, offset: Int = 0, subqueries: [SelectPlan] = []
    ) {
        self.relation = relation
        self.filter = filter
        self.isGrouped = isGrouped
        self.keys = keys
        self.aggregates = aggregates
        self.having = having
        self.projection = projection
        self.hiddenItems = hiddenItems
        self.isDistinct = isDistinct
        self.order = order
        self.limit = limit
        self.offset = offset
        self.subqueries = subqueries
    }
}

extension SelectPlan {
    /// Names and types of the result's columns.
    public var columns: [ResultColumn] {
        projection.dropLast(hiddenItems).map { ResultColumn(name: $0.name, type: $0.expression.type) }
    }

    /// Rows needed from the start, those left out included; nil for all. `Int.max` where limit and offset together are more.
    package var rowsNeeded: Int? {
        guard let limit else { return nil }
        let (sum, overflow) = limit.addingReportingOverflow(offset)
        return overflow ? .max : sum
    }

    /// Every column of the row that the plan reads, each once, in order of first use.
    public var columnsRead: [ColumnReference] {
        var seen: Set<ColumnReference> = []
        var columns: [ColumnReference] = []
        forEachExpression { $0.forEachColumn { if seen.insert($0).inserted { columns.append($0) } } }
        return columns
    }

    /// Calls `visit` with every expression of the plan itself.
    private func forEachExpression(_ visit: (Expression) -> Void) {
        if let filter { visit(filter) }
        for key in keys { visit(key) }
        for aggregate in aggregates { aggregate.expressions.forEach(visit) }
        if let having { visit(having) }
        for item in projection { visit(item.expression) }
    }

    /// The numbers of the subqueries that the plan itself reads.
    package var subqueriesRead: Set<Int> {
        var read: Set<Int> = []
        if case .subquery(let number) = relation { read.insert(number) }
        forEachExpression { $0.forEachSubquery { read.insert($0) } }
        return read
    }

    /// The numbers of the subqueries that the answer needs, ascending: the order in which they are answered.
    package var subqueriesNeeded: [Int] {
        var needed = subqueriesRead
        for number in subqueries.indices.reversed() where needed.contains(number) { needed.formUnion(subqueries[number].subqueriesRead) }
        return needed.sorted()
    }

    /// True when the answer depends on the events of the store.
    public var readsEvents: Bool { relation.readsEvents || subqueriesNeeded.contains { subqueries[$0].relation.readsEvents } }
}
