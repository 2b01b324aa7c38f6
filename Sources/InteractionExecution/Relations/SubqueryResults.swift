// The answers of a query's subqueries, as the plans that read them need them: as a relation, as one value, as a set of values.
// They are answered in the order of their numbers, each once, and let go after their last reader.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// What is known of the subqueries so far.
struct SubqueryResults: Sendable {
    private var relations: [Int: MaterializedRelation] = [:]
    private var scalars: [Int: Vector] = [:]
    private var sets: [Int: ValueSet] = [:]

    /// Bytes held.
    var byteCount: Int { relations.values.reduce(0) { $0 + $1.byteCount } + sets.values.reduce(0) { $0 + $1.byteCount } }

    mutating func add(_ relation: MaterializedRelation, number: Int) { relations[number] = relation }

    mutating func remove(_ number: Int) {
        relations[number] = nil
        scalars[number] = nil
        sets[number] = nil
    }

    private static func unanswered(_ number: Int) -> InteractionError {
        InteractionError(.invalidQuery, "subquery \(number + 1) is read before it is answered")
    }

    func relation(_ number: Int) throws(InteractionError) -> MaterializedRelation {
        guard let relation = relations[number] else { throw Self.unanswered(number) }
        return relation
    }

    /// One row of the value.
    func scalar(_ number: Int) throws(InteractionError) -> Vector {
        guard let scalar = scalars[number] else { throw Self.unanswered(number) }
        return scalar
    }

    func set(_ number: Int) throws(InteractionError) -> ValueSet {
        guard let set = sets[number] else { throw Self.unanswered(number) }
        return set
    }

    /// The plan with the values of its subqueries in place, computed on as far as they are constants, so that a bound such as
    /// `timestamp > (SELECT max(timestamp) FROM interactions) - INTERVAL '1 day'` prunes as a written one does. Errors:
    /// `.invalidQuery` for a value of more than one row.
    mutating func resolved(_ plan: SelectPlan) throws(InteractionError) -> SelectPlan {
        if plan.subqueriesRead.isEmpty { return plan }
        var result = plan
        if let filter = plan.filter { result.filter = try resolved(filter) }
        for index in plan.keys.indices { result.keys[index] = try resolved(plan.keys[index]) }
        for index in plan.aggregates.indices {
            result.aggregates[index] = try plan.aggregates[index].mappingExpressions { (expression) throws(InteractionError) in
                try resolved(expression)
            }
        }
        if let having = plan.having { result.having = try resolved(having) }
        for index in plan.projection.indices {
            result.projection[index].expression = try resolved(plan.projection[index].expression)
        }
        return result
    }

    private mutating func resolved(_ expression: Expression) throws(InteractionError) -> Expression {
        switch expression {
        case .subquery(let number, let type):
            let value = try oneValue(number, type)
            guard let literal = Self.literal(value.value(0)) else { return expression }
            return .literal(literal, type)
        case .inSubquery(let operand, let number):
            if sets[number] == nil { sets[number] = ValueSet(try relation(number).columns[0]) }
            return .inSubquery(try resolved(operand), number)
        default:
            var isChanged = false
            let result = try expression.mappingChildren { (child) throws(InteractionError) in
                let changed = try resolved(child)
                if changed != child { isChanged = true }
                return changed
            }
            return isChanged ? Self.folded(result) : expression
        }
    }

    private mutating func oneValue(_ number: Int, _ type: ScalarType) throws(InteractionError) -> Vector {
        if let known = scalars[number] { return known }
        let relation = try relation(number)
        guard relation.rowCount <= 1, let column = relation.columns.first else {
            throw InteractionError(
                .invalidQuery, "a subquery used as a value returns more than one row",
                hint: "take one of them: max(...), or ORDER BY ... LIMIT 1")
        }
        var value = relation.rowCount == 0 ? .nulls(type, count: 1) : column.spread()
        value.isConstant = true
        scalars[number] = value
        return value
    }

    /// The constant of a value; nil for those of a variant that no literal is.
    private static func literal(_ value: ResultValue) -> Literal? {
        switch value {
        case .null: .null
        case .bool(let flag): .boolean(flag)
        case .int(let number): .bigint(number)
        case .hugeint(let number): .hugeint(number)
        case .double(let number): .double(number)
        case .text(let text): .varchar(text)
        case .timestamp(let micros): .timestamp(micros)
        case .date(let day): .date(day)
        case .interval(let span): .interval(span)
        case .decimal, .number, .json, .list: nil
        }
    }

    /// The constant that arithmetic, a conversion or a function of constants gives; what raises is left to the rows it meets.
    private static func folded(_ expression: Expression) -> Expression {
        switch expression {
        case .arithmetic, .cast, .call, .negate: break
        default: return expression
        }
        guard expression.children.allSatisfy({ $0.constant != nil }),
            let value = try? Evaluator().evaluate(ExpressionNode(expression), VectorBatch(count: 1)), value.count == 1,
            let literal = literal(value.value(0))
        else { return expression }
        return .literal(literal, expression.type)
    }
}
