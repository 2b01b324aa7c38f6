// Names to columns: the five of an event in snake_case or camelCase, properties by path, extracted metrics, aliases.
// A column comes before an alias of the same name, except at the top of ORDER BY.

import InteractionModel

extension Binder {
    private static let columns: [String: ColumnReference] = [
        "timestamp": .timestamp, "session_id": .sessionId, "sessionid": .sessionId, "user_id": .userId,
        "userid": .userId, "action": .action, "component": .component,
    ]

    mutating func bindName(_ parts: [NamePart], in clause: BindingClause) throws(InteractionError) -> Expression {
        if let expression = try columnOrMetric(parts) {
            if case .columns = scope.kind { try charge(expression, at: parts[0].offset) }
            return expression
        }
        if parts.count == 1, clause != .limit, let expression = aliases[parts[0].text.lowercased()] {
            try charge(expression, at: parts[0].offset)
            if expression.holdsAggregate, !clause.allowsAggregates { throw aggregateRefused(in: clause, at: parts[0].offset) }
            return expression
        }
        throw unknown(parts, in: clause)
    }

    /// The column, or the metric as `coalesce` of its properties; nil when the name is none. Throws when the name leads
    /// into a column that has no parts, or names no metric.
    func columnOrMetric(_ written: [NamePart]) throws(InteractionError) -> Expression? { try columnOrMetric(written, in: scope) }

    /// The parts behind the name of the relation, when that stands first.
    private func unqualified(_ written: [NamePart], _ scope: RowScope) -> ArraySlice<NamePart> {
        written.count > 1 && !written[1].isSubscript && scope.isNamed(written[0].text) ? written.dropFirst() : written[...]
    }

    private func columnOrMetric(_ written: [NamePart], in scope: RowScope) throws(InteractionError) -> Expression? {
        let parts = unqualified(written, scope)
        switch scope.kind {
        case .none: return nil
        case .columns(let columns):
            // A column may have the name of the relation.
            if let value = try scopeColumn(parts, columns) { return value }
            return parts.count < written.count ? try scopeColumn(written[...], columns) : nil
        case .events: break
        }
        guard let first = parts.first else { return nil }
        let name = first.text.lowercased()
        let keys = parts.dropFirst().map(\.text)
        if keys.isEmpty, let expression = context.expressions[first.text] { return expression }
        if let column = Self.columns[name] {
            if let next = parts.dropFirst().first {
                throw source.error(
                    "The column \(column) has no parts.", at: next.offset, hint: "only details, metadata and metrics have")
            }
            return .column(column)
        }
        if name == "details" || name == "metadata" {
            return .column(.property(PropertyPath(name == "details" ? .details : .metadata, keys)))
        }
        guard name == "metrics" else { return nil }
        return try metric(keys, at: parts.dropFirst().first?.offset ?? first.offset)
    }

    /// A column of a subquery or a part of one. Metrics are known where both objects of the event pass through.
    private func scopeColumn(_ parts: ArraySlice<NamePart>, _ columns: [ScopeColumn]) throws(InteractionError) -> Expression? {
        guard let first = parts.first else { return nil }
        let keys = parts.dropFirst().map(\.text)
        guard let column = columns.column(named: first.text) else {
            guard first.text.lowercased() == "metrics", columns.column(named: "details") != nil, columns.column(named: "metadata") != nil
            else { return nil }
            let metric = try self.metric(keys, at: parts.dropFirst().first?.offset ?? first.offset)
            return try metric.mappingColumns { (reference) throws(InteractionError) in
                guard case .property(let path) = reference, let column = columns.column(named: path.root == .details ? "details" : "metadata")
                else { return nil }
                return try part(path.keys, of: column, at: first.offset)
            }
        }
        return try part(keys, of: column, at: parts.dropFirst().first?.offset ?? first.offset)
    }

    private func part(_ keys: [String], of column: ScopeColumn, at offset: Int) throws(InteractionError) -> Expression {
        let value = value(of: column)
        if keys.isEmpty { return value }
        if let part = state.extended(value, by: keys) { return part }
        throw source.error(
            "The column \(column.name) has no parts.", at: offset,
            hint: "only properties that a subquery passes through have; read the part inside the subquery")
    }

    /// The name that a column of a subquery gives to an item; nil for a part of one, which is named by its key.
    func scopeName(_ written: [NamePart]) -> String? {
        guard case .columns(let columns) = scope.kind else { return nil }
        let parts = unqualified(written, scope)
        return parts.count == 1 ? parts.first.flatMap { columns.column(named: $0.text)?.name } : nil
    }

    /// The columns of `*`, without those left out and with those replaced.
    mutating func bindStar(_ star: StarSyntax) throws(InteractionError) -> [(name: String, value: Expression)] {
        if let qualifier = star.qualifier, !scope.isNamed(qualifier) {
            throw source.error(
                "There is no relation \"\(qualifier)\".", at: star.offset, hint: scope.names.first.map { "the relation is \($0)" })
        }
        var items: [(name: String, value: Expression)]
        switch scope.kind {
        case .none: throw source.error("* needs a relation.", at: star.offset, hint: "add FROM interactions")
        case .events: items = ColumnReference.all.map { ($0.description, .column($0)) }
        case .columns(let columns):
            items = columns.map { ($0.name, value(of: $0)) }
            for item in items { try charge(item.value, at: star.offset) }
        }
        func index(_ part: NamePart, _ word: String) throws(InteractionError) -> Int {
            if let index = items.firstIndex(where: { $0.name.lowercased() == part.text.lowercased() }) { return index }
            let near = NameDistance.nearest(to: part.text, among: items.map(\.name))
            throw source.error(
                "\(word) names no column: there is no \"\(part.text)\".", at: part.offset, hint: near.map { "did you mean \($0)?" })
        }
        for (syntax, part) in star.replaced {
            let value = try bind(syntax, in: .select)
            try expectDepth(value, at: syntax.place)
            items[try index(part, "REPLACE")].value = value
        }
        for part in star.excluded { items.remove(at: try index(part, "EXCLUDE")) }
        guard !items.isEmpty else { throw source.error("EXCLUDE leaves no column.", at: star.offset) }
        return items
    }

    private func metric(_ keys: [String], at offset: Int) throws(InteractionError) -> Expression {
        let known = context.metrics.keys.sorted()
        guard keys.count == 1 else {
            throw source.error("metrics is read by name.", at: offset, hint: "the metrics are " + known.joined(separator: ", "))
        }
        let wanted = keys[0].lowercased().utf8.filter { $0 != 95 }
        guard let name = known.first(where: { $0 == keys[0] }) ?? known.first(where: { Array($0.lowercased().utf8) == Array(wanted) }),
            let paths = context.metrics[name], let first = paths.first
        else {
            throw source.error(
                "There is no metric \"\(keys[0])\".", at: offset,
                hint: NameDistance.nearest(to: keys[0], among: known).map { "did you mean metrics.\($0)?" }
                    ?? "the metrics are " + known.joined(separator: ", "))
        }
        if paths.count == 1 { return .column(.property(first)) }
        return .call(.coalesce, paths.map { .column(.property($0)) }, .variant)
    }

    private func unknown(_ parts: [NamePart], in clause: BindingClause) -> InteractionError {
        let name = parts[0].text
        let offset = parts[0].offset
        let shown = parts.map(\.text).joined(separator: ".").prefix(100)
        if clause == .limit { return source.error("A constant was expected, not the column \"\(shown)\".", at: offset) }
        for outer in outers {
            if let found = try? columnOrMetric(parts, in: outer), found.constant == nil {
                return source.error(
                    "\"\(shown)\" is a column of the query around this subquery: correlated subqueries are not supported.", at: offset)
            }
        }
        let known: [String]
        switch scope.kind {
        case .none:
            return source.error("There is no column \"\(shown)\" without a relation.", at: offset, hint: "add FROM interactions")
        case .events: known = ["timestamp", "session_id", "user_id", "action", "component", "details", "metadata", "metrics"]
        case .columns(let columns): known = columns.map(\.name)
        }
        let wanted = parts.count > 1 && !parts[1].isSubscript && scope.isNamed(name) ? parts[1].text : name
        if let near = NameDistance.nearest(to: wanted, among: known + aliases.keys.sorted()) {
            return source.error("There is no column \"\(shown)\".", at: offset, hint: "did you mean \(near)?")
        }
        var hint = "the columns are " + known.prefix(30).joined(separator: ", ")
        if parts.count == 1, parts[0].isQuoted { hint = "a text goes in single quotes; " + hint }
        if case .events = scope.kind, parts.count == 1, !parts[0].isQuoted { hint = "a property is read as details.\(name); " + hint }
        return source.error("There is no column \"\(shown)\".", at: offset, hint: hint)
    }
}
