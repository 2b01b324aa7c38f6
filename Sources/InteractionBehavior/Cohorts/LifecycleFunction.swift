// `FROM lifecycle(period => 'week', event => ..., unit => 'user', where => ...)`: how many units are new in each day, week or month,
// go on, come back after a pause, or stay away. Periods without events between the first and the last are filled.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `lifecycle`.
package struct LifecycleFunction: TableFunction {
    static let name = "lifecycle"

    enum Column: Int, CaseIterable {
        case bucket, new, returning, resurrecting, dormant, active
    }

    static let columns = Column.allCases.map { ResultColumn(name: "\($0)", type: $0 == .bucket ? .date : .bigint) }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name,
            parameters: [
                TableFunctionParameter("period", .choice(CalendarPeriod.allCases.map(\.rawValue))), TableFunctionParameter("event", .step),
                TableFunctionParameter("unit", .choiceOrExpression(UnitKind.words)),
            ],
            columns: { _ in Self.columns })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let request = LifecycleRequest(context.call.arguments)
        let answer = try context.visits(request.visits, part: request.period.part) { (times) throws(InteractionError) in
            try context.expectRows(times.slotCounts.count, bytes: 80)
            return LifecycleCounts(buckets: times.slotCounts.count)
        }
        guard let (times, counts) = answer else { return TableFunctionRows(rowCount: 0, columns: [:]) }
        let active = counts.new.indices.map { counts.new[$0] + counts.returning[$0] + counts.resurrecting[$0] }
        let values = [
            times.buckets.days.map { Int64($0.number) }, counts.new, counts.returning, counts.resurrecting, counts.dormant, active,
        ]
        var vectors: [Int: Vector] = [:]
        for column in Column.allCases {
            vectors[column.rawValue] = Vector(Self.columns[column.rawValue].type, .ints(values[column.rawValue]), count: active.count)
        }
        return TableFunctionRows(rowCount: active.count, columns: vectors)
    }
}

/// What a question about life cycles may choose beside its events.
package struct LifecycleRequest: Sendable {
    package var period: CalendarPeriod = .day
    /// BOOLEAN over one event: the units of such events are active; nil for every event.
    package var event: Expression?
    package var unit: UnitKind = .user

    package init() {}

    var visits: VisitRequest {
        VisitRequest(
            unit: unit, start: event, back: event, bucket: { [period] in period.start(of: $0) }, next: { [period] in period.next(after: $0) })
    }

    /// The arguments of a call, with defaults for those that were not given.
    init(_ arguments: TableFunctionArguments) {
        if case .text(let word)? = arguments["period"], let period = CalendarPeriod(rawValue: word) { self.period = period }
        if case .expression(let event)? = arguments["event"] { self.event = event }
        unit = UnitKind(arguments["unit"])
    }

    /// The same as a call of the table function.
    package func call(filter: Expression?, now: Timestamp, zone: ZoneRules) -> TableFunctionCall {
        var arguments: TableFunctionArguments = ["period": .text(period.rawValue), "unit": unit.argument]
        if let event { arguments["event"] = .expression(event) }
        return TableFunctionCall(
            name: LifecycleFunction.name, arguments: arguments, filter: filter, columns: LifecycleFunction.columns, zone: zone, now: now)
    }
}
