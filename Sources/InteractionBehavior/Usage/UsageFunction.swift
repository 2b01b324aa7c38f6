// `FROM usage(period => 'day', prompts => 5, generation => 'generation_complete', where => ...)`: usage stats by local day, week or
// month. Active users come from one pass over the pairs of user and day; everything else is a grouped query of its own, asked only
// when one of its columns is read. Buckets without events between the first and the last are filled.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `usage`.
package struct UsageFunction: TableFunction {
    static let name = "usage"
    static let promptRange: ClosedRange<Int64> = 1...1000

    /// Columns by index, named as in `UsageStats`.
    enum Column: Int, CaseIterable {
        case bucket, dailyActiveUsers, anonymousSessions, weeklyActiveUsers, monthlyActiveUsers, events, sessions, totalGenerations
        case avgGenerationTime, errorRate, errorEventRate, topPrompts

        var type: ScalarType {
            switch self {
            case .bucket: .date
            case .avgGenerationTime, .errorRate, .errorEventRate: .double
            case .topPrompts: .list(.varchar)
            default: .bigint
            }
        }

        /// What it is made of; nothing for columns that come from elsewhere.
        var measures: [UsageMeasure] {
            switch self {
            case .events: [.events]
            case .sessions: [.sessions]
            case .anonymousSessions: [.anonymousSessions]
            case .totalGenerations: [.generations]
            case .avgGenerationTime: [.generationTime]
            case .errorRate: [.failures, .generations]
            case .errorEventRate: [.errors, .events]
            case .bucket, .dailyActiveUsers, .weeklyActiveUsers, .monthlyActiveUsers, .topPrompts: []
            }
        }

        /// The value of a bucket without events.
        var empty: ResultValue {
            switch self {
            case .avgGenerationTime, .errorRate, .errorEventRate: .null
            case .topPrompts: .list([])
            default: .int(0)
            }
        }
    }

    static let columns = Column.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name,
            parameters: [
                TableFunctionParameter("period", .choice(CalendarPeriod.allCases.map(\.rawValue))),
                TableFunctionParameter("prompts", .count(Self.promptRange)), TableFunctionParameter("generation", .text),
            ],
            columns: { _ in Self.columns })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let columns = wanted.sorted().compactMap(Column.init)
        var table = UsageTable(UsageRequest(context.call.arguments), context.call.zone)
        let hasUsers = [.dailyActiveUsers, .weeklyActiveUsers, .monthlyActiveUsers].contains { columns.contains($0) }
        if hasUsers { try table.addUsers(columns, context) }
        var measures = Set(columns.flatMap(\.measures))
        // Something has to say which buckets there are.
        if !hasUsers, !measures.contains(where: { $0.condition == nil }) { measures.insert(.events) }
        try table.add(measures, context)
        if columns.contains(.topPrompts) { try table.addPrompts(context) }
        return table.rows(columns)
    }
}

extension UsageRequest {
    /// The arguments of a call, with defaults for those that were not given.
    init(_ arguments: TableFunctionArguments) {
        self.init()
        if case .text(let word)? = arguments["period"], let period = CalendarPeriod(rawValue: word) { self.period = period }
        if case .count(let count)? = arguments["prompts"] { prompts = Int(count) }
        if case .text(let action)? = arguments["generation"] { generationAction = action }
    }
}
