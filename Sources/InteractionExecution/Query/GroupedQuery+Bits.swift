// Row groups that fall into one group by rows that codes tell: the rows that pass are a set of bits, rows are counted by counting
// bits, and distinct values are those of runs that have a bit. No row is listed.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

extension GroupedQuery {
    /// Adds the rows of a group of rows whose keys are constant and whose conditions and aggregates need no more than sets of rows;
    /// returns how many pass, nil where another way is needed. Errors: those of reading and evaluating.
    func addBits(
        _ reader: UnitReader, _ scan: UnitScan, _ share: Share, _ constants: [Int: Literal]
    ) throws(InteractionError) -> Int? {
        guard constants.count == keys.count, !aggregates.needsPlaces, !scan.filter.needsTimes(reader.facts),
            !scan.filter.conditions.isEmpty, scan.filter.conditions.allSatisfy({ $0.code != nil }),
            zip(aggregates.items, share.states).allSatisfy({ Self.countsBits($0, $1) })
        else { return nil }
        var passing: RowBits?
        for condition in scan.filter.conditions {
            guard let rows = try rows(condition, reader, scan.evaluator) else { return nil }
            passing = passing.map { $0.intersection(rows) } ?? rows
            if passing == nil { return nil }
        }
        guard let rows = passing else { return nil }
        let count = rows.count
        if count == 0 { return 0 }
        let codes = keys.indices.map { KeyCodes(.constant(constants[$0] ?? .null, keys[$0].type, count: count)) }
        guard let group = try share.assignment.assign(codes, count: count).only else { return nil }
        share.grow()
        for (item, state) in zip(aggregates.items, share.states) {
            if let state = state as? CountAccumulator {
                let own = try item.filter.map { (filter) throws(InteractionError) in try self.rows(filter, reader, scan.evaluator) } ?? rows
                state.add(rows: own?.commonCount(rows) ?? 0, to: group)
            } else if let state = state as? DistinctAccumulator, let column = Self.distinctColumn(item) {
                try add(column, rows, reader, state, group)
            }
        }
        return count
    }

    private func add(
        _ column: CodeColumn, _ rows: RowBits, _ reader: UnitReader, _ state: DistinctAccumulator, _ group: UInt32
    ) throws(InteractionError) {
        let dictionary = try reader.source.dictionary(column)
        if let runs = try reader.runs(column), state.add(runs, where: rows, dictionary, to: group) { return }
        let codes = Gather.pick(try reader.codes(column), rows.rows)
        try state.add(Vector(.varchar, .text(codes, dictionary), count: codes.count), GroupRefs(.one(group), count: codes.count))
    }

    /// The rows for which a condition on one code column is true.
    private func rows(_ condition: ExpressionNode, _ reader: UnitReader, _ evaluator: Evaluator) throws(InteractionError) -> RowBits? {
        guard let column = condition.textColumn, let code = condition.code else { return nil }
        return try reader.rows(code, in: try evaluator.truth(condition, column, try reader.source.dictionary(code)).table)
    }

    /// True for counts of rows, and for distinct values of a column of codes.
    private static func countsBits(_ item: AggregateSet.Item, _ state: any Accumulator) -> Bool {
        if item.argument == nil, state is CountAccumulator { return item.filter.map { $0.code != nil } ?? true }
        return state is DistinctAccumulator && item.filter == nil && distinctColumn(item) != nil
    }

    /// The column of codes that is the only argument.
    private static func distinctColumn(_ item: AggregateSet.Item) -> CodeColumn? {
        guard item.nodes.count == 1, case .column(let column)? = item.argument?.expression else { return nil }
        return CodeColumn(column)
    }
}

extension ExpressionNode {
    /// The column of codes that the expression alone reads, when it cannot raise.
    var code: CodeColumn? { mayRaise ? nil : textColumn.flatMap { CodeColumn($0) } }
}
