// Answers from the rollups of segments: a rollup is taken as rows of (quarter hour, action) with a weight, and goes through the
// same conditions, keys and groups as events do. Only questions that such rows answer exactly are asked of them, and only where no
// boundary of time falls inside of a quarter hour.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

extension GroupedQuery {
    /// True when rows are all that is counted, by and of nothing else than time and action.
    func asksRollups(_ filter: ScanFilter) -> Bool {
        func isOfAction(_ node: ExpressionNode) -> Bool { !node.mayRaise && node.columns.isSubset(of: [.action]) }
        return !aggregates.needsPlaces
            && aggregates.items.allSatisfy { $0.kind == .rows && $0.filter.map(isOfAction) ?? true }
            && zip(keys, timeKeys).allSatisfy { isOfAction($0) || $1 != nil }
            && filter.conditions.allSatisfy(isOfAction)
    }

    /// The rollup of a source as rows; nil without one, and where a boundary of the filter or of a key cuts a quarter hour.
    /// Errors: those of reading.
    func rollupRows(_ source: any SegmentSource, _ filter: ScanFilter) throws(InteractionError) -> RollupRows? {
        guard source.facts.kind != .memory else { return nil }
        let day = source.facts.day.start.microseconds
        func isWhole(_ bound: Int64) -> Bool {
            bound <= source.facts.firstTimestamp || bound > source.facts.lastTimestamp || bound % Rollup.quarter == 0
        }
        guard isWhole(filter.time.from), isWhole(filter.time.to), let rollup = try source.rollup() else { return nil }
        var rows = RollupRows(try source.dictionary(.action))
        var last: UInt8?
        for (entry, quarter) in rollup.quarters.enumerated() {
            let start = day + Int64(quarter) * Rollup.quarter
            if quarter != last {
                guard timeKeys.allSatisfy({ $0?.isConstant(start, start + Rollup.quarter - 1) ?? true }) else { return nil }
                last = quarter
            }
            // The first quarter may begin before the filter does where no event of the segment lies in that part.
            let end = start + Rollup.quarter
            if end <= filter.time.from || start >= filter.time.to { continue }
            rows.times.append(start)
            rows.actions.append(rollup.actions[entry])
            rows.weights.append(rollup.counts[entry])
        }
        return rows
    }

    /// Adds the rows of a rollup; returns how many events passed. Errors: those of evaluating.
    func add(_ rollup: RollupRows, _ filter: ScanFilter, _ evaluator: Evaluator, _ share: Share) throws(InteractionError) -> Int {
        var weights = rollup.weights
        var batch: any Batch = rollup.batch
        for condition in filter.conditions {
            if batch.count == 0 { return 0 }
            guard let positions = Logic.trueRows(try evaluator.evaluate(condition, batch)) else { continue }
            batch = batch.restricted(to: positions)
            weights = Gather.pick(weights, positions)
        }
        if batch.count == 0 { return 0 }
        var codes: [KeyCodes] = []
        for key in keys { codes.append(KeyCodes(try evaluator.evaluate(key, batch))) }
        let groups = try share.assignment.assign(codes, count: batch.count).rows()
        share.grow()
        for (item, state) in zip(aggregates.items, share.states) {
            guard let state = state as? CountAccumulator else { continue }
            var positions: [UInt32]?
            if let filter = item.filter { positions = Logic.trueRows(try evaluator.evaluate(filter, batch)) }
            for row in positions ?? Evaluator.allRows(batch.count) { state.add(rows: Int(weights[Int(row)]), to: groups[Int(row)]) }
        }
        return Int(weights.reduce(0, +))
    }
}

/// Rows of (start of the quarter hour, action), each with the number of its events.
struct RollupRows: Sendable {
    let dictionary: StringDictionary
    var times: [Int64] = []
    /// Codes of the dictionary from 1.
    var actions: [UInt32] = []
    var weights: [Int64] = []

    init(_ dictionary: StringDictionary) { self.dictionary = dictionary }

    var batch: VectorBatch {
        VectorBatch(
            count: times.count,
            columns: [
                .timestamp: Vector(.timestamp, .ints(times), count: times.count),
                .action: Vector(.varchar, .text(actions, dictionary), count: actions.count),
            ])
    }
}
