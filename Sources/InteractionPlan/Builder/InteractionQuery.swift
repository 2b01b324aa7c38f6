// The typed builder of a query: a value with one method a clause. It is put into SQL text with bound values and takes the same
// way as text from there, so both give the same plan.

/// A question over the interactions, built from Swift.
///
/// ```swift
/// let top = try await store.query(
///     .interactions
///         .where(.action == "click" && .timestamp >= yesterday)
///         .group(by: .component)
///         .select(.component, .count.as("clicks"))
///         .order(by: .descending(column: "clicks"))
///         .limit(10))
/// ```
///
/// Methods may come in any order; `where` and `having` given again add a condition, the others replace what was there. Values are
/// bound, never pasted. Errors (an unknown function, a sum of text) come when it is asked, as for text.
public struct InteractionQuery: Sendable {
    package var columns: [QueryExpression] = []
    package var isDistinct = false
    package var condition: QueryExpression?
    package var keys: [QueryExpression] = []
    package var having: QueryExpression?
    package var order: [QueryOrder] = []
    package var limit: Int?
    package var offset: Int?

    /// All interactions, with all their columns.
    public static var interactions: InteractionQuery { InteractionQuery() }

    package init() {}

    private func changed(_ change: (inout InteractionQuery) -> Void) -> InteractionQuery {
        var query = self
        change(&query)
        return query
    }

    /// Keeps the events for which the condition is true, not NULL.
    public func `where`(_ condition: QueryExpression) -> InteractionQuery {
        changed { $0.condition = $0.condition.map { $0 && condition } ?? condition }
    }

    /// The columns of the answer, named by `as`, else as in SQL. Without this: the keys of the grouping, else all columns.
    public func select(_ columns: QueryExpression...) -> InteractionQuery { changed { $0.columns = columns } }

    /// The same rows once.
    public func distinct() -> InteractionQuery { changed { $0.isDistinct = true } }

    /// One row for each combination of these.
    public func group(by keys: QueryExpression...) -> InteractionQuery { changed { $0.keys = keys } }

    /// Keeps the groups for which the condition is true.
    public func having(_ condition: QueryExpression) -> InteractionQuery {
        changed { $0.having = $0.having.map { $0 && condition } ?? condition }
    }

    /// The order of rows; without it rows come in event order, groups by their keys.
    public func order(by order: QueryOrder...) -> InteractionQuery { changed { $0.order = order } }

    /// At most so many rows, from 0 on. A negative number is an error of the query.
    public func limit(_ rows: Int) -> InteractionQuery { changed { $0.limit = rows } }

    /// Leaves out so many rows at the start, from 0 on. A negative number is an error of the query.
    public func offset(_ rows: Int) -> InteractionQuery { changed { $0.offset = rows } }
}

/// One key of an order.
public struct QueryOrder: Sendable {
    package var expression: QueryExpression
    package var isDescending: Bool
    package var nullsFirst: Bool

    /// From small to large. NULLs come last unless said otherwise.
    public static func ascending(_ expression: QueryExpression, nullsFirst: Bool = false) -> QueryOrder {
        QueryOrder(expression: expression, isDescending: false, nullsFirst: nullsFirst)
    }
    /// From large to small. NULLs come last unless said otherwise.
    public static func descending(_ expression: QueryExpression, nullsFirst: Bool = false) -> QueryOrder {
        QueryOrder(expression: expression, isDescending: true, nullsFirst: nullsFirst)
    }
    /// By a column of the answer, from small to large.
    public static func ascending(column name: String) -> QueryOrder { .ascending(.column(name)) }
    /// By a column of the answer, from large to small.
    public static func descending(column name: String) -> QueryOrder { .descending(.column(name)) }
}
