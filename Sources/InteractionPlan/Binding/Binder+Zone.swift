// The session's time zone: what a day is. Timestamps are instants in any zone; the zone decides where days, weeks and the other
// units begin, which day an instant falls on, which instant a date or a time written without offset means.

import InteractionModel

extension Binder {
    /// The zone, unless it is UTC, for which everything is plain arithmetic.
    var zone: ZoneRules? { context.zone.isUTC ? nil : context.zone }

    /// A conversion between DATE, TIMESTAMP and text, or lists of them, that the zone decides; nil where it does not matter.
    func zoned(_ expression: Expression, to type: ScalarType, at place: Int) throws(InteractionError) -> Expression? {
        guard let zone, !isLocal(expression) else { return nil }
        switch (expression.type, type) {
        case (.timestamp, .date):
            if case .timestamp(let instant)? = expression.constant {
                return .literal(.date(zone.day(of: Timestamp(microseconds: instant)).number), .date)
            }
            return .call(.localDay(zone), [expression], .date)
        case (.date, .timestamp):
            if case .date(let day)? = expression.constant {
                return .literal(.timestamp(zone.start(of: Day(number: day)).microseconds), .timestamp)
            }
            return .call(.dayStart(zone), [expression], .timestamp)
        case (.varchar, .timestamp):
            guard case .varchar(let text)? = expression.constant, let instant = TemporalText.timestamp(text, in: zone) else { return nil }
            return .literal(.timestamp(instant), .timestamp)
        case (.list(let from), .list(let to)):
            if case .call(.list(.value), let elements, _) = expression, let list = try zoned(elements, to: to, at: place) { return list }
            guard from != to, from.isTemporal, to.isTemporal, expression.constant == nil else { return nil }
            throw source.error(
                "\(from)[] cannot be converted to \(to)[] in a zone.", at: place, hint: "convert the values before they become a list")
        default: return nil
        }
    }

    /// A list of the converted elements; nil where the zone does not matter to one of them.
    private func zoned(_ elements: [Expression], to type: ScalarType, at place: Int) throws(InteractionError) -> Expression? {
        var values: [Expression] = []
        for element in elements {
            guard let value = try zoned(element, to: type, at: place) else { return nil }
            values.append(value)
        }
        return values.isEmpty ? nil : .call(.list(.value), values, .list(type))
    }

    /// `value` cut to a unit.
    func truncated(_ value: Expression, to part: DatePart) -> Expression {
        if case .timestamp(let instant)? = value.constant {
            let start = zone.map { CalendarArithmetic.unit(part, of: instant, in: $0).start } ?? CalendarArithmetic.truncate(instant, to: part)
            return .literal(.timestamp(start), .timestamp)
        }
        let zone = isLocal(value) ? nil : zone
        return .call(zone.map { .zonedTrunc(part, $0) } ?? .dateTrunc(part), [value], .timestamp)
    }

    /// `value` as the local clock shows it, for functions that read the fields of a timestamp.
    func onLocalClock(_ value: Expression) -> Expression {
        guard let zone, value.type == .timestamp, !isLocal(value) else { return value }
        return .call(.localTime(zone), [value], .timestamp)
    }
}
