// Arithmetic of timestamps, dates and intervals. Over constants it is computed at once, so that `now() - INTERVAL '7 days'`
// is a bound that prunes days and row groups.

import InteractionModel

extension Binder {
    func temporal(_ op: ArithmeticOperator, _ a: Expression, _ b: Expression, at place: Int) throws(InteractionError) -> Expression {
        switch (op, a.type, b.type) {
        case (.add, .interval, .timestamp), (.add, .interval, .date), (.add, .bigint, .date), (.multiply, .bigint, .interval),
            (.multiply, .double, .interval), (.multiply, .decimal, .interval):
            return try temporal(op, b, a, at: place)
        case (.add, .timestamp, .interval), (.add, .date, .interval), (.subtract, .timestamp, .interval), (.subtract, .date, .interval):
            return try shifted(op, try convert(a, to: .timestamp, at: place), b, at: place)
        case (.add, .date, .bigint), (.subtract, .date, .bigint):
            if case .date(let day)? = a.constant, case .bigint(let count)? = b.constant {
                let (sum, overflow) = op == .add ? Int64(day).addingReportingOverflow(count) : Int64(day).subtractingReportingOverflow(count)
                if !overflow, let day = CalendarArithmetic.date(sum) { return .literal(.date(day), .date) }
                throw source.error("This date is out of range.", at: place)
            }
            return .arithmetic(op, a, b, .date)
        case (.subtract, .date, .date): return .arithmetic(op, a, b, .bigint)
        case (.subtract, .timestamp, .timestamp), (.subtract, .timestamp, .date), (.subtract, .date, .timestamp):
            return .arithmetic(op, try convert(a, to: .timestamp, at: place), try convert(b, to: .timestamp, at: place), .interval)
        case (.multiply, .interval, .double), (.multiply, .interval, .decimal), (.divide, .interval, .bigint), (.divide, .interval, .double),
            (.divide, .interval, .decimal):
            return .arithmetic(op, a, try convert(b, to: .double, at: place), .interval)
        case (.add, .interval, .interval), (.subtract, .interval, .interval), (.multiply, .interval, .bigint):
            return .arithmetic(op, a, b, .interval)
        case (_, .null, let other), (_, let other, .null):
            let isShift = other == .interval || op == .add
            return .literal(.null, isShift ? (other == .date ? .timestamp : other) : .interval)
        case (_, .variant, _), (_, _, .variant):
            throw source.error(
                "A property has no fixed type for \(op.rawValue) with \(a.type == .variant ? b.type : a.type).", at: place,
                hint: "convert it: CAST(... AS TIMESTAMP)")
        case (_, .varchar, _), (_, _, .varchar):
            throw source.error(
                "\(op.rawValue) does not take \(a.type) and \(b.type).", at: place,
                hint: "an interval is written INTERVAL '1 day', a timestamp TIMESTAMP '2026-04-01'")
        default:
            let hint = op == .add || op == .subtract ? "a span of time is written INTERVAL '1 day'" : nil
            throw source.error("\(op.rawValue) does not take \(a.type) and \(b.type).", at: place, hint: hint)
        }
    }

    private func shifted(_ op: ArithmeticOperator, _ a: Expression, _ b: Expression, at place: Int) throws(InteractionError) -> Expression {
        if let zone, !isLocal(a) { return try shifted(op, a, b, in: zone, at: place) }
        guard case .timestamp(let start)? = a.constant, case .interval(let span)? = b.constant else {
            return .arithmetic(op, a, b, .timestamp)
        }
        guard let signed = op == .add ? span : CalendarArithmetic.negated(span), let result = CalendarArithmetic.add(signed, to: start) else {
            throw source.error("This timestamp is out of range.", at: place)
        }
        return .literal(.timestamp(result), .timestamp)
    }

    /// A day is a day of the zone's clocks, of 23 to 25 hours.
    private func shifted(
        _ op: ArithmeticOperator, _ a: Expression, _ b: Expression, in zone: ZoneRules, at place: Int
    ) throws(InteractionError) -> Expression {
        var span = b
        if op == .subtract, case .interval(let value)? = b.constant {
            guard let negative = CalendarArithmetic.negated(value) else { throw source.error("This timestamp is out of range.", at: place) }
            span = .literal(.interval(negative), .interval)
        } else if op == .subtract {
            span = .negate(b)
        }
        guard case .timestamp(let start)? = a.constant, case .interval(let value)? = span.constant else {
            return .call(.time(.shifted(zone)), [a, span], .timestamp)
        }
        guard let result = CalendarArithmetic.add(value, to: start, in: zone) else {
            throw source.error("This timestamp is out of range.", at: place)
        }
        return .literal(.timestamp(result), .timestamp)
    }
}
