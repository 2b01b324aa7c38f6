// The filter of a scan, taken apart: a span of time, then conditions in the order of their cost. Conditions on one text column
// are decided once for each dictionary entry; a source none of whose entries holds is skipped without reading its rows.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// A filter ready to select rows.
struct ScanFilter: Sendable {
    /// The rows' timestamps lie in it: exact, from comparisons of `timestamp` with constants.
    let time: TimeRange
    /// Sources and row groups outside can be skipped; never narrower than the filter.
    let pruning: TimeRange
    let conditions: [ExpressionNode]

    init(_ filter: Expression?) {
        var time = TimeRange.all
        var conditions: [ExpressionNode] = []
        func add(_ expression: Expression) {
            if case .and(let parts) = expression {
                for part in parts { add(part) }
            } else if let range = Self.exactRange(expression) {
                time = time.intersection(range)
            } else {
                conditions.append(ExpressionNode(expression))
            }
        }
        if let filter { add(filter) }
        func rank(_ node: ExpressionNode) -> Int { node.mayRaise ? 2 : node.textColumn != nil ? 0 : 1 }
        self.conditions = conditions.enumerated().sorted {
            (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
        }.map(\.element)
        self.time = time
        pruning = TimeRange.implied(by: filter)
    }

    /// True when every row passes.
    var isEmpty: Bool { time == .all && conditions.isEmpty }

    /// The span of `timestamp op constant`.
    private static func exactRange(_ expression: Expression) -> TimeRange? {
        guard case .comparison(var op, let a, let b) = expression else { return nil }
        var value = b.constant
        if case .column(.timestamp) = b {
            value = a.constant
            op = op.swapped
        } else {
            guard case .column(.timestamp) = a else { return nil }
        }
        guard case .timestamp(let instant)? = value, instant < .max else { return nil }
        switch op {
        case .less: return TimeRange(from: .min, to: instant)
        case .lessOrEqual: return TimeRange(from: .min, to: instant + 1)
        case .greater: return TimeRange(from: instant + 1, to: .max)
        case .greaterOrEqual: return TimeRange(from: instant, to: .max)
        case .equal: return TimeRange(from: instant, to: instant + 1)
        default: return nil
        }
    }

    /// True when rows with these times may pass.
    func admits(first: Int64, last: Int64) -> Bool { !pruning.isEmpty && first < pruning.to && last >= pruning.from }

    /// The conditions that are not true for every row of the group because of its times.
    func needsTimes(_ facts: RowGroup) -> Bool { facts.firstTimestamp < time.from || facts.lastTimestamp >= time.to }

    /// False when the group's times, dictionaries or ranges show that none of its rows passes; the reader then knows why. Errors:
    /// those of reading.
    func admits(_ reader: UnitReader, _ evaluator: Evaluator) throws(InteractionError) -> Bool {
        guard admits(first: reader.facts.firstTimestamp, last: reader.facts.lastTimestamp) else {
            reader.skipped = .time
            return false
        }
        for condition in conditions where try isHopeless(condition, reader, evaluator) {
            if reader.skipped == nil { reader.skipped = .dictionary }
            return false
        }
        return true
    }

    /// The rows that pass. Errors: those of reading and evaluating.
    func select(_ reader: UnitReader, _ evaluator: Evaluator) throws(InteractionError) -> RowSelection {
        guard try admits(reader, evaluator) else { return .rows([]) }
        return try selectAdmitted(reader, evaluator)
    }

    /// The rows that pass, of a group that `admits` lets in.
    func selectAdmitted(_ reader: UnitReader, _ evaluator: Evaluator) throws(InteractionError) -> RowSelection {
        try narrow(.all(reader.rowCount), reader, evaluator)
    }

    /// Those of some rows of a group that pass. Errors: those of reading and evaluating.
    func narrow(
        _ rows: RowSelection, _ reader: UnitReader, _ evaluator: Evaluator
    ) throws(InteractionError) -> RowSelection {
        var selection = rows
        if needsTimes(reader.facts) {
            let times = try reader.timestamps(of: rows)
            let (from, to) = (time.from, time.to)
            let places = [UInt32](unsafeUninitializedCapacity: times.count) { out, written in
                var next = 0
                for row in 0..<times.count {
                    out[next] = UInt32(truncatingIfNeeded: row)
                    next &+= times[row] >= from && times[row] < to ? 1 : 0
                }
                written = next
            }
            selection = rows.picking(places)
        }
        for condition in conditions {
            if selection.isEmpty { return .rows([]) }
            selection = try narrow(selection, condition, reader, evaluator)
        }
        return selection
    }

    private func narrow(
        _ selection: RowSelection, _ condition: ExpressionNode, _ reader: UnitReader, _ evaluator: Evaluator
    ) throws(InteractionError) -> RowSelection {
        if !condition.mayRaise, let column = condition.textColumn, let code = CodeColumn(column) {
            let truth = try evaluator.truth(condition, column, try reader.source.dictionary(code))
            guard case .rows(let rows) = selection else {
                let passing = try reader.rows(code, in: truth.table)
                return passing.count == reader.rowCount ? selection : .rows(passing.rows)
            }
            let codes = try reader.codes(code)
            return .rows(rows.filter { truth.table[Int(codes[Int($0)])] != 0 })
        }
        let values = try evaluator.evaluate(condition, ScanBatch(reader, selection))
        guard let positions = Logic.trueRows(values) else { return selection }
        return selection.picking(positions)
    }

    /// True when facts about the group's dictionaries or ranges show that the condition holds for none of its rows.
    private func isHopeless(
        _ condition: ExpressionNode, _ reader: UnitReader, _ evaluator: Evaluator
    ) throws(InteractionError) -> Bool {
        guard !condition.mayRaise, let column = condition.textColumn else { return false }
        if let code = CodeColumn(column) {
            return try evaluator.truth(condition, column, try reader.source.dictionary(code)).trueCount == 0
        }
        guard case .property(let path) = column, !path.keys.isEmpty else { return false }
        let plan = try reader.view.plan(path)
        if RangePruning.isOutside(condition.expression, plan, reader) {
            reader.skipped = .range
            return true
        }
        guard let (property, lane) = plan.soleColumn, lane == .string,
            case .strings(let codes, let dictionary) = try reader.values(property: property),
            dictionary.count <= codes.count * 2 + 64
        else { return false }
        let truth = try evaluator.truth(condition, column, dictionary)
        if truth.trueCount == 0 { return true }
        return truth.table[0] == 0 && !codes.contains { truth.table[Int($0) + 1] != 0 }
    }
}

extension CodeColumn {
    /// The code column that holds a column of the plan.
    init?(_ column: ColumnReference) {
        switch column {
        case .action: self = .action
        case .component: self = .component
        case .userId: self = .user
        default: return nil
        }
    }
}
