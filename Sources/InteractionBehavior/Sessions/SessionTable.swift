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

/// What sessions are called, in the order of rows, and how those of one unit follow each other.
struct SessionNames {
    private let bases: TextColumn
    /// Number behind `#`; 0 for given sessions.
    private var ordinals: [UInt32]
    /// Row of the same unit's session before + 1, and which of its sessions it is, from 1.
    private var before: [UInt32]
    private var numbers: [Int64]

    private struct Unit: Hashable {
        var isUser: Bool
        var id: ArraySlice<UInt8>
    }

    init(
        _ stream: UnitStream, units: [UInt32], firstSessions: [UInt32], users: [UInt32], isCutByGap: Bool
    ) throws(InteractionError) {
        let references = firstSessions.isEmpty ? units : zip(units, firstSessions).map { $1 == 0 ? $0 : $1 }
        bases = try stream.names(of: references)
        ordinals = [UInt32](repeating: 0, count: units.count)
        // A name may stand in several segments' lists: numbers run by the text.
        var running: [ArraySlice<UInt8>: UInt32] = [:]
        for row in units.indices where isCutByGap || (stream.hasLoneUnits && stream.isLone(units[row])) {
            let number = running[bases.bytes(row), default: 0] + 1
            running[bases.bytes(row)] = number
            ordinals[row] = number
        }
        before = [UInt32](repeating: 0, count: units.count)
        numbers = [Int64](repeating: 1, count: units.count)
        if users.isEmpty { return }
        // The unit of a session is its user, else itself; of one that a pause cut, the session id whose events it cuts.
        let named = try stream.names(of: users)
        let units = try stream.names(of: isCutByGap ? zip(users, units).map { $0 == 0 ? $1 : 0 } : users.map { _ in 0 })
        var last: [Unit: Int] = [:]
        for row in users.indices where users[row] != 0 || units.codes[row] != 0 {
            let unit = Unit(isUser: users[row] != 0, id: users[row] != 0 ? named.bytes(row) : units.bytes(row))
            if let earlier = last[unit] {
                before[row] = UInt32(truncatingIfNeeded: earlier + 1)
                numbers[row] = numbers[earlier] + 1
            }
            last[unit] = row
        }
    }

    private func name(_ row: Int) -> String? { bases.text(row).map { ordinals[row] == 0 ? $0 : "\($0)#\(ordinals[row])" } }

    /// The ids of all rows.
    func sessions() -> Vector {
        ordinals.contains { $0 > 0 } ? TextColumn(ordinals.indices.map { name($0) }).vector : bases.vector
    }

    func previous() -> Vector { TextColumn(before.map { $0 == 0 ? nil : name(Int($0) - 1) }).vector }

    func indexes() -> Vector { Vector(.bigint, .ints(numbers), count: numbers.count) }
}
