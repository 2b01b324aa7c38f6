// The SQL text of a built query, with `?` for its values.

extension InteractionQuery {
    /// SQL with `?` in the place of each value. Cost: linear in the query.
    public var text: String { rendered.text }
    /// The values of the `?`, in their order.
    public var values: [Literal] { rendered.values }

    /// Text and values.
    package var rendered: (text: String, values: [Literal]) {
        var text = "SELECT "
        var values: [Literal] = []
        func add(_ expression: QueryExpression) {
            for piece in expression.pieces {
                switch piece {
                case .text(let part): text += part
                case .value(let value):
                    text += "?"
                    values.append(value)
                }
            }
        }
        func list<Item>(_ items: [Item], _ one: (Item) -> Void) {
            for (index, item) in items.enumerated() {
                if index > 0 { text += ", " }
                one(item)
            }
        }
        if isDistinct { text += "DISTINCT " }
        let shown = columns.isEmpty ? keys : columns
        if shown.isEmpty { text += "*" }
        list(shown) { column in
            add(column)
            if let name = column.name { text += " AS " + QueryExpression.identifier(name) }
        }
        text += " FROM interactions"
        if let condition {
            text += " WHERE "
            add(condition)
        }
        if !keys.isEmpty {
            text += " GROUP BY "
            list(keys) { add($0) }
        }
        if let having {
            text += " HAVING "
            add(having)
        }
        if !order.isEmpty { text += " ORDER BY " }
        list(order) { key in
            add(key.expression)
            text += (key.isDescending ? " DESC" : "") + (key.nullsFirst ? " NULLS FIRST" : " NULLS LAST")
        }
        if let limit { add(QueryExpression([.text(" LIMIT "), .value(.bigint(Int64(limit)))])) }
        if let offset { add(QueryExpression([.text(" OFFSET "), .value(.bigint(Int64(offset)))])) }
        return (text, values)
    }
}

extension InteractionQuery: CustomStringConvertible {
    /// The SQL text with `?` for values.
    public var description: String { text }
}
