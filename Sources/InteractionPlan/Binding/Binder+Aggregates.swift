// Aggregate calls: each different one gets a number in the plan; the expression around it reads that number. What each
// name takes is in the other file of aggregates.

import InteractionModel

extension Binder {
    mutating func bindAggregate(_ call: CallSyntax, in clause: BindingClause, at place: Int) throws(InteractionError) -> Expression {
        guard clause.allowsAggregates else { throw aggregateRefused(in: clause, at: place) }
        var arguments: [Expression] = []
        for argument in call.arguments { arguments.append(try bind(argument, in: .aggregate)) }
        var aggregate = try aggregate(call, arguments, at: place)
        aggregate.order = try bindOrder(inside: call, arguments, aggregate)
        if let filter = call.filter {
            let condition = try bindCondition(filter, in: .aggregate)
            aggregate.filter = aggregate.filter.map { .and([condition, $0]) } ?? condition
        }
        if call.isDistinct { try makeDistinct(&aggregate, call, at: place) }
        if let index = aggregates.firstIndex(of: aggregate) { return .aggregate(index, aggregate.type) }
        try expectCount(aggregates.count + 1, Self.maximumItems, "aggregates", at: place)
        for expression in aggregate.expressions { try expectDepth(expression, at: place) }
        aggregates.append(aggregate)
        return .aggregate(aggregates.count - 1, aggregate.type)
    }

    /// ORDER BY inside the call. It is read, but not kept, where the order of rows does not show.
    private mutating func bindOrder(
        inside call: CallSyntax, _ arguments: [Expression], _ aggregate: AggregateCall
    ) throws(InteractionError) -> [AggregateOrder] {
        var order: [AggregateOrder] = []
        try expectCount(call.order.count, Self.maximumItems, "keys in ORDER BY", at: call.order.first?.offset ?? 0)
        for key in call.order {
            guard let syntax = key.expression else {
                throw source.error("ORDER BY ALL has no meaning inside an aggregate.", at: key.offset)
            }
            let expression = try withoutDecimal(try bind(syntax, in: .aggregate), at: syntax.place)
            if expression.constant != nil { continue }
            if call.isDistinct, !arguments.contains(expression) {
                throw source.error(
                    "With DISTINCT, an aggregate can only be ordered by its argument.", at: syntax.place,
                    hint: "\(call.name)(DISTINCT x ORDER BY x)")
            }
            order.append(AggregateOrder(expression, isDescending: key.isDescending, nullsFirst: key.nullsFirst))
        }
        return aggregate.function.showsOrder ? order : []
    }

    private func makeDistinct(_ aggregate: inout AggregateCall, _ call: CallSyntax, at place: Int) throws(InteractionError) {
        guard aggregate.function.observesDistinct else { return }
        // Each value once is as common as any other: the first of them.
        if aggregate.function == .mode {
            aggregate.function = .anyValue
            return
        }
        if aggregate.second != nil || aggregate.argument == nil {
            throw source.error("\(call.name)() does not take DISTINCT.", at: place)
        }
        aggregate.isDistinct = true
    }

    func aggregate(_ call: CallSyntax, _ arguments: [Expression], at place: Int) throws(InteractionError) -> AggregateCall {
        let name = AggregateName.canonical[call.name] ?? call.name
        if name == "count_star" || (name == "count" && (call.isStar || arguments.isEmpty)) {
            try expectArguments(arguments.count, 0...0, call.name, at: place)
            return AggregateCall(.countStar, type: .bigint)
        }
        if call.isStar { throw source.error("Only count() takes *.", at: place) }
        try expectArguments(arguments.count, Self.argumentCounts[name] ?? 1...1, call.name, at: place)
        if let made = try aggregateOfNumbers(name, call, arguments) { return made }
        if let made = try aggregateOfPairs(name, call, arguments) { return made }
        return try aggregateOfAny(name, call, arguments)
    }

    /// How many arguments a name takes, where it is not one.
    private static let argumentCounts: [String: ClosedRange<Int>] = {
        var counts: [String: ClosedRange<Int>] = [
            "quantile_cont": 2...2, "quantile_disc": 2...2, "approx_quantile": 2...2, "approx_top_k": 2...2, "string_agg": 1...2,
            "min": 1...2, "max": 1...2, "arg_min": 2...3, "arg_max": 2...3, "corr": 2...2, "covar_pop": 2...2, "covar_samp": 2...2,
        ]
        for part in AggregateFunction.Regression.allCases { counts["regr_" + part.rawValue] = 2...2 }
        return counts
    }()

    /// The elements of a list of constants such as `[0.5, 0.9]`; nil when it is none.
    func constants(_ expression: Expression) -> [Literal]? {
        guard case .call(.list(.value), let elements, _) = expression else { return nil }
        let values = elements.compactMap(\.constant)
        return values.count == elements.count ? values : nil
    }
}
