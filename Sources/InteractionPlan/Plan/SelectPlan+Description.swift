// The printed form of a plan, one line for each step from the relation up, for EXPLAIN and tests.

import InteractionModel

extension SelectPlan: CustomStringConvertible {
    /// Lines such as `scan interactions`, `filter ...`, `group by ...`, in the order they are answered.
    public var description: String { lines.joined(separator: "\n") }

    /// The lines of `description`: first each subquery that is needed under its number, its own lines indented, in the order in
    /// which they are answered; then those of the plan.
    public var lines: [String] {
        subqueriesNeeded.flatMap { ["subquery \($0 + 1)"] + subqueries[$0].ownLines.map { "  " + $0 } } + ownLines
    }

    private var ownLines: [String] {
        func text(_ expression: Expression) -> String {
            expression.text(
                key: { keys.indices.contains($0) ? keys[$0].description : "#key\($0)" },
                aggregate: { aggregates.indices.contains($0) ? aggregates[$0].description : "#aggregate\($0)" })
        }
        var lines: [String]
        switch relation {
        case .oneRow: lines = ["one row"]
        case .interactions: lines = ["scan interactions"]
        case .subquery(let number): lines = ["scan subquery \(number + 1)"]
        case .function(let call):
            lines = ["table function \(call)"]
            let range = TimeRange.implied(by: call.filter)
            if range != .all { lines.append("time \(range)") }
            if let filter = call.filter { lines.append("of events \(filter)") }
        }
        let range = TimeRange.implied(by: filter)
        if relation == .interactions, range != .all { lines.append("time \(range)") }
        if let filter { lines.append("filter \(filter)") }
        if isGrouped {
            if !keys.isEmpty { lines.append("group by " + keys.map(\.description).joined(separator: ", ")) }
            if !aggregates.isEmpty { lines.append("aggregate " + aggregates.map(\.description).joined(separator: ", ")) }
            if let having { lines.append("having " + text(having)) }
        }
        let visible = projection.dropLast(hiddenItems)
        lines.append("select \(isDistinct ? "distinct " : "")" + visible.map { "\(text($0.expression)) AS \(Literal.quoted($0.name, with: 34))" }.joined(separator: ", "))
        if !order.isEmpty {
            let sort = order.map { key in
                let item = projection.indices.contains(key.item) ? text(projection[key.item].expression) : "#\(key.item)"
                return item + (key.isDescending ? " DESC" : "") + (key.nullsFirst ? " NULLS FIRST" : "")
            }
            lines.append("order by " + sort.joined(separator: ", "))
        }
        if offset > 0 { lines.append("offset \(offset)") }
        if let limit { lines.append("limit \(limit)") }
        return lines
    }
}

extension TimeRange: CustomStringConvertible {
    /// `[from, to)` with open ends left out.
    public var description: String {
        if isEmpty { return "none" }
        let start = from == .min ? "" : Timestamp(microseconds: from).description
        let end = to == .max ? "" : Timestamp(microseconds: to).description
        return "[\(start), \(end))"
    }
}
