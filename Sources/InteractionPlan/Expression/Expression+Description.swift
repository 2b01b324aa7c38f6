// The printed form of a bound expression, for EXPLAIN and tests: compact, deterministic, conversions shown. A variant's use
// is printed `x::use(DOUBLE)`, to tell it from a cast that the query asked for.

import InteractionModel

extension Expression: CustomStringConvertible {
    /// As SQL where SQL has a form for it.
    public var description: String { text(key: { "#key\($0)" }, aggregate: { "#aggregate\($0)" }) }

    /// The text with keys and aggregates named by the plan around it.
    package func text(key: (Int) -> String, aggregate: (Int) -> String) -> String {
        func of(_ expression: Expression) -> String { expression.text(key: key, aggregate: aggregate) }
        func closed(_ expression: Expression) -> String {
            switch expression {
            case .literal, .column, .key, .aggregate, .arithmetic, .and, .or, .cast, .call, .negate, .subquery: of(expression)
            default: "(" + of(expression) + ")"
            }
        }
        func list(_ expressions: [Expression], _ separator: String) -> String { expressions.map(of).joined(separator: separator) }
        switch self {
        case .literal(let value, _): return value.description
        case .column(let column): return column.description
        case .key(let index, _): return key(index)
        case .aggregate(let index, _): return aggregate(index)
        case .negate(let a): return "-(\(of(a)))"
        case .not(.isNull(let a)): return "\(of(a)) IS NOT NULL"
        case .not(let a): return "NOT (\(of(a)))"
        case .arithmetic(let op, let a, let b, _): return "(\(closed(a)) \(op.rawValue) \(closed(b)))"
        case .comparison(let op, let a, let b): return "\(closed(a)) \(op.rawValue) \(closed(b))"
        case .and(let all): return "(" + list(all, " AND ") + ")"
        case .or(let all): return "(" + list(all, " OR ") + ")"
        case .isNull(let a): return "\(closed(a)) IS NULL"
        case .inList(let a, let values): return "\(of(a)) IN (" + list(values, ", ") + ")"
        case .like(let a, let pattern, let escape, let caseInsensitive):
            let end = escape.map { " ESCAPE " + Literal.quoted(String(Character($0))) } ?? ""
            return "\(of(a)) \(caseInsensitive ? "ILIKE" : "LIKE") \(of(pattern))\(end)"
        case .conditional(let branches, let otherwise):
            var text = "CASE"
            for branch in branches { text += " WHEN \(of(branch.condition)) THEN \(of(branch.value))" }
            return text + " ELSE \(of(otherwise)) END"
        case .cast(let a, let type, let mode):
            switch mode {
            case .raising: return "\(closed(a))::\(type)"
            case .trying: return "TRY_CAST(\(of(a)) AS \(type))"
            case .use: return "\(closed(a))::use(\(type == .variant ? "NUMBER" : type.description))"
            }
        case .call(let function, let arguments, _):
            let values = list(arguments, ", ")
            switch function {
            case .dateTrunc(let part), .datePart(let part): return "\(function.name)('\(part.rawValue)', \(values))"
            case .zonedTrunc(let part, let zone): return "date_trunc('\(part.rawValue)', \(values), '\(zone.name)')"
            case .localTime(let zone), .localDay(let zone), .dayStart(let zone), .instant(let zone): return "\(function.name)(\(values), '\(zone.name)')"
            case .regex(_, let options) where !options.isEmpty: return "\(function.name)(\(values), '\(options)')"
            case .time(.difference(let part)), .time(.completed(let part)):
                return "\(function.name)('\(part.rawValue)', \(values))"
            case .timeBucket(let width): return "time_bucket(INTERVAL '\(width)', \(values))"
            case .fitting(let width, let isTrying): return isTrying ? "TRY_CAST(\(values) AS \(width.rawValue))" : "\(values)::\(width.rawValue)"
            default: return "\(function.name)(\(values))"
            }
        case .subquery(let number, _): return "(subquery \(number + 1))"
        case .inSubquery(let a, let number): return "\(of(a)) IN (subquery \(number + 1))"
        }
    }
}

extension AggregateCall: CustomStringConvertible {
    /// As SQL writes it.
    public var description: String {
        var text = function.name + "("
        if isDistinct { text += "DISTINCT " }
        text += argument?.description ?? "*"
        if let second { text += ", \(second)" }
        if let constants = function.constants { text += ", \(constants)" }
        if !order.isEmpty {
            let keys = order.map { "\($0.expression)" + ($0.isDescending ? " DESC" : "") + ($0.nullsFirst ? " NULLS FIRST" : "") }
            text += " ORDER BY " + keys.joined(separator: ", ")
        }
        text += ")"
        if let filter { text += " FILTER (WHERE \(filter))" }
        return text
    }
}
