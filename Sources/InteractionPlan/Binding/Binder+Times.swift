// Functions of dates and times whose arguments need a look of their own.

import InteractionModel

extension Binder {
    func timeCall(_ name: String, _ arguments: [Expression], _ places: [Int], at place: Int) throws(InteractionError) -> Expression {
        func time(_ index: Int) throws(InteractionError) -> Expression {
            onLocalClock(try timestamp(arguments[index], "\(name)()", at: places[index]))
        }
        func whole(_ index: Int) throws(InteractionError) -> Expression {
            try convert(try number(arguments[index], "\(name)()", at: places[index]), to: .bigint, at: places[index])
        }
        switch name {
        case "date_diff", "datediff", "date_sub", "datesub": return try difference(name, arguments, places, at: place)
        case "date_add":
            try expectArguments(arguments.count, 2...2, name, at: place)
            return try arithmetic(.add, arguments[0], arguments[1], at: place)
        case "last_day":
            try expectArguments(arguments.count, 1...1, name, at: place)
            return .call(.time(.lastDay), [try time(0)], .date)
        case "make_date":
            guard arguments.count != 1 else {
                return .arithmetic(.add, .literal(.date(0), .date), try whole(0), .date)
            }
            try expectArguments(arguments.count, 3...3, name, at: place)
            return .call(.time(.makeDate), [try whole(0), try whole(1), try whole(2)], .date)
        case "make_timestamp":
            guard arguments.count != 1 else { return .call(.time(.ofMicroseconds), [try whole(0)], .timestamp) }
            try expectArguments(arguments.count, 6...6, name, at: place)
            var values: [Expression] = []
            for index in 0..<5 { values.append(try whole(index)) }
            values.append(try convert(try number(arguments[5], "\(name)()", at: places[5]), to: .double, at: places[5]))
            return .call(.time(.makeTimestamp(context.zone)), values, .timestamp)
        case "to_timestamp":
            try expectArguments(arguments.count, 1...1, name, at: place)
            return .call(.time(.ofSeconds), [try convert(try number(arguments[0], "\(name)()", at: places[0]), to: .double, at: places[0])], .timestamp)
        case "strftime": return try formatted(arguments, places, at: place)
        case "strptime", "try_strptime":
            try expectArguments(arguments.count, 2...2, name, at: place)
            let text = try text(arguments[0], "\(name)()", at: places[0])
            let format = arguments[1].type == .list(.varchar) ? arguments[1] : try self.text(arguments[1], "\(name)()", at: places[1])
            return .call(.time(.parsed(context.zone, isTrying: name == "try_strptime")), [text, format], .timestamp)
        case "age":
            try expectArguments(arguments.count, 1...2, name, at: place)
            let first = try time(0)
            if arguments.count > 1 { return .call(.time(.age), [first, try time(1)], .interval) }
            let today = Expression.literal(.timestamp(context.zone.day(of: context.now).start.microseconds), .timestamp)
            return .call(.time(.age), [today, first], .interval)
        case "epoch_ns", "nanosecond":
            try expectArguments(arguments.count, 1...1, name, at: place)
            let value = name == "nanosecond" ? try time(0) : try timestamp(arguments[0], "\(name)()", at: places[0])
            let micros = Expression.call(name == "nanosecond" ? .datePart(.microsecond) : .epochMicroseconds, [value], .bigint)
            return .arithmetic(.multiply, micros, .literal(.bigint(1000), .bigint), .bigint)
        default: throw source.error("There is no function \(name)().", at: place)
        }
    }

    /// date_diff and date_sub. Units of a day and longer are counted on the zone's clocks, shorter ones as time passes; the hours of
    /// date_diff start when the clocks show a full hour, which is not that of UTC everywhere.
    private func difference(_ name: String, _ arguments: [Expression], _ places: [Int], at place: Int) throws(InteractionError) -> Expression {
        try expectArguments(arguments.count, 3...3, name, at: place)
        guard case .varchar(let word)? = arguments[0].constant else {
            throw source.error("The part of \(name)() is a constant text.", at: places[0], hint: "for example \(name)('day', a, b)")
        }
        var part = try part(word, at: places[0])
        switch part {
        case .dayOfWeek, .isoDayOfWeek, .dayOfYear: part = .day
        case .epoch: part = .second
        case .era, .julian, .yearWeek, .timezone, .timezoneHour, .timezoneMinute:
            throw source.error("\(name)() does not count in \(Literal.quoted(word)).", at: places[0], hint: "for example in 'day'")
        default: break
        }
        let isSub = name.hasSuffix("sub")
        let isClock = [.microsecond, .millisecond, .second, .minute, .hour].contains(part)
        var values: [Expression] = []
        for index in 1...2 {
            let value = try timestamp(arguments[index], "\(name)()", at: places[index])
            values.append(isClock ? value : onLocalClock(value))
        }
        if part == .hour, zone != nil, !isSub {
            return .call(.time(.completed(.hour)), values.map { truncated($0, to: .hour) }, .bigint)
        }
        return .call(.time(isSub ? .completed(part) : .difference(part)), values, .bigint)
    }

    /// strftime takes its arguments in either order.
    private func formatted(_ arguments: [Expression], _ places: [Int], at place: Int) throws(InteractionError) -> Expression {
        try expectArguments(arguments.count, 2...2, "strftime", at: place)
        let isSwapped = arguments[0].type == .varchar && (arguments[1].type.isTemporal || arguments[0].constant != nil && arguments[1].constant == nil)
        let (value, format) = isSwapped ? (1, 0) : (0, 1)
        let letters = try text(arguments[format], "strftime()", at: places[format])
        if case .varchar(let text)? = letters.constant, let wrong = TimeFormat.problem(in: text) {
            throw source.error(wrong, at: places[format], hint: TimeFormat.hint)
        }
        let time = try timestamp(arguments[value], "strftime()", at: places[value])
        return .call(.time(.formatted(isLocal(time) ? .utc : context.zone)), [time, letters], .varchar)
    }

    /// `to_days(n)` and its like. Of a constant it is one, so that `now() - to_days(7)` is a bound that prunes.
    func interval(
        of part: DatePart, _ name: String, _ arguments: [Expression], _ places: [Int], at place: Int
    ) throws(InteractionError) -> Expression {
        try expectArguments(arguments.count, 1...1, name, at: place)
        let takesFractions = part == .second || part == .millisecond
        let value = try convert(try number(arguments[0], "\(name)()", at: places[0]), to: takesFractions ? .double : .bigint, at: places[0])
        let span: Interval?
        switch value.constant {
        case nil: return .call(.time(.intervalOf(part)), [value], .interval)
        case .bigint(let count)?: span = CalendarArithmetic.interval(count, of: part)
        case .double(let count)?: span = CalendarArithmetic.interval(count, of: part)
        default: return .literal(.null, .interval)
        }
        guard let span else { throw source.error("This interval is out of range.", at: places[0]) }
        return .literal(.interval(span), .interval)
    }
}
