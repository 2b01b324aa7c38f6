// AT TIME ZONE. A timestamp of an event is an instant: what DuckDB calls TIMESTAMP WITH TIME ZONE. `t AT TIME ZONE 'Europe/Berlin'`
// is the local time that clocks in Berlin show at it; from then on its fields, days and units are plain, whatever zone the query
// is asked in, and a second AT TIME ZONE makes an instant of it again. A TIMESTAMP or DATE written without an offset is local
// time to AT TIME ZONE: `TIMESTAMP '2026-07-01' AT TIME ZONE 'Europe/Berlin'` is the instant of that midnight. People who
// keep UTC in DuckDB's TIMESTAMP write `t AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin'`; that gives the local time too.

import InteractionModel

extension Binder {
    /// `value AT TIME ZONE zone`, or `timezone(zone, value)`.
    mutating func atTimeZone(
        _ zone: Expression, _ value: Expression, writtenAs syntax: ExpressionSyntax, _ places: [Int],
        in clause: BindingClause
    ) throws(InteractionError) -> Expression {
        guard case .varchar(let name)? = zone.constant else {
            throw source.error("A time zone is a constant text.", at: places[0], hint: "for example AT TIME ZONE 'Europe/Berlin'")
        }
        let rules: ZoneRules
        do throws(InteractionError) {
            rules = try context.zoneRules(name)
        } catch {
            throw source.error("\(error.message).", at: places[0], hint: error.hint)
        }
        if let local = localText(syntax, value) {
            guard let read = TemporalText.timestamp(local) else {
                throw source.error("\(Literal.quoted(local)) cannot be read as TIMESTAMP.", at: places[1])
            }
            return .literal(.timestamp(rules.instant(ofLocal: read)), .timestamp)
        }
        if case .cast(let inner, .timestamp, _) = syntax.kind {
            // CAST(day AS TIMESTAMP) is the day's midnight on the zone's clocks.
            let day = try bind(inner, in: clause)
            if day.type == .date { return try atTimeZone(zone, day, writtenAs: inner, places, in: clause) }
        }
        if value.type == .date {
            let midnight = Expression.cast(value, .timestamp, .raising)
            guard case .date(let day)? = value.constant else { return .call(.instant(rules), [midnight], .timestamp) }
            return .literal(.timestamp(rules.instant(ofLocal: Day(number: day).start.microseconds)), .timestamp)
        }
        let time = try timestamp(value, "AT TIME ZONE", at: places[1])
        guard isLocal(time) else { return .call(.localTime(rules), [time], .timestamp) }
        if case .call(.localTime(let first), let arguments, _) = time, first.isUTC, let instant = arguments.first {
            return .call(.localTime(rules), [instant], .timestamp)
        }
        if let local = Self.localConstant(time) { return .literal(.timestamp(rules.instant(ofLocal: local)), .timestamp) }
        return .call(.instant(rules), [time], .timestamp)
    }

    /// The text of `TIMESTAMP '...'` or `'...'` without an offset from UTC.
    private func localText(_ syntax: ExpressionSyntax, _ value: Expression) -> String? {
        let text: String
        switch syntax.kind {
        case .literal(.varchar(let written)): text = written
        case .cast(let inner, .timestamp, _):
            guard case .literal(.varchar(let written)) = inner.kind else { return nil }
            text = written
        default:
            guard case .varchar(let written)? = value.constant else { return nil }
            text = written
        }
        // With an offset the zone around makes no difference.
        let other = ZoneRules.fixed(microseconds: 3_600_000_000)
        return TemporalText.timestamp(text) == TemporalText.timestamp(text, in: other) && TemporalText.timestamp(text) != nil ? nil : text
    }

    /// True for a TIMESTAMP, or a list of them, that is local time, made so by AT TIME ZONE somewhere below.
    func isLocal(_ expression: Expression) -> Bool { Self.isLocal(expression, keys: keys, aggregates, state) }

    static func isLocal(_ expression: Expression, keys: [Expression], _ aggregates: [AggregateCall], _ state: BindingState) -> Bool {
        guard expression.type == .timestamp || expression.type == .list(.timestamp) else { return false }
        func below(_ expression: Expression) -> Bool { isLocal(expression, keys: keys, aggregates, state) }
        switch expression {
        case .call(.localTime, _, _): return true
        case .call(.instant, _, _): return false
        case .call(_, let arguments, _): return arguments.contains(where: below)
        case .arithmetic(_, let a, let b, _): return below(a) || below(b)
        case .conditional(let branches, let otherwise): return below(otherwise) || branches.contains { below($0.value) }
        case .key(let index, _): return keys.indices.contains(index) && below(keys[index])
        case .aggregate(let index, _): return aggregates.indices.contains(index) && (aggregates[index].argument.map(below) ?? false)
        case .column(.field(let field)): return field.subquery.map { state.derived[$0].isLocal(field.index, state) } ?? false
        case .subquery(let number, _): return state.derived[number].isLocal(0, state)
        default: return false
        }
    }

    /// The local time that `date_trunc('day', now() AT TIME ZONE '...')` and its like are; nil when it is no constant.
    private static func localConstant(_ expression: Expression) -> Int64? {
        switch expression {
        case .literal(.timestamp(let time), _): return time
        case .call(.localTime(let zone), let arguments, _): return arguments.first.flatMap(localConstant).map { zone.local($0) }
        case .call(.dateTrunc(let part), let arguments, _):
            return arguments.first.flatMap(localConstant).map { CalendarArithmetic.truncate($0, to: part) }
        case .arithmetic(let op, let a, .literal(.interval(let span), _), .timestamp) where op == .add || op == .subtract:
            guard let time = localConstant(a), let signed = op == .add ? span : CalendarArithmetic.negated(span) else { return nil }
            return CalendarArithmetic.add(signed, to: time)
        default: return nil
        }
    }
}
