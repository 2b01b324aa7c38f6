// The rows of `sessions`: records in order, with their names.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// Sessions as columns of an answer.
struct SessionTable {
    private typealias Column = SessionsFunction.Column
    private let request: SessionRequest
    private let stream: UnitStream
    private let records: SessionRecords

    /// `records` stand in the order of rows.
    init(_ request: SessionRequest, _ stream: UnitStream, _ records: SessionRecords) {
        self.request = request
        self.stream = stream
        self.records = records
    }

    /// The columns asked for. Errors: those of reading names.
    func rows(_ wanted: Set<SessionsFunction.Column>) throws(InteractionError) -> TableFunctionRows {
        var columns: [Int: Vector] = [:]
        let named: SessionNames? = wanted.isDisjoint(with: [.sessionId, .index, .previousSessionId]) ? nil : try names()
        for column in wanted { columns[column.rawValue] = try vector(column, named) }
        return TableFunctionRows(rowCount: records.count, columns: columns)
    }

    private func names() throws(InteractionError) -> SessionNames {
        try SessionNames(
            stream, units: records.units, firstSessions: records.firstSessions, users: records.users,
            isCutByGap: request.gap != nil)
    }

    private func vector(_ column: Column, _ names: SessionNames?) throws(InteractionError) -> Vector {
        let count = records.count
        func numbers(_ values: [UInt32]) -> Vector { Vector(.bigint, .ints(values.map { Int64($0) }), count: count) }
        func text(_ labels: [UInt32], _ part: StreamColumn) -> Vector {
            guard let index = stream.columns.firstIndex(of: part) else { return .nulls(.varchar, count: count) }
            return stream.labelTexts(index, of: labels).vector
        }
        switch column {
        case .sessionId: return names?.sessions() ?? .nulls(.varchar, count: count)
        case .userId:
            return try stream.names(of: records.users).vector
        case .start: return Vector(.timestamp, .ints(records.starts), count: count)
        case .end: return Vector(.timestamp, .ints(records.ends), count: count)
        case .durationSeconds:
            let lengths = zip(records.starts, records.ends).map { Double($1 &- $0) / 1_000_000 }
            return Vector(.double, .doubles(lengths), count: count)
        case .events: return numbers(records.events)
        case .distinctActions: return numbers(records.distinctActions)
        case .errors: return numbers(records.errors)
        case .entryAction: return text(records.entries, .label(.column(.action)))
        case .exitAction: return text(records.exits, .label(.column(.action)))
        case .entryComponent: return text(records.entryComponents, .label(.column(.component)))
        case .exitComponent: return text(records.exitComponents, .label(.column(.component)))
        case .isBounce: return Vector(.boolean, .bools(records.events.map { $0 == 1 ? 1 : 0 }), count: count)
        case .index: return names?.indexes() ?? .nulls(.bigint, count: count)
        case .previousSessionId: return names?.previous() ?? .nulls(.varchar, count: count)
        }
    }
}
