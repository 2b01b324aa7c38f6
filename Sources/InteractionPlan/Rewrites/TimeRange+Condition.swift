// A span of time as a condition, for the range that a command puts before a question.

import InteractionModel

extension TimeRange {
    /// `timestamp >= from AND timestamp < to`; nil for everything.
    package var condition: Expression? {
        var terms: [Expression] = []
        func add(_ op: ComparisonOperator, _ instant: Int64) {
            terms.append(.comparison(op, .column(.timestamp), .literal(.timestamp(instant), .timestamp)))
        }
        if from != .min { add(.greaterOrEqual, from) }
        if to != .max { add(.less, to) }
        return terms.count > 1 ? .and(terms) : terms.first
    }
}

extension SelectPlan {
    /// The same question asked of the events in a span of time only, subqueries included.
    package func restricted(to range: TimeRange) -> SelectPlan {
        guard let condition = range.condition else { return self }
        var plan = self
        plan.subqueries = subqueries.map { $0.restricted(to: range) }
        if relation == .interactions { plan.filter = filter.map { .and([condition, $0]) } ?? condition }
        return plan
    }
}
