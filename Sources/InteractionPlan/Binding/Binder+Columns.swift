// Names to columns: the five of an event in snake_case or camelCase, properties by path, extracted metrics, aliases.
// A column comes before an alias of the same name, except at the top of ORDER BY.

import InteractionModel

extension Binder {
    private static let columns: [String: ColumnReference] = [
        "timestamp": .timestamp, "session_id": .sessionId, "sessionid": .sessionId, "user_id": .userId,
        "userid": .userId, "action": .action, "component": .component,
    ]

    mutating func bindName(_ parts: [NamePart], in clause: BindingClause) throws(InteractionError) -> Expression {
        if hasRelation, let expression = try columnOrMetric(parts) { return expression }
        if parts.count == 1, clause != .limit, let expression = aliases[parts[0].text.lowercased()] {
            try charge(expression, at: parts[0].offset)
            if expression.holdsAggregate, !clause.allowsAggregates { throw aggregateRefused(in: clause, at: parts[0].offset) }
            return expression
        }
        throw unknown(parts, in: clause)
    }

    /// The column, or the metric as `coalesce` of its properties; nil when the name is none. Throws when the name leads
    /// into a column that has no parts, or names no metric.
    func columnOrMetric(_ written: [NamePart]) throws(InteractionError) -> Expression? {
        var parts = written[...]
        if parts.count > 1, !parts[1].isSubscript, relationNames.contains(where: { $0.lowercased() == parts[0].text.lowercased() }) {
            parts = parts.dropFirst()
        }
        guard let first = parts.first else { return nil }
        let name = first.text.lowercased()
        let keys = parts.dropFirst().map(\.text)
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
        if !hasRelation {
            return source.error("There is no column \"\(shown)\" without a relation.", at: offset, hint: "add FROM interactions")
        }
        let known = ["timestamp", "session_id", "user_id", "action", "component", "details", "metadata", "metrics"]
        if let near = NameDistance.nearest(to: name, among: known + aliases.keys.sorted()) {
            return source.error("There is no column \"\(shown)\".", at: offset, hint: "did you mean \(near)?")
        }
        var hint = "the columns are " + known.joined(separator: ", ")
        if parts.count == 1, parts[0].isQuoted { hint = "a text goes in single quotes; " + hint }
        if parts.count == 1, !parts[0].isQuoted { hint = "a property is read as details.\(name); " + hint }
        return source.error("There is no column \"\(shown)\".", at: offset, hint: hint)
    }
}
