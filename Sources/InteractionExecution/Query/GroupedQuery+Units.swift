// What one row group adds to the groups, by the cheapest way that serves: counts by code, sets of rows as bits, properties alone
// as they lie, one group and all rows aggregate by aggregate, else selected rows.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

extension GroupedQuery {
    /// Adds the rows of one unit. Errors: those of reading and evaluating.
    func add(_ unit: ScanUnit, _ scan: UnitScan, _ share: Share) throws(InteractionError) {
        let reader = scan.reader(unit)
        guard try scan.admits(unit, reader) else { return }
        var started = scan.meter.now
        if let selected = try addRollup(unit, scan, share) {
            scan.noteRollup(unit, selected: selected)
            scan.meter.note(.group, rowsIn: selected, rowsOut: 0, since: started)
            return
        }
        if let selected = try addCounts(reader, scan, share) {
            note(unit, reader, selected: selected, since: started, scan)
            return
        }
        var constants: [Int: Literal] = [:]
        for (index, key) in timeKeys.enumerated() { if let value = key?.constant(reader.facts) { constants[index] = value } }
        if let selected = try addBits(reader, scan, share, constants) {
            note(unit, reader, selected: selected, since: started, scan)
            return
        }
        if !aggregates.needsPlaces, !scan.filter.needsTimes(reader.facts),
            let batches = try DenseBatches.make(reader, columns(scan.filter, constants))
        {
            var selected = 0
            for batch in batches {
                let rows = try scan.filter.narrow(batch, scan.evaluator)
                selected += rows.count
                if rows.count > 0 { try add(rows, constants, scan.evaluator, share) }
            }
            note(unit, reader, selected: selected, since: started, scan)
            return
        }
        let selection = try scan.selectAdmitted(unit, reader)
        if selection.isEmpty { return }
        started = scan.meter.now
        defer { scan.meter.note(.group, rowsIn: selection.count, rowsOut: 0, since: started) }
        if aggregates.needsPlaces {
            let places = try EventPlaces(reader, selection, source: unit.source)
            try add(ScanBatch(reader, selection), constants, scan.evaluator, share, places)
        } else if case .all = selection, constants.count == keys.count {
            try addWhole(reader, constants, scan.evaluator, share, isSource: hasAll(of: reader.source.facts, scan.filter))
        } else {
            try add(ScanBatch(reader, selection), constants, scan.evaluator, share, counting: countsPairs)
        }
    }

    /// Adds the rollup of the unit's source with the first of its units, and nothing with the others; returns how many events it
    /// told, nil where the rows are needed.
    private func addRollup(_ unit: ScanUnit, _ scan: UnitScan, _ share: Share) throws(InteractionError) -> Int? {
        let source = scan.views[unit.source].source
        guard scan.options.usesRollups, asksRollups(scan.filter), let rollup = try rollup(source, scan.filter) else { return nil }
        return unit.opensSource ? try add(try rows(rollup, source, scan.filter), scan.filter, scan.evaluator, share) : 0
    }

    /// Notes a unit whose filter and grouping were one step; its time counts for the grouping.
    private func note(_ unit: ScanUnit, _ reader: UnitReader, selected: Int, since started: Int64, _ scan: UnitScan) {
        scan.note(unit, selected: selected)
        let now = scan.meter.note(.group, rowsIn: selected, rowsOut: 0, since: started)
        if !scan.filter.isEmpty { scan.meter.note(.filter, rowsIn: reader.rowCount, rowsOut: selected, since: now) }
    }

    /// All columns that are read, but those of keys known to be constant.
    private func columns(_ filter: ScanFilter, _ constants: [Int: Literal]) -> Set<ColumnReference> {
        var columns: Set<ColumnReference> = []
        for (index, key) in keys.enumerated() where constants[index] == nil { columns.formUnion(key.columns) }
        for item in aggregates.items {
            for node in item.nodes { columns.formUnion(node.columns) }
            columns.formUnion(item.filter?.columns ?? [])
        }
        for condition in filter.conditions { columns.formUnion(condition.columns) }
        return columns
    }

    /// Adds the rows of a batch. With `counting` rows may be left counted by pairs of codes, for which the share is asked at its end.
    func add(
        _ batch: any Batch, _ constants: [Int: Literal], _ evaluator: Evaluator, _ share: Share, _ places: EventPlaces? = nil,
        counting: Bool = false
    ) throws(InteractionError) {
        var codes: [KeyCodes] = []
        for (index, key) in keys.enumerated() {
            if let value = constants[index] {
                codes.append(KeyCodes(.constant(value, key.type, count: batch.count)))
            } else if let time = timeKeys[index], let rows = batch as? ScanBatch, let made = time.codes(try rows.timestamps(), of: rows.reader.facts) {
                codes.append(made)
            } else {
                codes.append(KeyCodes(try evaluator.evaluate(key, batch)))
            }
        }
        if counting, try addPairs(codes, share) { return }
        let groups = try share.assignment.assign(codes, count: batch.count)
        share.grow()
        for (item, state) in zip(aggregates.items, share.states) { try add(item, state, batch, groups, evaluator, places) }
    }

    private func add(
        _ item: AggregateSet.Item, _ state: any Accumulator, _ batch: any Batch, _ groups: GroupRefs, _ evaluator: Evaluator,
        _ places: EventPlaces? = nil
    ) throws(InteractionError) {
        var rows: any Batch = batch
        var refs = groups
        var mine = places
        if let filter = item.filter, let positions = Logic.trueRows(try evaluator.evaluate(filter, batch)) {
            rows = batch.restricted(to: positions)
            refs = groups.restricted(to: positions)
            mine = places?.restricted(to: positions)
        }
        if let path = item.sparsePath, let positions = try (rows as? ScanBatch)?.positions(of: path) {
            rows = rows.restricted(to: positions)
            refs = refs.restricted(to: positions)
        }
        if refs.count == 0 { return }
        if let ordered = state as? any OrderedAccumulator {
            var columns: [Vector] = []
            for node in item.nodes { columns.append(try evaluator.evaluate(node, rows)) }
            if item.kind.ordersByArgument, columns.count == 1 { columns.append(columns[0]) }
            try ordered.add(columns, mine ?? EventPlaces(count: rows.count), refs)
            return
        }
        if let argument = item.argument {
            try state.add(try evaluator.evaluate(argument, rows), refs)
        } else {
            try state.add(.nulls(.null, count: rows.count), refs)
        }
    }

    /// Adds all rows of a row group to the one group they belong to. Each aggregate reads its own columns in their cheapest
    /// form: no row needs to be lined up with another column's. `isSource` says that all rows of the source belong to that group.
    private func addWhole(
        _ reader: UnitReader, _ constants: [Int: Literal], _ evaluator: Evaluator, _ share: Share, isSource: Bool
    ) throws(InteractionError) {
        let codes = keys.indices.map { index in
            KeyCodes(.constant(constants[index] ?? .null, keys[index].type, count: reader.rowCount))
        }
        let groups = try share.assignment.assign(codes, count: reader.rowCount)
        share.grow()
        let all = ScanBatch(reader, .all(reader.rowCount))
        for (item, state) in zip(aggregates.items, share.states) {
            if isSource, let group = groups.only, try addDictionary(item, state, reader.source, group) { continue }
            if try addCounted(item, state, reader, evaluator, groups.only) { continue }
            let columns = item.nodes.reduce(into: item.filter?.columns ?? []) { $0.formUnion($1.columns) }
            guard let batches = try DenseBatches.make(reader, columns) else {
                try add(item, state, all, groups, evaluator)
                continue
            }
            for batch in batches {
                guard let group = groups.only else { continue }
                try add(item, state, batch, GroupRefs(.one(group), count: batch.count), evaluator)
            }
        }
    }

    /// True when no row of a source is left out and all have the same keys.
    private func hasAll(of facts: SegmentFacts, _ filter: ScanFilter) -> Bool {
        filter.conditions.isEmpty && facts.firstTimestamp >= filter.time.from && facts.lastTimestamp < filter.time.to
            && timeKeys.allSatisfy { $0?.constant(facts.firstTimestamp, facts.lastTimestamp) != nil }
    }

    /// Distinct values of a column of a whole source are those of its dictionary; false for other aggregates, and for rows in memory,
    /// whose dictionaries may know more. The source gives them with each of its row groups, which is once in the answer.
    private func addDictionary(
        _ item: AggregateSet.Item, _ state: any Accumulator, _ source: any SegmentSource, _ group: UInt32
    ) throws(InteractionError) -> Bool {
        guard source.facts.kind != .memory, item.filter == nil, let state = state as? DistinctAccumulator,
            case .column(let column)? = item.argument?.expression, let code = CodeColumn(column)
        else { return false }
        return state.add(all: try source.dictionary(code), to: group)
    }

    /// Aggregates of whole groups of rows that counts by code, runs or the cluster table answer; false for others.
    private func addCounted(
        _ item: AggregateSet.Item, _ state: any Accumulator, _ reader: UnitReader, _ evaluator: Evaluator, _ group: UInt32?
    ) throws(InteractionError) -> Bool {
        guard let group else { return false }
        if item.argument == nil, let state = state as? CountAccumulator {
            guard let filter = item.filter else {
                state.add(rows: reader.rowCount, to: group)
                return true
            }
            guard !filter.mayRaise, let column = filter.textColumn, let code = CodeColumn(column) else { return false }
            let truth = try evaluator.truth(filter, column, try reader.source.dictionary(code))
            if truth.trueCount == 0 { return true }
            var rows = 0
            for (code, count) in try reader.histogram(code).enumerated() where truth.table[code] != 0 { rows += Int(count) }
            state.add(rows: rows, to: group)
            return true
        }
        guard item.filter == nil, let state = state as? DistinctAccumulator, case .column(let column)? = item.argument?.expression
        else { return false }
        if column == .sessionId {
            let clusters = try reader.source.clusters()
            let range = clusters.indexes(of: reader.facts)
            return state.add(clusters.ids, range, where: { clusters.kinds[$0] == .session }, to: group)
        }
        guard let code = CodeColumn(column), let runs = try reader.runs(code) else { return false }
        try state.add(
            Vector(.varchar, .text(runs.values, try reader.source.dictionary(code)), count: runs.values.count),
            GroupRefs(.one(group), count: runs.values.count))
        return true
    }
}

extension ScanFilter {
    /// The rows of a batch that pass all conditions; of time is nothing asked.
    func narrow(_ batch: any Batch, _ evaluator: Evaluator) throws(InteractionError) -> any Batch {
        var rows = batch
        for condition in conditions {
            if rows.count == 0 { break }
            if let positions = Logic.trueRows(try evaluator.evaluate(condition, rows)) { rows = rows.restricted(to: positions) }
        }
        return rows
    }
}
