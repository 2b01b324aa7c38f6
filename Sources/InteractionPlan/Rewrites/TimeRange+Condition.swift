// The events that a command or an analysis chooses before a question is asked, as a condition of the question.

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
    package func restricted(to range: TimeRange) -> SelectPlan { range.condition.map { restricted(to: $0) } ?? self }

    /// The same question asked only of the events for which a condition is true, subqueries included. The condition reads no
    /// subquery.
    package func restricted(to condition: Expression) -> SelectPlan {
        var plan = self
        plan.subqueries = subqueries.map { $0.restricted(to: condition) }
        switch relation {
        case .interactions: plan.filter = filter.map { .and([condition, $0]) } ?? condition
        case .function(var call):
            call.filter = call.filter.map { .and([condition, $0]) } ?? condition
            plan.relation = .function(call)
        case .oneRow, .subquery: break
        }
        return plan
    }
}
