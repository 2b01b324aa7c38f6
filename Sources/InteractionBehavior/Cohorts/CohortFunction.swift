// `FROM cohorts(period => 'week', start => 'signup', return => ..., unit => 'user', criterion => 'on', entry => 'first', rolling =>
// false, brackets => ['0', '1-3'], where => ...)`: how many of the units that started in a day, week or month came back so many
// periods later. A row for each cohort that has units and each period that had begun at the end of the chosen time.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `cohorts`.
package struct CohortFunction: TableFunction {
    static let name = "cohorts"
    enum Column: String, CaseIterable {
        case cohort, period, lastPeriod, size, returned, rate

        var type: ScalarType {
            switch self {
            case .cohort: .date
            case .rate: .double
            default: .bigint
            }
        }
    }

    /// Those of a call, in order: the last period of a row is worth a column with brackets only.
    static func columns(_ arguments: TableFunctionArguments) -> [Column] {
        Column.allCases.filter { $0 != .lastPeriod || arguments["brackets"] != nil }
    }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name,
            parameters: [
                TableFunctionParameter("period", .choice(CalendarPeriod.allCases.map(\.rawValue))), TableFunctionParameter("start", .step),
                TableFunctionParameter("return", .step), TableFunctionParameter("unit", .choiceOrExpression(UnitKind.words)),
                TableFunctionParameter("criterion", .choice(ReturnCriterion.allCases.map(\.rawValue))),
                TableFunctionParameter("entry", .choice(CohortEntry.allCases.map(\.rawValue))), TableFunctionParameter("rolling", .flag),
                TableFunctionParameter("brackets", .texts),
            ],
            columns: { Self.columns($0).map { ResultColumn(name: $0.rawValue, type: $0.type) } })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let request = try CohortRequest(context.call.arguments)
        try request.check()
        let columns = Self.columns(context.call.arguments)
        var values = [[Int64]](repeating: [], count: columns.count)
        var rates: [Double] = []
        let answer = try context.visits(request.visits, part: request.period.part) { CohortCounts(request, slotCounts: $0.slotCounts) }
        if let (times, counts) = answer {
            try context.expectRows(counts.rowCount, bytes: 8 * (columns.count + 2))
            for (cohort, size) in counts.sizes.enumerated() where size > 0 {
                for (place, returned) in counts.returned(cohort).enumerated() {
                    let bracket = request.brackets.isEmpty ? place...place : request.brackets[place]
                    for (index, column) in columns.enumerated() {
                        switch column {
                        case .cohort: values[index].append(Int64(times.buckets.days[cohort].number))
                        case .period: values[index].append(Int64(bracket.lowerBound))
                        case .lastPeriod: values[index].append(Int64(bracket.upperBound))
                        case .size: values[index].append(size)
                        case .returned: values[index].append(returned)
                        case .rate: rates.append(Double(returned) / Double(size))
                        }
                    }
                }
            }
        }
        var vectors: [Int: Vector] = [:]
        for (index, column) in columns.enumerated() {
            vectors[index] = Vector(column.type, column == .rate ? .doubles(rates) : .ints(values[index]), count: rates.count)
        }
        return TableFunctionRows(rowCount: rates.count, columns: vectors)
    }
}

extension CohortRequest {
    /// The arguments of a call, with defaults for those that were not given. Errors: `.invalidArgument` for brackets.
    init(_ arguments: TableFunctionArguments) throws(InteractionError) {
        self.init()
        if case .text(let word)? = arguments["period"], let period = CalendarPeriod(rawValue: word) { self.period = period }
        if case .expression(let start)? = arguments["start"] { self.start = start }
        if case .expression(let back)? = arguments["return"] { self.back = back }
        unit = UnitKind(arguments["unit"])
        if case .text(let word)? = arguments["criterion"], let criterion = ReturnCriterion(rawValue: word) { self.criterion = criterion }
        if case .text(let word)? = arguments["entry"], let entry = CohortEntry(rawValue: word) { self.entry = entry }
        if case .flag(let flag)? = arguments["rolling"] { isRolling = flag }
        if case .texts(let texts)? = arguments["brackets"] { brackets = try Self.brackets(texts) }
    }

    /// The same as a call of the table function. Errors: those of `check`.
    package func call(filter: Expression?, now: Timestamp, zone: ZoneRules) throws(InteractionError) -> TableFunctionCall {
        try check()
        var arguments: TableFunctionArguments = [
            "period": .text(period.rawValue), "criterion": .text(criterion.rawValue), "entry": .text(entry.rawValue), "unit": unit.argument,
            "rolling": .flag(isRolling),
        ]
        if let start { arguments["start"] = .expression(start) }
        if let back { arguments["return"] = .expression(back) }
        if !brackets.isEmpty { arguments["brackets"] = .texts(brackets.map { "\($0.lowerBound)-\($0.upperBound)" }) }
        return TableFunctionCall(
            name: CohortFunction.name, arguments: arguments, filter: filter, columns: CohortFunction().signature.columns(arguments), zone: zone,
            now: now)
    }
}
