// Subqueries inside expressions: a value, EXISTS, IN. Each is answered once, before the query around it; one that reads a row
// of the query around it (correlated) is refused by name.

import InteractionModel

extension Binder {
    /// `(SELECT ...)` as a value: NULL when it has no row; more than one row is an error of the run.
    mutating func bindScalar(_ select: SelectSyntax, at place: Int) throws(InteractionError) -> Expression {
        var binder = nested(seesRow: true)
        var plan = try binder.bind(select)
        try expectOneColumn(plan, at: place)
        if plan.relation == .oneRow, plan.isPlain, plan.filter == nil { return plan.projection[0].expression }
        // Two rows are enough to know that there is more than one.
        plan.limit = min(plan.limit ?? 2, 2)
        let number = try register(plan, readsAll: true, at: place)
        return .subquery(number, try withoutDecimal(plan.projection[0].expression, at: place).type)
    }

    /// `EXISTS (SELECT ...)`: whether there is a first row, as a value.
    mutating func bindExists(_ select: SelectSyntax, at place: Int) throws(InteractionError) -> Expression {
        var binder = nested(seesRow: true)
        var plan = try binder.bind(select)
        plan.limit = min(plan.limit ?? 1, 1)
        let rows = try register(plan, at: place)
        let test = Expression.comparison(.greater, .aggregate(0, .bigint), .literal(.bigint(0), .bigint))
        let number = try register(
            SelectPlan(
                relation: .subquery(rows), isGrouped: true, aggregates: [AggregateCall(.countStar, type: .bigint)],
                projection: [ProjectionItem(name: "exists", expression: test)]), readsAll: true, at: place)
        return .subquery(number, .boolean)
    }

    /// `x IN (SELECT ...)`: both sides in the type in which `=` compares them, each value of the subquery once.
    mutating func bindMembership(
        _ a: ExpressionSyntax, _ select: SelectSyntax, _ isNegated: Bool, at place: Int, in clause: BindingClause
    ) throws(InteractionError) -> Expression {
        let value = try bind(a, in: clause)
        var binder = nested(seesRow: true)
        let plan = try binder.bind(select)
        try expectOneColumn(plan, at: place)
        let query = try named(plan, [], isMaterialized: false, at: place)
        let (left, right) = try compared(value, try withoutDecimal(self.value(of: query.columns[0]), at: place), at: place)
        let number = try register(
            SelectPlan(
                relation: query.relation, filter: query.filter, projection: [ProjectionItem(name: query.columns[0].name, expression: right)],
                isDistinct: true), readsAll: true, at: place)
        let result = Expression.inSubquery(left, number)
        return isNegated ? .not(result) : result
    }

    private func expectOneColumn(_ plan: SelectPlan, at place: Int) throws(InteractionError) {
        let count = plan.projection.count - plan.hiddenItems
        if count != 1 { throw source.error("This subquery returns \(count) columns, where one is expected.", at: place) }
    }

    /// A column of a subquery over the row of the query around it.
    func value(of column: ScopeColumn) -> Expression {
        switch column.source {
        case .expression(let expression): expression
        case .derived(let number, let index): .column(.field(state.derived[number].field(ofColumn: index)))
        }
    }
}
