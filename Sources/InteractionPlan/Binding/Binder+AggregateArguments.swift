// What each aggregate takes and gives.

import InteractionModel

extension Binder {
    /// Aggregates of values of any type.
    func aggregateOfAny(_ name: String, _ call: CallSyntax, _ arguments: [Expression]) throws(InteractionError) -> AggregateCall {
        let place = call.arguments[0].place
        switch name {
        case "count": return AggregateCall(.count, try withoutDecimal(arguments[0], at: place), type: .bigint)
        case "count_if":
            // As in DuckDB 2.0 a sum of 0 and 1: NULL where the condition is NULL for every row.
            let condition = try condition(arguments[0], at: place)
            return AggregateCall(.sum, try convert(condition, to: .bigint, at: place), type: .hugeint)
        case "string_agg":
            let value = try cast(arguments[0], to: .varchar, isTrying: false, at: place)
            guard arguments.count > 1 else { return AggregateCall(.joined(separator: ","), value, type: .varchar) }
            switch arguments[1].constant {
            case .varchar(let separator)?: return AggregateCall(.joined(separator: separator), value, type: .varchar)
            case .null?: return AggregateCall(.first, .literal(.null, .varchar), type: .varchar)
            default: throw source.error("The separator of \(call.name)() is a constant text.", at: call.arguments[1].place)
            }
        default: break
        }
        let value = try withoutDecimal(arguments[0], at: place)
        let list = ScalarType.list(value.type)
        switch name {
        case "min", "max":
            guard arguments.count > 1 else { return AggregateCall(name == "min" ? .min : .max, value, type: value.type) }
            let count = try valueCount(arguments[1], call, 1)
            return AggregateCall(name == "min" ? .minList(count) : .maxList(count), value, type: list)
        case "arg_min", "arg_max":
            let key = try withoutDecimal(arguments[1], at: call.arguments[1].place)
            guard arguments.count > 2 else { return AggregateCall(name == "arg_min" ? .argMin : .argMax, value, second: key, type: value.type) }
            let count = try valueCount(arguments[2], call, 2)
            return AggregateCall(name == "arg_min" ? .argMinList(count) : .argMaxList(count), value, second: key, type: list)
        case "approx_top_k": return AggregateCall(.topValues(try valueCount(arguments[1], call, 1)), value, type: list)
        case "approx_count_distinct": return AggregateCall(.approximateDistinct, value, type: .bigint)
        case "entropy": return AggregateCall(.entropy, value, type: .double)
        case "first": return AggregateCall(.first, value, type: value.type)
        case "last": return AggregateCall(.last, value, type: value.type)
        case "any_value": return AggregateCall(.anyValue, value, type: value.type)
        case "list": return AggregateCall(.list, value, type: list)
        case "mode": return AggregateCall(.mode, value, type: value.type)
        case "bool_and", "bool_or":
            return AggregateCall(name == "bool_and" ? .boolAnd : .boolOr, try condition(arguments[0], at: place), type: .boolean)
        default: throw source.error("\(call.name)() cannot be used here.", at: place)
        }
    }

    /// A constant number of values from 1 to 999,999.
    private func valueCount(_ argument: Expression, _ call: CallSyntax, _ index: Int) throws(InteractionError) -> Int {
        let place = call.arguments[index].place
        guard argument.type.isNumeric, case .bigint(let count)? = try convert(argument, to: .bigint, at: place).constant else {
            throw source.error("The number of values of \(call.name)() is a constant.", at: place, hint: "for example \(call.name)(..., 3)")
        }
        guard count > 0, count < 1_000_000 else {
            throw source.error("The number of values of \(call.name)() is from 1 to 999999.", at: place)
        }
        return Int(count)
    }

    /// Aggregates of one number; nil when the name is none of them.
    func aggregateOfNumbers(_ name: String, _ call: CallSyntax, _ arguments: [Expression]) throws(InteractionError) -> AggregateCall? {
        let argument = arguments[0]
        let place = call.arguments[0].place
        func double(_ function: AggregateFunction) throws(InteractionError) -> AggregateCall {
            let value = try convert(try number(argument, "\(call.name)()", at: place), to: .double, at: place)
            return AggregateCall(function, value, type: .double)
        }
        switch name {
        case "sum":
            if argument.type == .variant { return AggregateCall(.sum, argument, type: .variant) }
            let isBoolean = argument.type == .boolean
            let value = isBoolean ? try convert(argument, to: .bigint, at: place) : try plainNumber(argument, call.name, at: place)
            return AggregateCall(.sum, value, type: value.type == .double ? .double : .hugeint)
        case "sum_double": return try double(.sum)
        case "avg":
            if argument.type.isTemporal {
                return AggregateCall(.avg, try convert(argument, to: .timestamp, at: place), type: .timestamp)
            }
            return AggregateCall(.avg, try plainNumber(argument, call.name, at: place), type: .double)
        case "stddev_samp": return try double(.stddevSamp)
        case "stddev_pop": return try double(.stddevPop)
        case "var_samp": return try double(.varSamp)
        case "var_pop": return try double(.varPop)
        case "sem": return try double(.standardError)
        case "mad": return try double(.medianDeviation)
        case "product": return try double(.product)
        case "geometric_mean": return try double(.geometricMean)
        case "skewness": return try double(.skewness)
        case "kurtosis": return try double(.kurtosis)
        case "kurtosis_pop": return try double(.kurtosisPop)
        case "bit_and", "bit_or", "bit_xor":
            let value = try number(argument, "\(call.name)()", at: place)
            guard value.type == .bigint || argument.type == .variant else {
                throw source.error("\(call.name)() takes whole numbers, not \(argument.type).", at: place, hint: "convert it: CAST(... AS BIGINT)")
            }
            let function: AggregateFunction = name == "bit_and" ? .bitAnd : name == "bit_or" ? .bitOr : .bitXor
            return AggregateCall(function, try convert(argument, to: .bigint, at: place), type: .bigint)
        case "median": return try quantile([0.5], isList: false, isContinuous: true, argument, call, at: place)
        case "quantile_cont", "quantile_disc":
            let (fractions, isList) = try fractions(call, arguments[1])
            return try quantile(fractions, isList: isList, isContinuous: name == "quantile_cont", argument, call, at: place)
        case "approx_quantile":
            let (fractions, isList) = try fractions(call, arguments[1])
            let value = argument.type.isTemporal ? argument : try plainNumber(argument, call.name, at: place)
            let function: AggregateFunction = isList ? .approximateQuantileList(fractions) : .approximateQuantile(fractions[0])
            return AggregateCall(function, value, type: isList ? .list(value.type) : value.type)
        default: return nil
        }
    }

    /// Aggregates of two numbers; nil when the name is none of them.
    func aggregateOfPairs(_ name: String, _ call: CallSyntax, _ arguments: [Expression]) throws(InteractionError) -> AggregateCall? {
        let function: AggregateFunction
        switch name {
        case "corr": function = .correlation
        case "covar_pop": function = .covarPop
        case "covar_samp": function = .covarSamp
        default:
            guard name.hasPrefix("regr_"), let part = AggregateFunction.Regression(rawValue: String(name.dropFirst(5))) else { return nil }
            function = .regression(part)
        }
        var values: [Expression] = []
        for (argument, syntax) in zip(arguments, call.arguments) {
            values.append(try convert(try number(argument, "\(call.name)()", at: syntax.place), to: .double, at: syntax.place))
        }
        return AggregateCall(function, values[0], second: values[1], type: function == .regression(.count) ? .bigint : .double)
    }

    private func plainNumber(_ argument: Expression, _ name: String, at place: Int) throws(InteractionError) -> Expression {
        try withoutDecimal(try number(argument, "\(name)()", at: place), at: place)
    }

    /// The fractions of a quantile: one constant from 0 to 1, or a list of them.
    private func fractions(_ call: CallSyntax, _ argument: Expression) throws(InteractionError) -> ([Double], isList: Bool) {
        let place = call.arguments[1].range.lowerBound
        func fraction(_ value: Literal) throws(InteractionError) -> Double {
            guard value.type.isNumeric, case .converted(.double(let fraction)) = value.converted(to: .double) else { throw wrong() }
            if fraction >= 0, fraction <= 1 { return fraction }
            throw source.error("The fraction of \(call.name)() is from 0 to 1.", at: place)
        }
        func wrong() -> InteractionError {
            source.error("The fraction of \(call.name)() is a constant number or a list of them.", at: place, hint: "for example \(call.name)(x, 0.95)")
        }
        if let value = argument.constant { return ([try fraction(value)], false) }
        guard let list = constants(argument) else { throw wrong() }
        var fractions: [Double] = []
        for value in list { fractions.append(try fraction(value)) }
        return (fractions, true)
    }

    private func quantile(
        _ fractions: [Double], isList: Bool, isContinuous: Bool, _ argument: Expression, _ call: CallSyntax, at place: Int
    ) throws(InteractionError) -> AggregateCall {
        let value: Expression
        switch argument.type {
        case .timestamp: value = argument
        case .date: value = isContinuous ? try convert(argument, to: .timestamp, at: place) : argument
        case .varchar where !isContinuous, .boolean where !isContinuous, .interval where !isContinuous, .variant where !isContinuous:
            value = argument
        default:
            let plain = try plainNumber(argument, call.name, at: place)
            value = isContinuous ? try convert(plain, to: .double, at: place) : plain
        }
        let function: AggregateFunction
        if isList {
            function = isContinuous ? .quantileContList(fractions) : .quantileDiscList(fractions)
        } else {
            function = isContinuous ? .quantileCont(fractions[0]) : .quantileDisc(fractions[0])
        }
        return AggregateCall(function, value, type: isList ? .list(value.type) : value.type)
    }
}
