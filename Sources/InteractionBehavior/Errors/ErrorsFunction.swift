// `FROM errors(summary => false, where => ...)`: errors in groups, or one row about all of them. Message and frames are made once
// for each distinct text of a segment (`error_message`, `error_frames`), so that what is grouped and held are groups, not events.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `errors`.
package struct ErrorsFunction: TableFunction {
    static let name = "errors"

    /// Columns by index, named as in `ErrorGroup`.
    enum Column: Int, CaseIterable {
        case fingerprint, message, component, count, units, sessions, critical, firstSeen, lastSeen, frames, daily

        var type: ScalarType {
            switch self {
            case .fingerprint, .message, .component: .varchar
            case .count, .units, .sessions, .critical: .bigint
            case .firstSeen, .lastSeen: .timestamp
            case .frames: .list(.varchar)
            case .daily: .list(.bigint)
            }
        }

        /// The aggregates over a group's events that it is made of.
        var aggregates: [String] {
            switch self {
            case .units: Units.aggregates
            case .sessions: ["count(DISTINCT session_id)"]
            case .critical: [ErrorsFunction.critical]
            case .firstSeen: ["min(timestamp)"]
            case .lastSeen: ["max(timestamp)"]
            default: []
            }
        }
    }

    /// Columns with `summary => true`, named as in `ErrorReport`.
    enum SummaryColumn: Int, CaseIterable {
        case errors, critical, units, sessions, sessionsWithErrors, errorFreeSessions
    }

    /// Most days of `daily`, and most numbers of it over all groups: a few events with wrong clocks can lie centuries apart.
    static let mostDays = 1000
    static let mostCells = 1 << 24
    static let critical = "count(*) FILTER (WHERE coalesce(details.critical, details.uncaught) = true)"
    static let columns = Column.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }
    static let summaryColumns = SummaryColumn.allCases.map {
        ResultColumn(name: "\($0)", type: $0 == .errorFreeSessions ? .double : .bigint)
    }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name, parameters: [TableFunctionParameter("summary", .flag)],
            columns: { $0["summary"] == .flag(true) ? Self.summaryColumns : Self.columns })
    }

    /// Calls for the groups and for the summary.
    package static func calls(
        filter: Expression?, now: Timestamp, zone: ZoneRules
    ) -> (groups: TableFunctionCall, summary: TableFunctionCall) {
        (
            TableFunctionCall(name: name, filter: filter, columns: columns, zone: zone, now: now),
            TableFunctionCall(name: name, arguments: ["summary": .flag(true)], filter: filter, columns: summaryColumns, zone: zone, now: now)
        )
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        context.call.arguments["summary"] == .flag(true)
            ? try summary(wanted, context) : try groups(Set(wanted.compactMap(Column.init)), context)
    }

    private func summary(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let errors = try context.answer(
            "SELECT count(*), \(Self.critical), \(Units.aggregates.joined(separator: ", ")), count(DISTINCT session_id) "
                + "FROM interactions WHERE action = 'error'"
        ).map { $0.value(0).whole }
        var sessions = 0
        if !wanted.isDisjoint(with: [SummaryColumn.sessions.rawValue, SummaryColumn.errorFreeSessions.rawValue]) {
            sessions = try context.answer("SELECT count(DISTINCT session_id) FROM interactions")[0].value(0).whole
        }
        let report = ErrorReport(
            groups: [], errors: errors[0], critical: errors[1], units: errors[2] + errors[3], sessions: sessions, sessionsWithErrors: errors[4])
        var vectors: [Int: Vector] = [:]
        for column in SummaryColumn.allCases where wanted.contains(column.rawValue) {
            let value: ResultValue =
                switch column {
                case .errors: .int(Int64(report.errors))
                case .critical: .int(Int64(report.critical))
                case .units: .int(Int64(report.units))
                case .sessions: .int(Int64(report.sessions))
                case .sessionsWithErrors: .int(Int64(report.sessionsWithErrors))
                case .errorFreeSessions: report.errorFreeSessions.map { .double($0) } ?? .null
                }
            vectors[column.rawValue] = Vector([value], Self.summaryColumns[column.rawValue].type)
        }
        return TableFunctionRows(rowCount: 1, columns: vectors)
    }

    private func groups(_ wanted: Set<Column>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let asked = Column.allCases.filter { wanted.contains($0) && !$0.aggregates.isEmpty }
        let items = ErrorKey.columns + ["count(*)"] + asked.flatMap(\.aggregates)
        let found = try context.answer(
            "SELECT \(items.joined(separator: ", ")) FROM interactions WHERE action = 'error' GROUP BY 1, 2, 3")
        let keys = (0..<found[0].count).map { ErrorKey(found, row: $0) }
        let counts = keys.indices.map { found[3].value($0).whole }
        let order = keys.indices.sorted {
            counts[$0] == counts[$1] ? ErrorKey.precedes(keys[$0], keys[$1]) : counts[$0] > counts[$1]
        }
        let daily = wanted.contains(.daily) ? try daily(context) : [:]
        var vectors: [Int: Vector] = [:]
        for column in wanted {
            var place = 4
            for other in asked.prefix(while: { $0 != column }) { place += other.aggregates.count }
            let values = order.map { row -> ResultValue in
                switch column {
                case .fingerprint: .text(keys[row].fingerprint)
                case .message: keys[row].message.map { .text($0) } ?? .null
                case .component: keys[row].component.map { .text($0) } ?? .null
                case .count: .int(Int64(counts[row]))
                case .units: .int(Int64(found[place].value(row).whole + found[place + 1].value(row).whole))
                case .sessions, .critical, .firstSeen, .lastSeen: found[place].value(row)
                case .frames: .list((keys[row].frames?.split(separator: "\n") ?? []).map { .text(String($0)) })
                case .daily: .list((daily[keys[row]] ?? []).map { .int(Int64($0)) })
                }
            }
            vectors[column.rawValue] = Vector(values, column.type)
        }
        return TableFunctionRows(rowCount: order.count, columns: vectors)
    }

    /// Errors by local day of each group, over the days from the first to the last error of all, of which the last ones are kept
    /// where there are too many. Errors: those of a query.
    private func daily(_ context: TableFunctionContext) throws(InteractionError) -> [ErrorKey: [Int]] {
        let found = try context.answer(
            "SELECT \(ErrorKey.columns.joined(separator: ", ")), count(*), date_trunc('day', timestamp) FROM interactions "
                + "WHERE action = 'error' GROUP BY 1, 2, 3, 5")
        let days = (0..<found[0].count).map { row -> Int in
            guard case .timestamp(let instant) = found[4].value(row) else { return 0 }
            return Int(context.call.zone.day(of: Timestamp(microseconds: instant)).number)
        }
        guard let first = days.min(), let last = days.max() else { return [:] }
        let empty = [Int](repeating: 0, count: min(last - first + 1, Self.mostDays, max(1, Self.mostCells / found[0].count)))
        var counts: [ErrorKey: [Int]] = [:]
        for (row, day) in days.enumerated() {
            let index = empty.count - 1 - (last - day)
            if index >= 0 { counts[ErrorKey(found, row: row), default: empty][index] += found[3].value(row).whole }
        }
        return counts.merging(days.indices.map { (ErrorKey(found, row: $0), empty) }) { known, _ in known }
    }
}

extension ErrorKey {
    /// From the first three columns of an answer.
    init(_ columns: [Vector], row: Int) {
        self.init(message: columns[0].value(row).text, frames: columns[1].value(row).text, component: columns[2].value(row).text)
    }

    /// What an event of the group fulfils, with its parameters.
    package var condition: (sql: String, parameters: [Literal]) {
        var terms = ["action = 'error'"]
        var parameters: [Literal] = []
        for (column, part) in zip(Self.columns, [message, frames, component]) {
            terms.append(column + (part == nil ? " IS NULL" : " = ?"))
            if let part { parameters.append(.varchar(part)) }
        }
        return (terms.joined(separator: " AND "), parameters)
    }
}
