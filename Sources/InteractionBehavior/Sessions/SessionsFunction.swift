// `FROM sessions(gap => '30m', max_length => '24h', unit => 'user', where => ...)`: one row a session, by start, then by the order of
// their first events. Only the columns that a query reads are made.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `sessions`.
package struct SessionsFunction: TableFunction {
    static let name = "sessions"

    /// Columns by index.
    enum Column: Int, CaseIterable {
        case sessionId, userId, start, end, durationSeconds, events, distinctActions, entryAction, exitAction, entryComponent
        case exitComponent, errors, isBounce, index, previousSessionId

        var type: ScalarType {
            switch self {
            case .sessionId, .userId, .entryAction, .exitAction, .entryComponent, .exitComponent, .previousSessionId: .varchar
            case .start, .end: .timestamp
            case .durationSeconds: .double
            case .isBounce: .boolean
            case .events, .distinctActions, .errors, .index: .bigint
            }
        }
    }

    static let columns = Column.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name,
            parameters: [
                TableFunctionParameter("gap", .duration), TableFunctionParameter("max_length", .duration),
                TableFunctionParameter("unit", .choice(SessionRequest.Unit.allCases.map(\.rawValue))),
            ],
            columns: { _ in Self.columns })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        let request = SessionRequest(context.call.arguments)
        try request.check()
        let columns = Set(wanted.compactMap(Column.init))
        let stream = try context.stream(request.stream(columns))
        let (inFold, gap, maxLength) = (request.columns(columns), request.gap?.microseconds ?? .max, request.maxLength?.microseconds)
        let pause = request.gap == nil ? stream.loneGap : gap
        let fold = try context.fold(stream) { SessionFold(inFold, gap: pause, maxLength: maxLength) }
        return try SessionTable(request, stream, fold.all()).rows(columns)
    }
}

extension SessionRequest {
    /// The arguments of a call.
    init(_ arguments: TableFunctionArguments) {
        self.init()
        if case .duration(let span)? = arguments["gap"] { gap = .microseconds(span) }
        if case .duration(let span)? = arguments["max_length"] { maxLength = .microseconds(span) }
        if case .text(let word)? = arguments["unit"], let unit = Unit(rawValue: word) { self.unit = unit }
    }

    /// The same as a call of the table function. Errors: `.invalidArgument` for what makes no sense.
    package func call(filter: Expression?, now: Timestamp, zone: ZoneRules) throws(InteractionError) -> TableFunctionCall {
        try check()
        var arguments: TableFunctionArguments = [:]
        if let gap { arguments["gap"] = .duration(gap.microseconds) }
        if let maxLength { arguments["max_length"] = .duration(maxLength.microseconds) }
        if gap != nil { arguments["unit"] = .text(unit.rawValue) }
        return TableFunctionCall(
            name: SessionsFunction.name, arguments: arguments, filter: filter, columns: SessionsFunction.columns, zone: zone, now: now)
    }

    /// Refuses what makes no sense: negative durations, a length without a gap.
    func check() throws(InteractionError) {
        if let gap, gap < .zero { throw InteractionError(.invalidArgument, "a gap cannot be negative", place: "gap") }
        if let maxLength, maxLength < .zero {
            throw InteractionError(.invalidArgument, "a length cannot be negative", place: "maxLength")
        }
        if unit != .user, gap == nil {
            throw InteractionError(
                .invalidArgument, "a unit needs a gap: given session ids are taken as they are", place: "unit")
        }
        if maxLength != nil, gap == nil {
            throw InteractionError(
                .invalidArgument, "a longest length needs a gap: given session ids are taken as they are", place: "maxLength")
        }
    }

    /// What the fold reads for some columns, in the order of the stream's columns.
    private func parts(_ wanted: Set<SessionsFunction.Column>) -> [(column: StreamColumn, use: WritableKeyPath<SessionColumns, Int?>)] {
        func reads(_ columns: SessionsFunction.Column...) -> Bool { !wanted.isDisjoint(with: columns) }
        var parts: [(StreamColumn, WritableKeyPath<SessionColumns, Int?>)] = []
        if reads(.entryAction, .exitAction, .distinctActions) { parts.append((.label(.column(.action)), \.action)) }
        if reads(.entryComponent, .exitComponent) { parts.append((.label(.column(.component)), \.component)) }
        if reads(.userId, .index, .previousSessionId) { parts.append((.user, \.user)) }
        if gap != nil, reads(.sessionId, .previousSessionId) { parts.append((.session, \.session)) }
        if reads(.errors) {
            parts.append((.marks([.comparison(.equal, .column(.action), .literal(.varchar("error"), .varchar))]), \.error))
        }
        return parts
    }

    func columns(_ wanted: Set<SessionsFunction.Column>) -> SessionColumns {
        var columns = SessionColumns()
        for (index, part) in parts(wanted).enumerated() { columns[keyPath: part.use] = index }
        columns.countsActions = wanted.contains(.distinctActions)
        return columns
    }

    func stream(_ wanted: Set<SessionsFunction.Column>) -> StreamRequest {
        let kind: UnitKind = gap == nil ? .session : unit == .user ? .user : .identified
        var stream = StreamRequest(unit: kind, columns: parts(wanted).map(\.column))
        stream.gap = gap?.microseconds
        stream.wantsTimes = maxLength != nil
        stream.wantsPlaces = true
        stream.wantsEventPlaces = maxLength != nil
        return stream
    }
}
