// What the tests of the query language share: a fixed clock, the plan's text, the error's text.

import InteractionModel
import InteractionPlan

/// 2026-04-01T12:00:00Z.
let noon = Timestamp(microseconds: Day(year: 2026, month: 4, day: 1).start.microseconds + 43_200_000_000)

/// The plan of a query as text, or its error as `ERROR place: message (hint)`.
func plan(_ text: String, _ parameters: QueryParameters = QueryParameters()) -> String {
    do {
        return try BoundQuery.bind(text, context: QueryContext(now: noon, parameters: parameters)).plan.description
    } catch {
        return "ERROR \(error)"
    }
}

/// The expression of the only column of `SELECT text FROM interactions` and its type: `expression: TYPE`.
func typed(_ text: String) -> String {
    do {
        let plan = try BoundQuery.bind("SELECT \(text) FROM interactions", context: QueryContext(now: noon)).plan
        guard let item = plan.projection.first else { return "nothing" }
        let shown = item.expression.text(key: { "#\($0)" }, aggregate: { plan.aggregates[$0].description })
        return "\(shown): \(item.expression.type)"
    } catch {
        return "ERROR \(error)"
    }
}

/// The names of the result's columns joined by ` | `.
func names(_ text: String) -> String {
    do {
        return try BoundQuery.bind(text, context: QueryContext(now: noon)).plan.columns.map(\.name).joined(separator: " | ")
    } catch {
        return "ERROR \(error)"
    }
}
