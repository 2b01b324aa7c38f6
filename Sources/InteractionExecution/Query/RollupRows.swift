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
            // Without any of these the number of rows is in the footer.
            && (!keys.isEmpty || !filter.isEmpty || aggregates.items.contains { $0.filter != nil })
            && aggregates.items.allSatisfy { $0.kind == .rows && $0.filter.map(isOfAction) ?? true }
            && zip(keys, timeKeys).allSatisfy { isOfAction($0) || $1 != nil }
            && filter.conditions.allSatisfy(isOfAction)
    }

    /// The rollup of a source; nil without one, and where a boundary of the filter or of a key cuts a quarter hour. Errors: those of
    /// reading.
    func rollup(_ source: any SegmentSource, _ filter: ScanFilter) throws(InteractionError) -> Rollup? {
        guard source.facts.kind != .memory else { return nil }
        func isWhole(_ bound: Int64) -> Bool {
            bound <= source.facts.firstTimestamp || bound > source.facts.lastTimestamp || bound % Rollup.quarter == 0
        }
        guard isWhole(filter.time.from), isWhole(filter.time.to), let rollup = try source.rollup() else { return nil }
        let keys = timeKeys.compactMap { $0 }
        if keys.isEmpty { return rollup }
        var last: UInt8?
        for quarter in rollup.quarters where quarter != last {
            let start = source.facts.day.start.microseconds + Int64(quarter) * Rollup.quarter
            guard keys.allSatisfy({ $0.isConstant(start, start + Rollup.quarter - 1) }) else { return nil }
            last = quarter
        }
        return rollup
    }

    /// The rollup's rows that can pass the filter's span of time. Errors: those of reading.
    func rows(_ rollup: Rollup, _ source: any SegmentSource, _ filter: ScanFilter) throws(InteractionError) -> RollupRows {
        let dictionary = try source.dictionary(.action)
        let facts = source.facts
        if timeKeys.allSatisfy({ $0 == nil }), facts.firstTimestamp >= filter.time.from, facts.lastTimestamp < filter.time.to {
            return RollupRows(byActionOf: rollup, facts, dictionary)
        }
        return RollupRows(rollup, facts, filter.time, dictionary)
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

    /// One row for each entry whose quarter hour is not all outside of a span. The first quarter may begin before the span does where
    /// no event of the segment lies in that part.
    init(_ rollup: Rollup, _ facts: SegmentFacts, _ time: TimeRange, _ dictionary: StringDictionary) {
        self.dictionary = dictionary
        let day = facts.day.start.microseconds
        let starts = rollup.quarters.map { day + Int64($0) * Rollup.quarter }
        guard let first = starts.first, let last = starts.last else { return }
        if first + Rollup.quarter > time.from, last < time.to {
            (times, actions, weights) = (starts, rollup.actions, rollup.counts)
            return
        }
        let kept = starts.indices.filter { starts[$0] + Rollup.quarter > time.from && starts[$0] < time.to }
        (times, actions, weights) = (kept.map { starts[$0] }, kept.map { rollup.actions[$0] }, kept.map { rollup.counts[$0] })
    }

    /// One row for each action of a whole day; its time is the day's start.
    init(byActionOf rollup: Rollup, _ facts: SegmentFacts, _ dictionary: StringDictionary) {
        self.dictionary = dictionary
        var counts = [Int64](repeating: 0, count: dictionary.count + 1)
        for (action, count) in zip(rollup.actions, rollup.counts) where Int(action) < counts.count { counts[Int(action)] += count }
        for (action, count) in counts.enumerated() where count > 0 {
            times.append(facts.day.start.microseconds)
            actions.append(UInt32(truncatingIfNeeded: action))
            weights.append(count)
        }
    }

    var batch: VectorBatch {
        VectorBatch(
            count: times.count,
            columns: [
                .timestamp: Vector(.timestamp, .ints(times), count: times.count),
                .action: Vector(.varchar, .text(actions, dictionary), count: actions.count),
            ])
    }
}
