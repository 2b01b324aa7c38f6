// Types of operators: comparison, arithmetic of numbers and of time. Decimal constants are computed exactly here, so that
// 0.1 + 0.2 = 0.3; with a column they become doubles.

import InteractionModel

extension Binder {
    func comparison(_ op: ComparisonOperator, _ a: Expression, _ b: Expression, at place: Int) throws(InteractionError) -> Expression {
        if case .decimal(let x)? = a.constant.flatMap(Self.exact), case .decimal(let y)? = b.constant.flatMap(Self.exact),
            let order = Self.compare(x, y)
        {
            return .literal(.boolean(Self.holds(op, order)), .boolean)
        }
        // An integer column against 1.5: the bound below decides, exactly.
        if a.type.isInteger, case .decimal(let value)? = b.constant, !value.isIntegral, a.constant == nil {
            let bound: ComparisonOperator? = switch op {
            case .less, .lessOrEqual: .lessOrEqual
            case .greater, .greaterOrEqual: .greater
            default: nil
            }
            if let bound {
                let literal = Int64(exactly: value.floor).map { Literal.bigint($0) } ?? .hugeint(value.floor)
                let floor = Expression.literal(literal, literal.type)
                let (left, right) = try compared(a, floor, at: place)
                return .comparison(bound, left, right)
            }
        }
        if b.type.isInteger, case .decimal? = a.constant, b.constant == nil { return try comparison(op.swapped, b, a, at: place) }
        let (left, right) = try compared(a, b, at: place)
        return .comparison(op, left, right)
    }

    /// Both operands in the type in which they are compared.
    func compared(_ a: Expression, _ b: Expression, at place: Int) throws(InteractionError) -> (Expression, Expression) {
        if a.type == .variant, b.type == .variant, holdsNumbers(a) != holdsNumbers(b) {
            // Numbers are compared with the numbers of a property only.
            return (try convert(a, to: .double, at: place), try convert(b, to: .double, at: place))
        }
        if a.type == b.type, a.type != .null { return (try withoutDecimal(a, at: place), try withoutDecimal(b, at: place)) }
        // A text beside local time is local time, not that of the query's zone.
        for (local, text) in [(a, b), (b, a)] where zone != nil && text.type == .varchar && local.type == .timestamp && isLocal(local) {
            if case .varchar(let written)? = text.constant, let time = TemporalText.timestamp(written) {
                let value = Expression.literal(.timestamp(time), .timestamp)
                return local == a ? (a, value) : (value, b)
            }
        }
        let type: ScalarType
        switch (a.type, b.type) {
        case (.null, .null): type = .bigint
        case (.null, let other), (let other, .null): type = Self.plainType(for: other)
        case (.list, _), (_, .list):
            guard a.type.element != nil, b.type.element != nil, let common = Self.join(a.type, b.type) else {
                throw source.error("\(a.type) cannot be compared with \(b.type).", at: place, hint: "convert one with CAST")
            }
            type = common
        case (.variant, let other) where other != .interval, (let other, .variant) where other != .interval:
            switch other {
            case .bigint: type = Self.isBeyondDouble(a) || Self.isBeyondDouble(b) ? .hugeint : .double
            case .hugeint: type = .hugeint
            case .double, .decimal: type = .double
            case .timestamp, .date: type = .timestamp
            default: type = other
            }
        case (.varchar, let other) where a.constant != nil: type = Self.plainType(for: other)
        case (let other, .varchar) where b.constant != nil: type = Self.plainType(for: other)
        case (.varchar, let other) where other != .interval, (let other, .varchar) where other != .interval:
            type = Self.plainType(for: other)
        case (.timestamp, .date), (.date, .timestamp): type = .timestamp
        case (.bigint, .hugeint), (.hugeint, .bigint): type = .hugeint
        case (.decimal, let other) where other.isInteger: type = Self.integerType(a, other)
        case (let other, .decimal) where other.isInteger: type = Self.integerType(b, other)
        case (.boolean, let other) where other.isNumeric, (let other, .boolean) where other.isNumeric:
            type = Self.plainType(for: other)
        case (let x, let y) where x.isNumeric && y.isNumeric: type = .double
        default: throw source.error("\(a.type) cannot be compared with \(b.type).", at: place, hint: "convert one with CAST")
        }
        return (try convert(a, to: type, at: place), try convert(b, to: type, at: place))
    }

    /// Integers that a double cannot tell from their neighbours are compared with a property's numbers as integers: 2^53 is the
    /// first, as 2^53 + 1 would become it.
    private static func isBeyondDouble(_ expression: Expression) -> Bool {
        guard case .bigint(let value)? = expression.constant else { return false }
        return value.magnitude >= 1 << 53
    }

    /// What meets a value of this type takes its type; a decimal constant counts as DOUBLE.
    private static func plainType(for other: ScalarType) -> ScalarType {
        if case .decimal = other { return .double }
        return other
    }

    /// 2.0 against an integer column is 2; 1.5 needs a double.
    private static func integerType(_ constant: Expression, _ other: ScalarType) -> ScalarType {
        if case .decimal(let value)? = constant.constant, value.isIntegral, other == .hugeint || Int64(exactly: value.floor) != nil { return other }
        return .double
    }

    /// An integer or decimal constant as a decimal.
    private static func exact(_ value: Literal) -> Literal? {
        switch value {
        case .bigint(let number): .decimal(ExactDecimal(coefficient: Int128(number), scale: 0))
        case .hugeint(let number): ExactDecimal.fits(number) ? .decimal(ExactDecimal(coefficient: number, scale: 0)) : nil
        case .decimal: value
        default: nil
        }
    }

    /// -1, 0 or 1; nil when the digits do not fit.
    private static func compare(_ a: ExactDecimal, _ b: ExactDecimal) -> Int? {
        let scale = max(a.scale, b.scale)
        guard let x = a.rescaled(to: scale), let y = b.rescaled(to: scale) else { return nil }
        return x.coefficient < y.coefficient ? -1 : x.coefficient > y.coefficient ? 1 : 0
    }

    private static func holds(_ op: ComparisonOperator, _ order: Int) -> Bool {
        switch op {
        case .equal, .notDistinct: order == 0
        case .notEqual, .distinct: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }

    func negate(_ operand: Expression, at place: Int) throws(InteractionError) -> Expression {
        switch operand.constant {
        case .bigint(let value)? where value != .min: return .literal(.bigint(-value), .bigint)
        case .decimal(let value)?: return .literal(.decimal(ExactDecimal(coefficient: -value.coefficient, scale: value.scale)), operand.type)
        case .double(let value)?: return .literal(.double(-value), .double)
        case .interval(let value)?:
            if let negative = CalendarArithmetic.negated(value) { return .literal(.interval(negative), .interval) }
        default: break
        }
        return .negate(operand.type == .interval || operand.type == .variant ? operand : try number(operand, "-", at: place))
    }

    func arithmetic(_ op: ArithmeticOperator, _ a: Expression, _ b: Expression, at place: Int) throws(InteractionError) -> Expression {
        if op == .concatenate, a.type.element != nil || b.type.element != nil { return try concatenatedLists(a, b, at: place) }
        if op == .concatenate { return .arithmetic(op, try joined(a, at: place), try joined(b, at: place), .varchar) }
        if a.type.isTemporal || b.type.isTemporal || a.type == .interval || b.type == .interval {
            return try temporal(op, a, b, at: place)
        }
        var left = a
        var right = b
        if left.type == .varchar, left.constant != nil, right.type.isNumeric { left = try convert(left, to: right.type == .hugeint ? .hugeint : right.type == .bigint ? .bigint : .double, at: place) }
        if right.type == .varchar, right.constant != nil, left.type.isNumeric { right = try convert(right, to: left.type == .hugeint ? .hugeint : left.type == .bigint ? .bigint : .double, at: place) }
        if let exact = try variantArithmetic(op, left, right, at: place) { return exact }
        left = try number(left, op.rawValue, at: place)
        right = try number(right, op.rawValue, at: place)
        if op == .remainder, case .decimal(let divisor)? = right.constant.flatMap(Self.exact), divisor.coefficient == 0,
            case .decimal? = left.constant.flatMap(Self.exact), !left.type.isInteger || !right.type.isInteger
        {
            throw source.error("Division by zero.", at: place)
        }
        if op != .divide, let folded = Self.folded(op, left, right) { return folded }
        left = try withoutDecimal(left, at: place)
        right = try withoutDecimal(right, at: place)
        let type: ScalarType =
            op == .divide || left.type == .double || right.type == .double
            ? .double : left.type == .hugeint || right.type == .hugeint ? .hugeint : .bigint
        return .arithmetic(op, try convert(left, to: type, at: place), try convert(right, to: type, at: place), type)
    }

    private func joined(_ operand: Expression, at place: Int) throws(InteractionError) -> Expression {
        operand.type == .varchar ? operand : try cast(operand, to: .varchar, isTrying: false, at: place)
    }

    /// The exact result over two integer or decimal constants; nil when it is left to the run (overflow, zero divisor).
    private static func folded(_ op: ArithmeticOperator, _ a: Expression, _ b: Expression) -> Expression? {
        guard case .decimal(let x)? = a.constant.flatMap(exact), case .decimal(let y)? = b.constant.flatMap(exact) else { return nil }
        let isInteger = a.type.isInteger && b.type.isInteger
        let scale = op == .multiply ? x.scale + y.scale : max(x.scale, y.scale)
        guard scale <= ExactDecimal.maximumPrecision else { return nil }
        let result: (partialValue: Int128, overflow: Bool)
        if op == .multiply {
            result = x.coefficient.multipliedReportingOverflow(by: y.coefficient)
        } else {
            guard let p = x.rescaled(to: scale), let q = y.rescaled(to: scale) else { return nil }
            switch op {
            case .add: result = p.coefficient.addingReportingOverflow(q.coefficient)
            case .subtract: result = p.coefficient.subtractingReportingOverflow(q.coefficient)
            case .remainder where q.coefficient != 0: result = p.coefficient.remainderReportingOverflow(dividingBy: q.coefficient)
            case .integerDivide where q.coefficient != 0 && isInteger: result = p.coefficient.dividedReportingOverflow(by: q.coefficient)
            default: return nil
            }
        }
        guard !result.overflow, ExactDecimal.fits(result.partialValue) else { return nil }
        if !isInteger {
            let value = ExactDecimal(coefficient: result.partialValue, scale: scale)
            return .literal(.decimal(value), .decimal(precision: value.precision, scale: scale))
        }
        if a.type == .hugeint || b.type == .hugeint { return .literal(.hugeint(result.partialValue), .hugeint) }
        return Int64(exactly: result.partialValue).map { .literal(.bigint($0), .bigint) }
    }
}
