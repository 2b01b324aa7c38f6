// FROM and WITH: which relation a SELECT reads. A subquery that only picks rows and computes columns is merged into the query
// around it, so that one scan answers both and its conditions prune; any other is answered first and read as a relation.

import InteractionModel

/// A query that WITH gave a name.
struct NamedQuery {
    var columns: [ScopeColumn]
    /// The relation that a SELECT from it reads, and the rows of it.
    var relation: Relation
    var filter: Expression?
}

extension Binder {
    /// Most subqueries of one query.
    static let maximumSubqueries = 200

    /// A binder for a query inside this one. One in FROM or WITH does not see this SELECT's row, one in an expression does,
    /// which is told as correlated.
    func nested(seesRow: Bool) -> Binder {
        var binder = Binder(source, context, state)
        binder.namedQueries = namedQueries
        binder.outers = seesRow ? [scope] + outers : outers
        return binder
    }

    mutating func bindNamedQueries(_ queries: [NamedQuerySyntax]) throws(InteractionError) {
        for query in queries {
            var binder = nested(seesRow: false)
            let plan = try binder.bind(query.select)
            let named = try self.named(plan, query.columnNames, isMaterialized: query.isMaterialized, at: query.offset)
            namedQueries[query.name.lowercased()] = named
        }
    }

    /// Fills `scope`; gives the relation and the filter that comes with it.
    mutating func bindRelation(_ select: SelectSyntax) throws(InteractionError) -> (relation: Relation, filter: Expression?) {
        guard let relation = select.relation else {
            scope = .none
            return (.oneRow, nil)
        }
        let query: NamedQuery
        switch relation.kind {
        case .subquery(let inner):
            var binder = nested(seesRow: false)
            query = try named(try binder.bind(inner), relation.columnNames, isMaterialized: false, at: relation.offset)
            scope = RowScope(kind: .columns(query.columns), names: relation.alias.map { [$0] } ?? [])
        case .function(let name, let arguments):
            query = try tableFunction(name, arguments, relation)
            scope = RowScope(kind: .columns(query.columns), names: [relation.alias ?? name])
        case .named(let name):
            guard let known = namedQueries[name.lowercased()] else {
                scope = try events(name, relation)
                return (.interactions, nil)
            }
            query = NamedQuery(
                columns: try renamed(known.columns, relation.columnNames, at: relation.offset), relation: known.relation,
                filter: known.filter)
            scope = RowScope(kind: .columns(query.columns), names: [relation.alias ?? name])
        }
        if let filter = query.filter { try charge(filter, at: relation.offset) }
        return (query.relation, query.filter)
    }

    private func events(_ name: String, _ relation: RelationSyntax) throws(InteractionError) -> RowScope {
        guard name.lowercased() == "interactions" else {
            let near = NameDistance.nearest(to: name, among: ["interactions"] + namedQueries.keys.sorted())
            let known = (["interactions"] + namedQueries.keys.sorted().prefix(20)).joined(separator: ", ")
            throw source.error(
                "There is no relation \"\(name)\".", at: relation.offset,
                hint: near.map { "did you mean \($0)?" }
                    ?? (namedQueries.isEmpty ? "the relation is interactions" : "the relations are \(known)"))
        }
        guard relation.columnNames.isEmpty else {
            let columns = try renamed(
                ColumnReference.all.map { ScopeColumn(name: $0.description, source: .expression(.column($0))) },
                relation.columnNames, at: relation.offset)
            return RowScope(kind: .columns(columns), names: [relation.alias ?? name])
        }
        return RowScope(kind: .events, names: [relation.alias ?? "interactions"])
    }

    /// A bound query as something to read from.
    func named(
        _ plan: SelectPlan, _ names: [String], isMaterialized: Bool, at offset: Int
    ) throws(InteractionError) -> NamedQuery {
        let isMerged = plan.isPlain && !isMaterialized
        let number = isMerged ? 0 : try register(plan, at: offset)
        var columns: [ScopeColumn] = []
        for (index, item) in plan.projection.dropLast(plan.hiddenItems).enumerated() {
            // A constant is the same in every row, wherever it is read.
            let isConstant = item.expression.constant != nil
            columns.append(
                ScopeColumn(
                    name: item.name, source: isMerged || isConstant ? .expression(item.expression) : .derived(subquery: number, column: index)))
        }
        return NamedQuery(
            columns: try renamed(columns, names, at: offset), relation: isMerged ? plan.relation : .subquery(number),
            filter: isMerged ? plan.filter : nil)
    }

    /// The number of a subquery that is answered first.
    func register(_ plan: SelectPlan, readsAll: Bool = false, at offset: Int) throws(InteractionError) -> Int {
        guard state.derived.count < Self.maximumSubqueries else {
            throw source.error("There are more than \(Self.maximumSubqueries) subqueries.", at: offset)
        }
        var plan = plan
        // Only constants can be decimals.
        for index in plan.projection.indices where plan.projection[index].expression.constant == nil || readsAll {
            plan.projection[index].expression = try withoutDecimal(plan.projection[index].expression, at: offset)
        }
        state.derived.append(DerivedRelation(state.derived.count, plan, readsAll: readsAll))
        return state.derived.count - 1
    }

    /// The columns under the names of `AS t(a, b)`, as far as those go; names that come twice get a number, as in DuckDB.
    private func renamed(_ columns: [ScopeColumn], _ names: [String], at offset: Int) throws(InteractionError) -> [ScopeColumn] {
        guard names.count <= columns.count else {
            throw source.error("There are \(names.count) names for \(columns.count) columns.", at: offset)
        }
        var result = columns
        var seen: Set<String> = []
        for index in result.indices {
            let name = index < names.count ? names[index] : result[index].name
            var unique = name
            var count = 0
            while !seen.insert(unique.lowercased()).inserted {
                count += 1
                unique = "\(name)_\(count)"
            }
            result[index].name = unique
        }
        return result
    }
}

extension SelectPlan {
    /// True when it only picks rows of its relation and computes columns of them, in the relation's order.
    var isPlain: Bool { !isGrouped && !isDistinct && order.isEmpty && limit == nil && offset == 0 && hiddenItems == 0 }
}
