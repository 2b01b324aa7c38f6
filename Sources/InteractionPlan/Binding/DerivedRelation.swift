// A subquery that is answered before the query around it. Only the columns that someone reads are computed; a part of a
// property that passes through it (`d.price` of `SELECT details AS d`) is read inside, where the property is at hand.

import InteractionModel

/// What the binders of one query share.
final class BindingState {
    /// Subqueries by number; each reads only such of smaller number.
    var derived: [DerivedRelation] = []
    /// How many more nodes may be copied (Binder+Limits).
    var copiesLeft = Binder.maximumCopies

    /// The finished plans of all subqueries.
    var plans: [SelectPlan] { derived.map(\.finished) }

    /// `expression` with `keys` behind it, when it is a property path or a subquery's column that passes one through.
    func extended(_ expression: Expression, by keys: [String]) -> Expression? {
        guard case .column(let column) = expression else { return nil }
        switch column {
        case .property(let path): return .column(.property(PropertyPath(path.root, path.keys + keys)))
        case .field(let field):
            guard let number = field.subquery else { return nil }
            return derived[number].part(keys, ofField: field.index, self).map { .column(.field($0)) }
        default: return nil
        }
    }
}

/// One subquery while the query around it is bound.
final class DerivedRelation {
    private struct Field {
        /// The column of the SELECT list that it is; nil for a part of one.
        var column: Int?
        var item: ProjectionItem
    }
    private let number: Int
    private let plan: SelectPlan
    private var fields: [Field] = []

    /// With DISTINCT every column decides which rows there are, so all are kept; so they are with `readsAll`.
    init(_ number: Int, _ plan: SelectPlan, readsAll: Bool) {
        self.number = number
        self.plan = plan
        if plan.isDistinct || readsAll {
            fields = plan.projection.dropLast(plan.hiddenItems).enumerated().map { Field(column: $0, item: $1) }
        }
    }

    private func reference(_ index: Int) -> RelationField {
        let item = fields[index].item
        return RelationField(subquery: number, index: index, name: item.name, type: item.expression.type)
    }

    /// The field that column `column` of the SELECT list is read from.
    func field(ofColumn column: Int) -> RelationField {
        if let index = fields.firstIndex(where: { $0.column == column }) { return reference(index) }
        fields.append(Field(column: column, item: plan.projection[column]))
        return reference(fields.count - 1)
    }

    /// The field for a part of another; nil where the row that has the property is no longer at hand.
    func part(_ keys: [String], ofField index: Int, _ state: BindingState) -> RelationField? {
        guard !plan.isGrouped, !plan.isDistinct, let expression = state.extended(fields[index].item.expression, by: keys) else { return nil }
        if let known = fields.firstIndex(where: { $0.column == nil && $0.item.expression == expression }) { return reference(known) }
        let name = ([fields[index].item.name] + keys).joined(separator: ".")
        fields.append(Field(column: nil, item: ProjectionItem(name: name, expression: expression)))
        return reference(fields.count - 1)
    }

    /// True when a field is local time (Binder+AtTimeZone).
    func isLocal(_ index: Int, _ state: BindingState) -> Bool {
        fields.indices.contains(index)
            && Binder.isLocal(fields[index].item.expression, keys: plan.keys, plan.aggregates, state)
    }

    /// True when a field is a VARIANT of numbers (Binder+Numbers).
    func holdsNumbers(_ index: Int, _ state: BindingState) -> Bool {
        fields.indices.contains(index)
            && Binder.holdsNumbers(fields[index].item.expression, keys: plan.keys, plan.aggregates, state)
    }

    /// The plan with the fields as its columns. What only ORDER BY reads follows as hidden items.
    var finished: SelectPlan {
        var result = plan
        result.projection = fields.map(\.item)
        if fields.isEmpty {
            // Nobody reads a column: the rows themselves are counted.
            result.projection = [ProjectionItem(name: "row", expression: .literal(.boolean(true), .boolean))]
        }
        let visible = result.projection.count
        result.order = plan.order.map { key in
            var key = key
            if let field = fields.firstIndex(where: { $0.column == key.item }) {
                key.item = field
            } else {
                result.projection.append(plan.projection[key.item])
                key.item = result.projection.count - 1
            }
            return key
        }
        result.hiddenItems = result.projection.count - visible
        return result
    }
}
