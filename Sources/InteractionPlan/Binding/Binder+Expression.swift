// One case for each kind of syntax. The cases are functions of their own, so that the recursion's stack frame stays small.

import InteractionModel

extension Binder {
    package mutating func bind(_ syntax: ExpressionSyntax, in clause: BindingClause) throws(InteractionError) -> Expression {
        switch syntax.kind {
        case .literal(let value): return .literal(value, value.type)
        case .double(let value, _): return .literal(.double(value), .double)
        case .interval(let value, _): return .literal(.interval(value), .interval)
        case .parameter(let name): return try bindParameter(name, at: syntax.place)
        case .name(let parts): return try bindName(parts, in: clause)
        case .call(let call): return try bindCall(call, syntax, in: clause)
        case .list(let all):
            var values: [Expression] = []
            for value in all { values.append(try bind(value, in: clause)) }
            return try list(values, at: all.map(\.place))
        case .element(let a, let index):
            return try element(try bind(a, in: clause), try bind(index, in: clause), at: syntax.place)
        case .slice(let a, let from, let to):
            let value = try bind(a, in: clause)
            var bounds: [Expression?] = []
            for bound in [from, to] { bounds.append(try bound.map { (syntax) throws(InteractionError) in try bind(syntax, in: clause) }) }
            return try slice(value, bounds[0], bounds[1], at: syntax.place)
        case .arrow(let a, let path, let isText):
            return try jsonPath(try bind(a, in: clause), try bind(path, in: clause), isText: isText, at: syntax.place)
        case .negate(let a): return try negate(try bind(a, in: clause), at: syntax.place)
        case .plus(let a): return try number(try bind(a, in: clause), "+", at: syntax.place)
        case .truth(let a): return try condition(try bind(a, in: clause), at: a.place)
        case .not(let a): return negation(try condition(try bind(a, in: clause), at: a.place))
        case .arithmetic(let op, let a, let b):
            return try arithmetic(op, try bind(a, in: clause), try bind(b, in: clause), at: syntax.place)
        case .power(let op, let a, let b):
            let base = try number(try bind(a, in: clause), op, at: syntax.place)
            let exponent = try number(try bind(b, in: clause), op, at: syntax.place)
            return .call(.power, [try convert(base, to: .double, at: a.place), try convert(exponent, to: .double, at: b.place)], .double)
        case .comparison(let op, let a, let b):
            return try comparison(op, try bind(a, in: clause), try bind(b, in: clause), at: syntax.place)
        case .and(let all): return try bindChain(all, in: clause, isAnd: true)
        case .or(let all): return try bindChain(all, in: clause, isAnd: false)
        case .isNull(let a, let isNegated):
            let test = Expression.isNull(try bind(a, in: clause))
            return isNegated ? .not(test) : test
        case .between(let a, let b, let c, let isNegated): return try bindBetween(a, b, c, isNegated, syntax, in: clause)
        case .inList(let a, let list, let isNegated): return try bindIn(a, list, isNegated, syntax, in: clause)
        case .like(let a, let b, let escape, let caseInsensitive, let isNegated):
            return try bindLike(a, b, escape, caseInsensitive, isNegated, in: clause)
        case .conditional(let operand, let branches, let otherwise):
            return try bindCase(operand, branches, otherwise, syntax, in: clause)
        case .namedCast(let a, .bigint, let name, let isTrying):
            let value = try cast(try bind(a, in: clause), to: .bigint, isTrying: isTrying, at: syntax.place)
            return try fitted(value, name, isTrying: isTrying, at: syntax.place)
        case .cast(let a, let type, let isTrying), .namedCast(let a, let type, _, let isTrying):
            return try cast(try bind(a, in: clause), to: type, isTrying: isTrying, at: syntax.place)
        case .subquery(let select): return try bindScalar(select, at: syntax.place)
        case .exists(let select): return try bindExists(select, at: syntax.place)
        case .inSubquery(let a, let select, let isNegated):
            return try bindMembership(a, select, isNegated, at: syntax.place, in: clause)
        }
    }

    private func bindParameter(_ name: String, at place: Int) throws(InteractionError) -> Expression {
        let value: Literal?
        if let number = Int(name) {
            let positional = context.parameters.positional
            value = number >= 1 && number <= positional.count ? positional[number - 1] : context.parameters.named[name]
        } else {
            value = context.parameters.named[name]
        }
        if let value { return .literal(value, value.type) }
        let near = NameDistance.nearest(to: name, among: context.parameters.named.keys.sorted())
        throw source.error("The parameter $\(name) has no value.", at: place, hint: near.map { "did you mean $\($0)?" })
    }

    private mutating func bindChain(_ all: [ExpressionSyntax], in clause: BindingClause, isAnd: Bool) throws(InteractionError) -> Expression {
        var terms: [Expression] = []
        for syntax in all {
            let term = try condition(try bind(syntax, in: clause), at: syntax.place)
            switch term {
            case .and(let inner) where isAnd: terms += inner
            case .or(let inner) where !isAnd: terms += inner
            default: terms.append(term)
            }
        }
        return isAnd ? .and(terms) : .or(terms)
    }

    private mutating func bindBetween(
        _ a: ExpressionSyntax, _ b: ExpressionSyntax, _ c: ExpressionSyntax, _ isNegated: Bool, _ syntax: ExpressionSyntax,
        in clause: BindingClause
    ) throws(InteractionError) -> Expression {
        let value = try bind(a, in: clause)
        try charge(value, at: syntax.place)
        let low = try comparison(.greaterOrEqual, value, try bind(b, in: clause), at: b.place)
        let high = try comparison(.lessOrEqual, value, try bind(c, in: clause), at: c.place)
        return isNegated ? .not(.and([low, high])) : .and([low, high])
    }

    private mutating func bindIn(
        _ a: ExpressionSyntax, _ list: [ExpressionSyntax], _ isNegated: Bool, _ syntax: ExpressionSyntax, in clause: BindingClause
    ) throws(InteractionError) -> Expression {
        let value = try bind(a, in: clause)
        var operand: Expression?
        var isUniform = true
        var elements: [Expression] = []
        var tests: [Expression] = []
        for item in list {
            let (left, right) = try compared(value, try bind(item, in: clause), at: item.place)
            if right.constant == .null { elements.append(.literal(.null, .null)) } else {
                if let operand, operand != left { isUniform = false }
                operand = operand ?? left
                elements.append(right)
            }
            tests.append(.comparison(.equal, left, right))
        }
        let result: Expression
        if isUniform {
            let left = operand ?? value
            result = .inList(left, elements.map { $0.type == .null ? .literal(.null, left.type) : $0 })
        } else {
            try charge(value, copies: tests.count - 1, at: syntax.place)
            result = .or(tests)
        }
        return isNegated ? .not(result) : result
    }

    private mutating func bindLike(
        _ a: ExpressionSyntax, _ b: ExpressionSyntax, _ escape: ExpressionSyntax?, _ caseInsensitive: Bool, _ isNegated: Bool,
        in clause: BindingClause
    ) throws(InteractionError) -> Expression {
        let word = caseInsensitive ? "ILIKE" : "LIKE"
        let text = try text(try bind(a, in: clause), word, at: a.place)
        let pattern = try self.text(try bind(b, in: clause), word, at: b.place)
        var scalar: Unicode.Scalar?
        if let escape {
            guard case .varchar(let mark)? = try bind(escape, in: clause).constant, mark.unicodeScalars.count <= 1 else {
                throw source.error("ESCAPE takes one character.", at: escape.place)
            }
            scalar = mark.unicodeScalars.first
        }
        let result = Expression.like(text, pattern: pattern, escape: scalar, caseInsensitive: caseInsensitive)
        return isNegated ? .not(result) : result
    }

    private mutating func bindCase(
        _ operand: ExpressionSyntax?, _ branches: [(ExpressionSyntax, ExpressionSyntax)], _ otherwise: ExpressionSyntax?,
        _ syntax: ExpressionSyntax, in clause: BindingClause
    ) throws(InteractionError) -> Expression {
        let value: Expression? = try operand.map { (syntax) throws(InteractionError) in try bind(syntax, in: clause) }
        if let value { try charge(value, copies: branches.count - 1, at: syntax.place) }
        var conditions: [Expression] = []
        var values: [Expression] = []
        var places: [Int] = []
        for (when, then) in branches {
            let test = try bind(when, in: clause)
            if let value {
                conditions.append(try comparison(.equal, value, test, at: when.place))
            } else {
                conditions.append(try condition(test, at: when.place))
            }
            values.append(try bind(then, in: clause))
            places.append(then.place)
        }
        if let otherwise {
            values.append(try bind(otherwise, in: clause))
            places.append(otherwise.place)
        } else {
            values.append(.literal(.null, .null))
            places.append(syntax.place)
        }
        var unified = try unify(values, "CASE", at: places)
        let last = unified.removeLast()
        return .conditional(zip(conditions, unified).map { Expression.Branch(condition: $0, value: $1) }, otherwise: last)
    }

    /// NOT, of a comparison the opposite comparison (which zone maps and time ranges understand).
    func negation(_ operand: Expression) -> Expression {
        switch operand {
        case .comparison(let op, let a, let b): .comparison(op.negated, a, b)
        case .not(let inner): inner
        case .literal(.boolean(let value), _): .literal(.boolean(!value), .boolean)
        default: .not(operand)
        }
    }
}
