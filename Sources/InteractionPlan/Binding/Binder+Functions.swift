// The functions whose types depend on their arguments, and those that take constants apart: coalesce and its kin, abs and
// round, the parts of dates, time_bucket, and the clock.

import InteractionModel

extension Binder {
    func bindSpecial(_ name: String, _ arguments: [Expression], _ places: [Int], at place: Int) throws(InteractionError) -> Expression {
        switch name {
        case "coalesce", "ifnull":
            try expectArguments(arguments.count, name == "ifnull" ? 2...2 : 1...Int.max, name, at: place)
            return try sameType(.coalesce, name, arguments, places)
        case "greatest", "least":
            try expectArguments(arguments.count, 1...Int.max, name, at: place)
            return try sameType(name == "greatest" ? .greatest : .least, name, arguments, places)
        case "nullif":
            try expectArguments(arguments.count, 2...2, name, at: place)
            return try nullIf(arguments[0], arguments[1], at: place)
        case "if":
            try expectArguments(arguments.count, 3...3, name, at: place)
            let values = try unify(Array(arguments[1...]), name, at: Array(places[1...]))
            return .conditional([Expression.Branch(condition: try condition(arguments[0], at: places[0]), value: values[0])], otherwise: values[1])
        case "abs":
            try expectArguments(arguments.count, 1...1, name, at: place)
            let value = try withoutDecimal(try number(arguments[0], "abs()", at: places[0]), at: places[0])
            return .call(.abs, [value], value.type)
        case "round":
            try expectArguments(arguments.count, 1...2, name, at: place)
            return try round(arguments, places)
        case "mod":
            try expectArguments(arguments.count, 2...2, name, at: place)
            return try arithmetic(.remainder, arguments[0], arguments[1], at: place)
        case "log":
            try expectArguments(arguments.count, 1...2, name, at: place)
            var numbers: [Expression] = []
            for (value, place) in zip(arguments, places) { numbers.append(try convert(try number(value, "log()", at: place), to: .double, at: place)) }
            return .call(numbers.count == 1 ? .log10 : .math(.logarithm), numbers, .double)
        case "trunc", "round_even", "roundbankers":
            try expectArguments(arguments.count, name == "trunc" ? 1...2 : 2...2, name, at: place)
            let value = try withoutDecimal(try number(arguments[0], "\(name)()", at: places[0]), at: places[0])
            let function = MathFunction(rawValue: name) ?? .roundEven
            if arguments.count == 1 { return value.type.isInteger ? value : .call(.math(function), [value], value.type) }
            let digits = try convert(try number(arguments[1], "\(name)()", at: places[1]), to: .bigint, at: places[1])
            return .call(.math(function), [value, digits], value.type)
        case "pi":
            try expectArguments(arguments.count, 0...0, name, at: place)
            return .literal(.double(Double.pi), .double)
        case "add", "subtract", "multiply", "divide":
            try expectArguments(arguments.count, 2...2, name, at: place)
            let operators: [String: ArithmeticOperator] = ["add": .add, "subtract": .subtract, "multiply": .multiply, "divide": .integerDivide]
            return try arithmetic(operators[name] ?? .add, arguments[0], arguments[1], at: place)
        case "typeof":
            try expectArguments(arguments.count, 1...1, name, at: place)
            return .literal(.varchar(arguments[0].type == .null ? "\"NULL\"" : arguments[0].type.description), .varchar)
        case "concat_ws": return try concatWithSeparator(arguments, places, at: place)
        case "concat":
            try expectArguments(arguments.count, 1...Int.max, name, at: place)
            var texts: [Expression] = []
            for (value, place) in zip(arguments, places) { texts.append(try cast(value, to: .varchar, isTrying: false, at: place)) }
            return .call(.concat, texts, .varchar)
        case "date_trunc", "datetrunc", "date_part", "datepart":
            try expectArguments(arguments.count, 2...2, name, at: place)
            guard case .varchar(let part)? = arguments[0].constant else {
                throw source.error("The part of \(name)() is a constant text.", at: places[0], hint: "for example \(name)('hour', timestamp)")
            }
            return name.hasSuffix("trunc")
                ? try dateTrunc(part, arguments[1], name, places)
                : try datePart(part, [arguments[1]], name, [places[1]], at: places[0])
        case "time_bucket": return try timeBucket(arguments, places, at: place)
        case "epoch":
            try expectArguments(arguments.count, 1...1, name, at: place)
            let value = arguments[0].type == .interval ? arguments[0] : try timestamp(arguments[0], "epoch()", at: places[0])
            return .call(.epoch, [value], .double)
        case "current_date", "today":
            try expectArguments(arguments.count, 0...0, name, at: place)
            return .literal(.date(context.zone.day(of: context.now).number), .date)
        case "now", "get_current_timestamp", "current_localtimestamp", "transaction_timestamp":
            try expectArguments(arguments.count, 0...0, name, at: place)
            return .literal(.timestamp(context.now.microseconds), .timestamp)
        default: throw source.error("There is no function \(name)().", at: place)
        }
    }

    private func sameType(
        _ function: ScalarFunction, _ name: String, _ arguments: [Expression], _ places: [Int]
    ) throws(InteractionError) -> Expression {
        let values = try unify(arguments, "\(name)()", at: places)
        return values.count == 1 ? values[0] : .call(function, values, values.first { $0.type != .null }?.type ?? .null)
    }

    /// The first argument keeps its type; the comparison is made as `=` makes it.
    private func nullIf(_ a: Expression, _ b: Expression, at place: Int) throws(InteractionError) -> Expression {
        let first = try withoutDecimal(a, at: place)
        let (left, right) = try compared(first, b, at: place)
        if left == first { return .call(.nullIf, [left, right], left.type) }
        try charge(first, at: place)
        let equal = Expression.comparison(.equal, left, right)
        return .conditional([Expression.Branch(condition: equal, value: .literal(.null, first.type))], otherwise: first)
    }

    private func round(_ arguments: [Expression], _ places: [Int]) throws(InteractionError) -> Expression {
        let value = try withoutDecimal(try number(arguments[0], "round()", at: places[0]), at: places[0])
        if arguments.count == 1 { return value.type.isInteger ? value : .call(.round, [value], value.type) }
        let digits = try convert(try number(arguments[1], "round()", at: places[1]), to: .bigint, at: places[1])
        return .call(.round, [value, digits], value.type)
    }

    func part(_ name: String, at place: Int) throws(InteractionError) -> DatePart {
        if let part = DatePart(name: name) { return part }
        let known = DatePart.allCases.map(\.rawValue)
        let near = NameDistance.nearest(to: name, among: known)
        throw source.error(
            "\(Literal.quoted(name)) is no part of a date.", at: place,
            hint: near.map { "did you mean '\($0)'?" } ?? "the parts are " + known.joined(separator: ", "))
    }

    private func dateTrunc(_ name: String, _ value: Expression, _ user: String, _ places: [Int]) throws(InteractionError) -> Expression {
        let part = try part(name, at: places[0])
        guard part.isUnit else { throw source.error("\(user)() cannot cut to \(Literal.quoted(name)).", at: places[0]) }
        let argument = try timestamp(value, "\(user)()", at: places[1])
        return truncated(argument, to: part)
    }

    func datePart(
        _ name: String, _ arguments: [Expression], _ user: String, _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        try expectArguments(arguments.count, 1...1, user, at: place)
        let part = try part(name, at: place)
        if arguments[0].type == .interval {
            guard part.isOfInterval else { throw source.error("An interval has no part \(Literal.quoted(name)).", at: place) }
            return .call(.datePart(part), arguments, part.type)
        }
        let value = try timestamp(arguments[0], "\(user)()", at: places[0])
        switch part {
        case .epoch: return .call(.datePart(part), [value], .double)
        case .timezone, .timezoneHour, .timezoneMinute: return zoneField(part, value)
        default: return .call(.datePart(part), [onLocalClock(value)], part.type)
        }
    }

    /// How far the clocks of the query's zone are ahead of UTC: what they show, less the instant.
    private func zoneField(_ part: DatePart, _ value: Expression) -> Expression {
        func micros(_ time: Expression) -> Expression { .call(.epochMicroseconds, [time], .bigint) }
        func over(_ a: Expression, _ b: Int64, _ op: ArithmeticOperator) -> Expression { .arithmetic(op, a, .literal(.bigint(b), .bigint), .bigint) }
        let seconds = over(.arithmetic(.subtract, micros(onLocalClock(value)), micros(value), .bigint), 1_000_000, .integerDivide)
        switch part {
        case .timezoneHour: return over(seconds, 3600, .integerDivide)
        case .timezoneMinute: return over(over(seconds, 60, .integerDivide), 60, .remainder)
        default: return seconds
        }
    }

    private func timeBucket(_ arguments: [Expression], _ places: [Int], at place: Int) throws(InteractionError) -> Expression {
        try expectArguments(arguments.count, 2...3, "time_bucket", at: place)
        var width = arguments[0]
        if width.type == .varchar, width.constant != nil { width = try convert(width, to: .interval, at: places[0]) }
        guard case .interval(let span)? = width.constant else {
            throw source.error(
                "The width of time_bucket() is a constant interval.", at: places[0],
                hint: "for example time_bucket(INTERVAL '5 minutes', timestamp)")
        }
        let isMonths = span.months > 0 && span.days == 0 && span.microseconds == 0
        guard isMonths || (span.fixedMicroseconds ?? 0) > 0 else {
            throw source.error(
                "The width of time_bucket() is positive and has either months or shorter parts.", at: places[0])
        }
        // Buckets of days are days: those of a DATE, wherever it is midnight.
        let isDate = arguments[1].type == .date && (arguments.count < 3 || arguments[2].type != .timestamp)
        let time = isDate ? plainTimestamp(arguments[1]) : try timestamp(arguments[1], "time_bucket()", at: places[1])
        var result: Expression
        if arguments.count == 3, arguments[2].type == .interval {
            // With an offset the buckets begin so much later.
            let offset = arguments[2]
            result = .call(.timeBucket(span), [try temporal(.subtract, time, offset, at: places[2])], .timestamp)
            result = try temporal(.add, result, offset, at: places[2])
        } else if arguments.count == 3 {
            let origin = isDate && arguments[2].type == .date ? plainTimestamp(arguments[2]) : try timestamp(arguments[2], "time_bucket()", at: places[2])
            result = .call(.timeBucket(span), [time, origin], .timestamp)
        } else {
            result = .call(.timeBucket(span), [time], .timestamp)
        }
        return isDate ? .cast(result, .date, .raising) : result
    }

    /// The midnight of a DATE in UTC.
    private func plainTimestamp(_ date: Expression) -> Expression {
        if case .date(let day)? = date.constant { return .literal(.timestamp(Day(number: day).start.microseconds), .timestamp) }
        return .cast(date, .timestamp, .raising)
    }
}
