// Numbers of properties. A property has no declared type, so arithmetic on properties and integers is done value by value and
// gives integers where integers meet (`ArithmeticOperator`): `details.n + 1`, `details.status // 100` and `sum(details.n)` are
// exact, as over BIGINT columns. As soon as a DOUBLE takes part, the property's numbers are read as doubles.

import InteractionModel

extension Binder {
    /// Arithmetic of properties with each other or with BIGINT; nil when it is none.
    func variantArithmetic(_ op: ArithmeticOperator, _ a: Expression, _ b: Expression, at place: Int) throws(InteractionError) -> Expression? {
        guard op != .divide, op != .concatenate, a.type == .variant || b.type == .variant else { return nil }
        guard a.type == .variant || a.type == .bigint, b.type == .variant || b.type == .bigint else { return nil }
        return .arithmetic(op, try asVariant(a, at: place), try asVariant(b, at: place), .variant)
    }

    /// A BIGINT as a VARIANT of integers; a VARIANT as it is.
    private func asVariant(_ value: Expression, at place: Int) throws(InteractionError) -> Expression {
        if value.type == .variant { return value }
        if let constant = value.constant { return .literal(constant, .variant) }
        return .cast(value, .variant, .raising)
    }

    /// Values of properties and BIGINT as VARIANTs of numbers, for CASE, coalesce and their like; nil for other mixtures.
    func unifiedNumbers(_ values: [Expression], at places: [Int]) throws(InteractionError) -> [Expression]? {
        let types = Set(values.map(\.type)).subtracting([.null])
        guard types == [.variant, .bigint] else { return nil }
        var result: [Expression] = []
        for (value, place) in zip(values, places) {
            if value.type == .null {
                result.append(.literal(.null, .variant))
            } else if value.type == .variant, !holdsNumbers(value) {
                result.append(.cast(value, .variant, .use))
            } else {
                result.append(try asVariant(value, at: place))
            }
        }
        return result
    }

    /// True for a VARIANT whose values are numbers and NULL only.
    func holdsNumbers(_ expression: Expression) -> Bool { Self.holdsNumbers(expression, keys: keys, aggregates, state) }

    static func holdsNumbers(_ expression: Expression, keys: [Expression], _ aggregates: [AggregateCall], _ state: BindingState) -> Bool {
        guard expression.type == .variant else { return false }
        func below(_ expression: Expression) -> Bool {
            expression.constant == .null || holdsNumbers(expression, keys: keys, aggregates, state)
        }
        switch expression {
        case .literal(let value, _): return value.type.isNumeric
        case .arithmetic, .negate: return true
        case .cast(let inner, _, let mode): return mode == .use || inner.type.isNumeric
        case .call(.coalesce, let arguments, _), .call(.greatest, let arguments, _), .call(.least, let arguments, _):
            return arguments.allSatisfy(below)
        case .call(.nullIf, let arguments, _): return arguments.first.map(below) ?? false
        case .conditional(let branches, let otherwise): return below(otherwise) && branches.allSatisfy { below($0.value) }
        case .key(let index, _): return keys.indices.contains(index) && below(keys[index])
        case .aggregate(let index, _):
            guard aggregates.indices.contains(index) else { return false }
            switch aggregates[index].function {
            case .sum: return true
            case .min, .max, .first, .last, .anyValue, .argMin, .argMax, .mode: return aggregates[index].argument.map(below) ?? false
            default: return false
            }
        case .column(.field(let field)): return field.subquery.map { state.derived[$0].holdsNumbers(field.index, state) } ?? false
        case .subquery(let number, _): return state.derived[number].holdsNumbers(0, state)
        default: return false
        }
    }
}
