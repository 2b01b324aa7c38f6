// `FROM transitions(label => component, gap => '30m', where => ...)`: one row an edge, most frequent first, then by labels in byte order.

import InteractionExecution
import InteractionModel
import InteractionPlan

/// The table function `transitions`.
package struct TransitionsFunction: TableFunction {
    static let name = "transitions"

    /// Columns by index.
    enum Column: Int, CaseIterable {
        case from, to, count, meanGapSeconds, medianGapSeconds

        var type: ScalarType {
            switch self {
            case .from, .to: .varchar
            case .count: .bigint
            case .meanGapSeconds, .medianGapSeconds: .double
            }
        }
    }

    static let columns = Column.allCases.map { ResultColumn(name: "\($0)", type: $0.type) }

    package init() {}

    package var signature: TableFunctionSignature {
        TableFunctionSignature(
            name: Self.name, parameters: [TableFunctionParameter("label", .expression), TableFunctionParameter("gap", .duration)],
            columns: { _ in Self.columns })
    }

    package func rows(_ wanted: Set<Int>, _ context: TableFunctionContext) throws(InteractionError) -> TableFunctionRows {
        var request = StreamRequest(unit: .session, columns: [.label(context.call.label)])
        if case .duration(let span)? = context.call.arguments["gap"] {
            request.unit = .user
            request.gap = span
        }
        let stream = try context.stream(request)
        let gap = request.gap ?? request.loneGap
        let labelCount = stream.labelCount(0)
        let found = try context.fold(stream) { EdgeFold(gap: gap, labelCount: labelCount) }
        let (numbers, edges) = (found.numbers, found.edges)
        var medians: [Double] = []
        if wanted.contains(Column.medianGapSeconds.rawValue), !edges.isEmpty {
            let classes = GapClasses(edges)
            let counted = try context.fold(stream) { GapFold(numbers, classes, collecting: nil, gap: gap) }
            let (middle, below) = GapFold.middles(edges, classes, counted.counts)
            medians = try context.fold(stream) { GapFold(numbers, classes, collecting: middle, gap: gap) }.medians(edges, below: below)
        }
        let from = stream.labelTexts(0, of: numbers.pairs.map(\.from))
        let to = stream.labelTexts(0, of: numbers.pairs.map(\.to))
        let order = edges.indices.sorted { a, b in
            if edges[a].count != edges[b].count { return edges[a].count > edges[b].count }
            if from.bytes(a) != from.bytes(b) { return from.bytes(a).lexicographicallyPrecedes(from.bytes(b)) }
            return to.bytes(a).lexicographicallyPrecedes(to.bytes(b))
        }
        let count = edges.count
        func vector(_ column: Column) -> Vector {
            switch column {
            case .from: stream.labelTexts(0, of: order.map { numbers.pairs[$0].from }).vector
            case .to: stream.labelTexts(0, of: order.map { numbers.pairs[$0].to }).vector
            case .count: Vector(.bigint, .ints(order.map { Int64(edges[$0].count) }), count: count)
            case .meanGapSeconds:
                Vector(.double, .doubles(order.map { Double(edges[$0].sum) / Double(edges[$0].count) / 1_000_000 }), count: count)
            case .medianGapSeconds: Vector(.double, .doubles(order.map { medians[$0] / 1_000_000 }), count: count)
            }
        }
        var columns: [Int: Vector] = [:]
        for column in wanted.compactMap(Column.init) { columns[column.rawValue] = vector(column) }
        return TableFunctionRows(rowCount: count, columns: columns)
    }
}

extension TableFunctionCall {
    /// The argument `label` as text; the action when there is none.
    var label: Expression {
        guard case .expression(let expression)? = arguments["label"] else { return .column(.action) }
        return expression.type == .varchar ? expression : .cast(expression, .varchar, expression.type == .variant ? .use : .raising)
    }
}

extension TransitionRequest {
    /// The same as a call of the table function. Errors: `.invalidQuery` for the label.
    package func call(
        label: Expression?, filter: Expression?, now: Timestamp, zone: ZoneRules
    ) throws(InteractionError) -> TableFunctionCall {
        if let gap, gap < .zero { throw InteractionError(.invalidArgument, "a gap cannot be negative", place: "gap") }
        var arguments: TableFunctionArguments = [:]
        if let label { arguments["label"] = .expression(label) }
        if let gap { arguments["gap"] = .duration(gap.microseconds) }
        return TableFunctionCall(
            name: TransitionsFunction.name, arguments: arguments, filter: filter, columns: TransitionsFunction.columns, zone: zone, now: now)
    }
}
