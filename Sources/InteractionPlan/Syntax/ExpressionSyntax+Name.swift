// The name that a column without an alias gets: the text of its expression in DuckDB's own form (`count_star()`,
// `sum((n + 1))`, `CAST(x AS BIGINT)`), so that a result has the same header in both.

extension OrderItemSyntax {
    /// The key in DuckDB's form.
    package var text: String {
        (expression?.text ?? "ALL") + (isDescending ? " DESC" : "") + (nullsFirst ? " NULLS FIRST" : "")
    }
}

extension ExpressionSyntax {
    /// The column name: of a column its last name, else the whole text.
    package var columnName: String {
        if case .name(let parts) = kind, let last = parts.last, !last.isSubscript { return last.text }
        return text
    }

    /// The expression in DuckDB's form.
    package var text: String {
        switch kind {
        case .literal(let value): Self.text(of: value)
        case .double(_, let text): text
        case .interval(_, let text): "CAST(\(Literal.quoted(text)) AS INTERVAL)"
        case .parameter(let name): "$" + name
        case .name(let parts): Self.text(of: parts)
        case .call(let call): Self.text(of: call)
        case .list(let all): "list_value(" + all.map(\.text).joined(separator: ", ") + ")"
        case .element(let a, let index): "\(a.text)[\(index.text)]"
        case .slice(let a, let from, let to): "\(a.text)[\(from?.text ?? ""):\(to?.text ?? "")]"
        case .arrow(let a, let path, let isText): "(\(a.text) \(isText ? "->>" : "->") \(path.text))"
        case .negate(let a): "(-(\(a.text)))"
        case .plus(let a): "(+(\(a.text)))"
        case .truth(let a): "CAST(\(a.text) AS BOOLEAN)"
        case .not(let a): "(NOT \(a.text))"
        case .arithmetic(let op, let a, let b): "(\(a.text) \(op.rawValue) \(b.text))"
        case .power(let op, let a, let b): "(\(a.text) \(op) \(b.text))"
        case .comparison(let op, let a, let b): "(\(a.text) \(op == .notEqual ? "!=" : op.rawValue) \(b.text))"
        case .and(let all): Self.chain(all, "AND")
        case .or(let all): Self.chain(all, "OR")
        case .isNull(let a, let isNegated): "(\(a.text) IS \(isNegated ? "NOT " : "")NULL)"
        case .between(let a, let b, let c, let isNegated): Self.negated("(\(a.text) BETWEEN \(b.text) AND \(c.text))", isNegated)
        case .inList(let a, let list, let isNegated):
            Self.negated("(\(a.text) IN (\(list.map(\.text).joined(separator: ", "))))", isNegated)
        case .like(let a, let b, _, let caseInsensitive, let isNegated):
            "(\(a.text) \(isNegated ? "!" : "")~~\(caseInsensitive ? "*" : "") \(b.text))"
        case .conditional(let operand, let branches, let otherwise): Self.text(ofCase: operand, branches, otherwise)
        case .cast(let a, let type, let isTrying): "\(isTrying ? "TRY_CAST" : "CAST")(\(a.text) AS \(type))"
        case .namedCast(let a, _, let name, let isTrying): "\(isTrying ? "TRY_CAST" : "CAST")(\(a.text) AS \(name))"
        case .subquery(let select): "(\(select.text))"
        case .exists(let select): "EXISTS(\(select.text))"
        case .inSubquery(let a, let select, let isNegated): Self.negated("(\(a.text) = ANY(\(select.text)))", isNegated)
        }
    }

    private static func negated(_ text: String, _ isNegated: Bool) -> String { isNegated ? "(NOT \(text))" : text }

    private static func chain(_ all: [ExpressionSyntax], _ word: String) -> String {
        "(" + all.map(\.text).joined(separator: " \(word) ") + ")"
    }

    private static func text(of value: Literal) -> String {
        if case .hugeint(let number) = value { return String(number) }
        return value.description
    }

    private static func text(of parts: [NamePart]) -> String {
        var text = ""
        for part in parts {
            if part.isSubscript {
                text += "[" + Literal.quoted(part.text) + "]"
            } else {
                text += (text.isEmpty ? "" : ".") + quotedIfNeeded(part.text)
            }
        }
        return text
    }

    private static func text(of call: CallSyntax) -> String {
        var text: String
        if call.name == "count", call.isStar || call.arguments.isEmpty {
            text = "count_star()"
        } else if call.name == "coalesce" {
            text = "COALESCE(" + call.arguments.map(\.text).joined(separator: ", ") + ")"
        } else {
            text = quotedIfNeeded(call.name) + "(" + (call.isDistinct ? "DISTINCT " : "")
            text += call.isStar ? "*" : call.arguments.map(\.text).joined(separator: ", ")
            if !call.order.isEmpty { text += " ORDER BY " + call.order.map(\.text).joined(separator: ", ") }
            text += ")"
        }
        if let filter = call.filter { text += " FILTER (WHERE \(filter.text))" }
        return text
    }

    private static func text(
        ofCase operand: ExpressionSyntax?, _ branches: [(ExpressionSyntax, ExpressionSyntax)], _ otherwise: ExpressionSyntax?
    ) -> String {
        var text = "CASE "
        for (condition, value) in branches {
            let test = operand.map { "(\($0.text) = \(condition.text))" } ?? condition.text
            text += " WHEN (\(test)) THEN (\(value.text))"
        }
        return text + " ELSE \(otherwise?.text ?? "NULL") END"
    }

    /// The words that DuckDB puts in quotes because its grammar uses them, as far as columns and functions here have them.
    private static let quotedWords: Set<String> = [
        "action", "timestamp", "year", "month", "day", "hour", "minute", "second", "quarter", "week", "nullif",
        "substring", "trim", "replace", "left", "right", "first", "last", "mode", "position", "range", "translate", "format",
    ]

    private static func quotedIfNeeded(_ name: String) -> String {
        let isPlain =
            !quotedWords.contains(name) && !name.isEmpty
            && name.utf8.enumerated().allSatisfy { index, byte in
                (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte == 95 || (index > 0 && byte >= 48 && byte <= 57)
            }
        return isPlain ? name : Literal.quoted(name, with: UInt8(ascii: "\""))
    }
}
