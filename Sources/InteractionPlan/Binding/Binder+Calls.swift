// Calls of scalar functions: the name is looked up, the arguments are bound and handed to what binds the function.

import InteractionModel

extension Binder {
    mutating func bindCall(_ call: CallSyntax, _ syntax: ExpressionSyntax, in clause: BindingClause) throws(InteractionError) -> Expression {
        let place = syntax.range.lowerBound
        if AggregateName.all.contains(call.name) { return try bindAggregate(call, in: clause, at: place) }
        if FunctionBinding.windows.contains(call.name) { throw source.error("Window functions are not supported.", at: place) }
        guard let binding = FunctionBinding.all[call.name] else {
            let near = NameDistance.nearest(to: call.name, among: FunctionBinding.all.keys.sorted() + AggregateName.all.sorted())
            throw source.error("There is no function \(call.name)().", at: place, hint: near.map { "did you mean \($0)?" })
        }
        if call.isStar || call.isDistinct || call.filter != nil || !call.order.isEmpty {
            let what = call.isStar ? "*" : call.isDistinct ? "DISTINCT" : call.filter != nil ? "FILTER" : "ORDER BY"
            throw source.error("\(call.name)() is no aggregate: it does not take \(what).", at: place)
        }
        var arguments: [Expression] = []
        for argument in call.arguments { arguments.append(try bind(argument, in: clause)) }
        let places = call.arguments.map(\.place)
        let name = call.name
        switch binding {
        case .plain(let signature):
            if let function = FunctionSignature.listForms[name], arguments.first?.type.element != nil {
                return try listCall(function, name, arguments, places, at: place)
            }
            return try bindPlain(name, signature, arguments, places, at: place)
        case .special: return try bindSpecial(name, arguments, places, at: place)
        case .part: return try datePart(name, arguments, name, places, at: place)
        case .interval(let part): return try interval(of: part, name, arguments, places, at: place)
        case .time: return try timeCall(name, arguments, places, at: place)
        case .atTimeZone:
            try expectArguments(arguments.count, 2...2, name, at: place)
            return try atTimeZone(arguments[0], arguments[1], writtenAs: call.arguments[1], places, in: clause)
        case .list(let function): return try listCall(function, name, arguments, places, at: place)
        case .listAggregate(let fixed): return try listAggregate(fixed, name, arguments, places, at: place)
        case .regex(let function): return try regexCall(function, name, arguments, places, at: place)
        case .json(let function): return try jsonCall(function, name, arguments, places, at: place)
        case .label: return try label(arguments, places, at: place)
        }
    }

    /// Refuses a wrong number of arguments.
    func expectArguments(_ count: Int, _ allowed: ClosedRange<Int>, _ name: String, at place: Int) throws(InteractionError) {
        if allowed.contains(count) { return }
        let wanted =
            allowed.upperBound == Int.max
            ? "at least \(allowed.lowerBound)"
            : allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed.lowerBound) to \(allowed.upperBound)"
        let noun = wanted == "1" || wanted.hasSuffix("least 1") ? "argument" : "arguments"
        throw source.error("\(name)() takes \(wanted) \(noun), not \(count).", at: place)
    }

    private func bindPlain(
        _ name: String, _ signature: FunctionSignature, _ arguments: [Expression], _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        let most = signature.parameters.count
        try expectArguments(arguments.count, (most - signature.optional)...most, name, at: place)
        var converted: [Expression] = []
        for (index, argument) in arguments.enumerated() {
            let user = "\(name)()"
            let value: Expression
            switch signature.parameters[index] {
            case .text: value = try text(argument, user, at: places[index])
            case .timestamp: value = try timestamp(argument, user, at: places[index])
            case .double: value = try convert(try number(argument, user, at: places[index]), to: .double, at: places[index])
            case .bigint: value = try convert(try number(argument, user, at: places[index]), to: .bigint, at: places[index])
            }
            converted.append(signature.readsLocalClock ? onLocalClock(value) : value)
        }
        return .call(signature.function, converted, signature.result)
    }
}
