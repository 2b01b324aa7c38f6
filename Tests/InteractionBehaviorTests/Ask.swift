// Asks table functions of sources as a query does, for tests.
import InteractionBehavior
import InteractionExecution
import InteractionModel
import InteractionPlan
import InteractionSegment

enum Ask {
    static let now = Timestamp(microseconds: SessionTests.first.start.microseconds + 40 * 86_400_000_000)
    static let functions: [any TableFunction] = [
        FunnelFunction(), FunnelFunction(listsUnits: true), PathsFunction(), SequenceFunction(),
        SequenceFunction(.next), SequenceFunction(.units), SessionsFunction(), StateMachineFunction(), StateMachineFunction(listsStates: true),
        TransitionsFunction(), UsageFunction(),
    ]

    static var context: QueryContext { QueryContext(now: now, functions: functions.map(\.signature)) }

    static func options(threads: Int = 1) -> ExecutionOptions {
        var options = ExecutionOptions(threads: threads)
        options.functions = functions
        return options
    }

    /// The rows of a query over chosen events.
    static func rows(
        _ sql: String, _ sources: [any SegmentSource], where filter: Expression? = nil, threads: Int = 1
    ) throws -> [[ResultValue]] {
        var plan = try BoundQuery.bind(sql, context: context).plan
        if let filter { plan = plan.restricted(to: filter) }
        let result = try execute(plan, sources: sources, options: options(threads: threads))
        return (0..<result.rowCount).map { row in result.columns.indices.map { result.value(row: row, column: $0) } }
    }

    /// The arguments of `sessions` for a request.
    static func arguments(_ request: SessionRequest) -> String {
        var list: [String] = []
        if let gap = request.gap { list.append("gap => INTERVAL '\(gap.components.seconds) seconds'") }
        if let length = request.maxLength { list.append("max_length => INTERVAL '\(length.components.seconds) seconds'") }
        if request.gap != nil { list.append("unit => '\(request.unit.rawValue)'") }
        return list.joined(separator: ", ")
    }

    static func sessions(
        _ request: SessionRequest, _ sources: [any SegmentSource], where filter: Expression? = nil, threads: Int = 1
    ) throws -> [Session] {
        let names = "sessionId, userId, start, \"end\", events, entryAction, exitAction"
        return try rows("SELECT \(names) FROM sessions(\(arguments(request)))", sources, where: filter, threads: threads).map { row in
            Session(
                sessionId: row[0].text ?? "", userId: row[1].text, start: row[2].time, end: row[3].time, events: row[4].count,
                entryAction: row[5].text ?? "", exitAction: row[6].text ?? "")
        }
    }
}

extension ResultValue {
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var count: Int { if case .int(let number) = self { Int(number) } else { -1 } }
    var number: Double? { if case .double(let number) = self { number } else { nil } }
    var time: Timestamp { if case .timestamp(let time) = self { Timestamp(microseconds: time) } else { Timestamp(microseconds: .min) } }
    var texts: [String] { if case .list(let values) = self { values.map { $0.text ?? "NULL" } } else { [] } }
    var list: [ResultValue] { if case .list(let values) = self { values } else { [] } }
}
