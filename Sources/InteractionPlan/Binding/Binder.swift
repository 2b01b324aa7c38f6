// The binder: syntax to plan. Names are resolved, types found, conversions made explicit, aggregates pulled out. This file
// walks the clauses; expressions are in the other Binder files. Order matters: the SELECT list is bound first, so that
// its aliases are known everywhere; then WHERE and GROUP BY; then columns above the grouping become keys.

import InteractionModel

/// Where an expression stands: what it may hold, and what an error calls it.
package enum BindingClause: String, Sendable {
    case select = "SELECT"
    case filter = "WHERE"
    case key = "GROUP BY"
    case having = "HAVING"
    case order = "ORDER BY"
    case limit = "LIMIT"
    case aggregate = "an aggregate"

    var allowsAggregates: Bool { self == .select || self == .having || self == .order }
}

/// Binds one SELECT.
package struct Binder {
    let source: SourceText
    let context: QueryContext
    /// The aggregates found so far, each once.
    var aggregates: [AggregateCall] = []
    /// Aliases of the SELECT list so far, in lower case, with what they stand for.
    var aliases: [String: Expression] = [:]
    /// The row that is read; for a lone expression that of an event.
    var scope = RowScope(kind: .events, names: ["interactions"])
    /// The rows of the queries around this one, the nearest first: what stands there is correlated.
    var outers: [RowScope] = []
    /// By name in lower case.
    var namedQueries: [String: NamedQuery] = [:]
    /// Shared with the binders of all subqueries.
    let state: BindingState
    /// The keys of GROUP BY, once known.
    var keys: [Expression] = []

    package init(_ source: SourceText, _ context: QueryContext) { self.init(source, context, BindingState()) }

    init(_ source: SourceText, _ context: QueryContext, _ state: BindingState) {
        self.source = source
        self.context = context
        self.state = state
    }

    /// The plan of a whole query, with those of its subqueries.
    package mutating func bindQuery(_ select: SelectSyntax) throws(InteractionError) -> SelectPlan {
        var plan = try bind(select)
        plan.subqueries = state.plans
        return plan
    }

    /// A lone expression has no room for the plans of subqueries.
    package func refuseSubqueries() throws(InteractionError) {
        if !state.derived.isEmpty { throw source.error("Subqueries are not supported here.", at: 0, hint: "ask with iaq query") }
    }

    /// The plan of one SELECT.
    mutating func bind(_ select: SelectSyntax) throws(InteractionError) -> SelectPlan {
        try bindNamedQueries(select.named)
        let (relation, merged) = try bindRelation(select)
        var items = try bindItems(select)
        var plan = SelectPlan(relation: relation, filter: merged, isDistinct: select.isDistinct)
        if let filter = select.filter {
            let condition = try bindCondition(filter, in: .filter)
            plan.filter = merged.map { Self.both($0, condition) } ?? condition
        }
        plan.isGrouped = try bindKeys(select.group, items)
        let having: Expression? = try select.having.map { (syntax) throws(InteractionError) in try bindCondition(syntax, in: .having) }
        var order = try bindOrder(select, items)
        plan.isGrouped = plan.isGrouped || !aggregates.isEmpty || having != nil
        if plan.isGrouped {
            for index in items.indices { items[index].expression = try grouped(items[index].expression, items[index].syntax, select.place) }
            if let having { plan.having = try grouped(having, select.having, select.place) }
            for index in order.indices { order[index].expression = try grouped(order[index].expression, order[index].syntax, select.place) }
        }
        plan.keys = keys
        plan.aggregates = aggregates
        plan.projection = items.map { ProjectionItem(name: $0.name, expression: $0.expression) }
        try place(order, in: &plan)
        plan.limit = try bindCount(select.limit, "LIMIT")
        plan.offset = try bindCount(select.offset, "OFFSET") ?? 0
        return plan
    }

    /// One item of the SELECT list or ORDER BY while it is bound.
    private struct Item {
        var name: String
        var isAlias = false
        var expression: Expression
        var syntax: ExpressionSyntax?
    }

    /// `a AND b` as one flat list.
    private static func both(_ a: Expression, _ b: Expression) -> Expression {
        func terms(_ expression: Expression) -> [Expression] {
            if case .and(let list) = expression { return list }
            return [expression]
        }
        return .and(terms(a) + terms(b))
    }

    private mutating func bindItems(_ select: SelectSyntax) throws(InteractionError) -> [Item] {
        var items: [Item] = []
        try expectCount(select.items.count, Self.maximumItems, "columns in the SELECT list", at: select.place)
        for item in select.items {
            switch item {
            case .star(let star):
                for (name, value) in try bindStar(star) { items.append(Item(name: name, expression: value, syntax: nil)) }
                try expectCount(items.count, Self.maximumItems, "columns in the SELECT list", at: select.place)
            case .expression(let syntax, let alias):
                let expression = try bind(syntax, in: .select)
                try expectDepth(expression, at: syntax.place)
                items.append(Item(name: alias ?? name(of: syntax, expression), isAlias: alias != nil, expression: expression, syntax: syntax))
                if let alias { aliases[alias.lowercased()] = expression }
            }
        }
        return items
    }

    /// The declared name of an event's own column however it was written, else DuckDB's name of the expression.
    private func name(of syntax: ExpressionSyntax, _ expression: Expression) -> String {
        if case .name(let parts) = syntax.kind, case .columns = scope.kind { return scopeName(parts) ?? syntax.columnName }
        if case .column(let column) = expression, case .name = syntax.kind {
            if case .property(let path) = column, !path.keys.isEmpty { return syntax.columnName }
            return column.description
        }
        return syntax.columnName
    }

    /// Fills `keys`; true when there is a GROUP BY.
    private mutating func bindKeys(_ group: GroupSyntax, _ items: [Item]) throws(InteractionError) -> Bool {
        switch group {
        case .none: return false
        case .all(let place):
            try expectCount(items.count, Self.maximumKeys, "keys in GROUP BY", at: place)
            for item in items where !item.expression.holdsAggregate && readsRow(item.expression, item.syntax) { addKey(item.expression) }
            return !keys.isEmpty
        case .list(let list):
            try expectCount(list.count, Self.maximumKeys, "keys in GROUP BY", at: list.first?.place ?? 0)
            for syntax in list {
                if case .literal(.bigint(let ordinal)) = syntax.kind {
                    let item = items[try index(ordinal, items.count, "GROUP BY", at: syntax.range.lowerBound)]
                    try refuseAggregate(item.expression, .key, at: syntax.place)
                    addKey(item.expression)
                } else {
                    let key = try bind(syntax, in: .key)
                    try expectDepth(key, at: syntax.place)
                    addKey(key)
                }
            }
        }
        return true
    }

    private mutating func addKey(_ expression: Expression) {
        if !keys.contains(expression) { keys.append(expression) }
    }

    private func index(_ ordinal: Int64, _ count: Int, _ clause: String, at offset: Int) throws(InteractionError) -> Int {
        guard ordinal >= 1, ordinal <= Int64(count) else {
            throw source.error(
                "\(clause) \(ordinal) points at no column: the SELECT list has \(count).", at: offset)
        }
        return Int(ordinal) - 1
    }

    /// One ORDER BY key: an item of the SELECT list (by index) or an expression of its own.
    private struct OrderItem {
        var item: Int?
        var expression: Expression
        var syntax: ExpressionSyntax?
        var isDescending: Bool
        var nullsFirst: Bool
        var offset: Int
    }

    private mutating func bindOrder(_ select: SelectSyntax, _ items: [Item]) throws(InteractionError) -> [OrderItem] {
        var order: [OrderItem] = []
        try expectCount(select.order.count, Self.maximumItems, "keys in ORDER BY", at: select.order.first?.offset ?? 0)
        for key in select.order {
            func add(_ item: Int?, _ expression: Expression) {
                order.append(
                    OrderItem(
                        item: item, expression: expression, syntax: key.expression, isDescending: key.isDescending,
                        nullsFirst: key.nullsFirst, offset: key.offset))
            }
            guard let syntax = key.expression else {
                for index in items.indices { add(index, items[index].expression) }
                continue
            }
            if case .literal(.bigint(let ordinal)) = syntax.kind {
                let index = try index(ordinal, items.count, "ORDER BY", at: syntax.range.lowerBound)
                add(index, items[index].expression)
            } else if let index = try item(named: syntax, items) {
                add(index, items[index].expression)
            } else {
                let expression = try bind(syntax, in: .order)
                try expectDepth(expression, at: syntax.place)
                add(nil, expression)
            }
        }
        return order
    }

    /// The item that a lone name in ORDER BY means: an alias before a column, a column before the name of an item.
    private func item(named syntax: ExpressionSyntax, _ items: [Item]) throws(InteractionError) -> Int? {
        guard case .name(let parts) = syntax.kind, parts.count == 1 else { return nil }
        let name = parts[0].text.lowercased()
        if let index = items.firstIndex(where: { $0.isAlias && $0.name.lowercased() == name }) { return index }
        if try columnOrMetric(parts) != nil { return nil }
        return items.firstIndex { $0.name.lowercased() == name }
    }

    /// Turns ORDER BY into indices of the projection; expressions that are not in it are appended as hidden items.
    private func place(_ order: [OrderItem], in plan: inout SelectPlan) throws(InteractionError) {
        for key in order {
            var item = key.item ?? plan.projection.firstIndex { $0.expression == key.expression }
            if item == nil {
                if plan.isDistinct {
                    throw source.error(
                        "With SELECT DISTINCT, ORDER BY can only use what the SELECT list holds.", at: key.offset,
                        hint: "add the expression to the SELECT list")
                }
                if key.expression.constant != nil { continue }
                plan.projection.append(ProjectionItem(name: key.syntax?.text ?? "", expression: key.expression))
                plan.hiddenItems += 1
                item = plan.projection.count - 1
            }
            if let item { plan.order.append(SortKey(item: item, isDescending: key.isDescending, nullsFirst: key.nullsFirst)) }
        }
    }

    /// LIMIT or OFFSET: a constant that is not negative; nil for none or NULL.
    private mutating func bindCount(_ syntax: ExpressionSyntax?, _ clause: String) throws(InteractionError) -> Int? {
        guard let syntax else { return nil }
        let place = syntax.range.lowerBound
        aliases = [:]
        scope = .none
        let expression = try convert(try bind(syntax, in: .limit), to: .bigint, at: place)
        switch expression.constant {
        case .null?: return nil
        case .bigint(let value)?:
            guard value >= 0 else { throw source.error("\(clause) cannot be negative.", at: place) }
            return Int(value)
        default: throw source.error("\(clause) takes a constant number.", at: place)
        }
    }

    /// A BOOLEAN for WHERE, HAVING or FILTER.
    package mutating func bindCondition(_ syntax: ExpressionSyntax, in clause: BindingClause) throws(InteractionError) -> Expression {
        let result = try condition(try bind(syntax, in: clause), at: syntax.place)
        try expectDepth(result, at: syntax.place)
        return result
    }
}
