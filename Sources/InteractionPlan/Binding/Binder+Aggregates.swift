// Aggregate calls: each different one gets a number in the plan; the expression around it reads that number.

import InteractionModel

/// The names of aggregates.
package enum AggregateName {
    package static let all: Set<String> = [
        "count", "count_star", "count_if", "countif", "sum", "avg", "mean", "min", "max", "stddev", "stddev_samp", "stddev_pop", "variance",
        "var_samp", "var_pop", "median", "quantile", "quantile_cont", "quantile_disc",
    ]
}

extension Binder {
    mutating func bindAggregate(_ call: CallSyntax, in clause: BindingClause, at place: Int) throws(InteractionError) -> Expression {
        guard clause.allowsAggregates else { throw aggregateRefused(in: clause, at: place) }
        var arguments: [Expression] = []
        for argument in call.arguments { arguments.append(try bind(argument, in: .aggregate)) }
        var aggregate = try aggregate(call, arguments, at: place)
        if let filter = call.filter {
            let condition = try bindCondition(filter, in: .aggregate)
            aggregate.filter = aggregate.filter.map { .and([condition, $0]) } ?? condition
        }
        aggregate.isDistinct = call.isDistinct && aggregate.function != .min && aggregate.function != .max
        if let index = aggregates.firstIndex(of: aggregate) { return .aggregate(index, aggregate.type) }
        try expectCount(aggregates.count + 1, Self.maximumItems, "aggregates", at: place)
        if let argument = aggregate.argument { try expectDepth(argument, at: place) }
        aggregates.append(aggregate)
        return .aggregate(aggregates.count - 1, aggregate.type)
    }

    private func aggregate(_ call: CallSyntax, _ arguments: [Expression], at place: Int) throws(InteractionError) -> AggregateCall {
        let name = call.name
        if name == "count_star" || (name == "count" && (call.isStar || arguments.isEmpty)) {
            try expectArguments(arguments.count, 0...0, name, at: place)
            return AggregateCall(.countStar, type: .bigint)
        }
        if call.isStar { throw source.error("Only count() takes *.", at: place) }
        let isQuantile = name.hasPrefix("quantile")
        try expectArguments(arguments.count, isQuantile ? 2...2 : 1...1, name, at: place)
        let argument = arguments[0]
        let argumentPlace = call.arguments[0].place
        switch name {
        case "count": return AggregateCall(.count, try withoutDecimal(argument, at: argumentPlace), type: .bigint)
        case "count_if", "countif":
            return AggregateCall(.countStar, filter: try condition(argument, at: argumentPlace), type: .bigint)
        case "min", "max":
            let value = try withoutDecimal(argument, at: argumentPlace)
            return AggregateCall(name == "min" ? .min : .max, value, type: value.type)
        case "sum":
            let isBoolean = argument.type == .boolean
            let value = isBoolean ? try convert(argument, to: .bigint, at: argumentPlace) : try plainNumber(argument, name, at: argumentPlace)
            return AggregateCall(.sum, value, type: value.type == .double ? .double : .hugeint)
        case "avg", "mean": return AggregateCall(.avg, try plainNumber(argument, name, at: argumentPlace), type: .double)
        case "median": return try quantile(.quantileCont(0.5), argument, name, at: argumentPlace)
        case "quantile_cont": return try quantile(.quantileCont(try fraction(call, arguments[1])), argument, name, at: argumentPlace)
        case "quantile", "quantile_disc": return try quantile(.quantileDisc(try fraction(call, arguments[1])), argument, name, at: argumentPlace)
        default:
            let value = try convert(try number(argument, "\(name)()", at: argumentPlace), to: .double, at: argumentPlace)
            let function: AggregateFunction =
                switch name {
                case "stddev_pop": .stddevPop
                case "var_samp", "variance": .varSamp
                case "var_pop": .varPop
                default: .stddevSamp
                }
            return AggregateCall(function, value, type: .double)
        }
    }

    private func plainNumber(_ argument: Expression, _ name: String, at place: Int) throws(InteractionError) -> Expression {
        try withoutDecimal(try number(argument, "\(name)()", at: place), at: place)
    }

    /// The fraction of a quantile: a constant from 0 to 1.
    private func fraction(_ call: CallSyntax, _ argument: Expression) throws(InteractionError) -> Double {
        let place = call.arguments[1].range.lowerBound
        if argument.type.isNumeric, argument.constant != nil,
            case .double(let value)? = try convert(argument, to: .double, at: place).constant
        {
            if value >= 0, value <= 1 { return value }
            throw source.error("The fraction of \(call.name)() is from 0 to 1.", at: place)
        }
        throw source.error("The fraction of \(call.name)() is a constant number.", at: place, hint: "for example \(call.name)(x, 0.95)")
    }

    private func quantile(
        _ function: AggregateFunction, _ argument: Expression, _ name: String, at place: Int
    ) throws(InteractionError) -> AggregateCall {
        let isContinuous: Bool
        if case .quantileCont = function { isContinuous = true } else { isContinuous = false }
        switch argument.type {
        case .timestamp: return AggregateCall(function, argument, type: .timestamp)
        case .date:
            let value = isContinuous ? try convert(argument, to: .timestamp, at: place) : argument
            return AggregateCall(function, value, type: value.type)
        case .varchar where !isContinuous, .boolean where !isContinuous, .interval where !isContinuous:
            return AggregateCall(function, argument, type: argument.type)
        default:
            let value = try plainNumber(argument, name, at: place)
            if isContinuous { return AggregateCall(function, try convert(value, to: .double, at: place), type: .double) }
            return AggregateCall(function, value, type: value.type)
        }
    }
}
