// Reads the columns of one row group on demand, each once.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// One row group being read. Used by one thread at a time.
final class UnitReader {
    let view: SourceView
    let group: Int
    let facts: RowGroup
    /// Why the filter needs none of the rows, when it knew without reading all.
    var skipped: SkipReason?
    private var timeCache: [Int64]?
    private var tieCache: [UInt32]?
    private var codeCache: [CodeColumn: [UInt32]] = [:]
    private var sessionCache: [UInt32]?
    private var valueCache: [Int: PropertyValues] = [:]
    /// By the shapes that have the value: paths that always come together share one.
    private var presenceCache: [(slots: [UInt8], rows: RowBits)] = []
    private var runCache: [CodeColumn: CodeRuns?] = [:]
    private var histogramCache: [CodeColumn: [UInt32]] = [:]

    init(_ view: SourceView, group: Int) {
        self.view = view
        self.group = group
        facts = view.source.rowGroups[group]
    }

    var source: any SegmentSource { view.source }
    var rowCount: Int { facts.rowCount }

    private func checked<T>(_ values: [T]) throws(InteractionError) -> [T] {
        guard values.count == rowCount else {
            throw InteractionError(.damaged, "a column has \(values.count) values for \(rowCount) rows", place: source.facts.day.description)
        }
        return values
    }

    func timestamps() throws(InteractionError) -> [Int64] {
        if let timeCache { return timeCache }
        let values = try checked(try source.timestamps(group: group))
        timeCache = values
        return values
    }

    /// Tie ordinals; empty when all are 0.
    func ties() throws(InteractionError) -> [UInt32] {
        if let tieCache { return tieCache }
        let values = try source.ties(group: group)
        tieCache = values.isEmpty ? values : try checked(values)
        return values
    }

    /// The timestamps of selected rows.
    func timestamps(of selection: RowSelection) throws(InteractionError) -> [Int64] {
        guard case .rows(let rows) = selection, timeCache == nil, rows.count * 16 < rowCount else {
            return selection.pick(try timestamps())
        }
        return try source.timestamps(group: group, rows: rows)
    }

    /// The tie ordinals of selected rows; empty when all are 0.
    func ties(of selection: RowSelection) throws(InteractionError) -> [UInt32] {
        guard case .rows(let rows) = selection, tieCache == nil, rows.count * 16 < rowCount else {
            let ties = try ties()
            return ties.isEmpty ? [] : selection.pick(ties)
        }
        return try source.ties(group: group, rows: rows)
    }

    func codes(_ column: CodeColumn) throws(InteractionError) -> [UInt32] {
        if let codes = codeCache[column] { return codes }
        let codes = try checked(try source.codes(column, group: group))
        codeCache[column] = codes
        return codes
    }

    /// The codes of selected rows: of few, without reading those of the others.
    func codes(_ column: CodeColumn, of selection: RowSelection) throws(InteractionError) -> [UInt32] {
        guard case .rows(let rows) = selection, codeCache[column] == nil, isFew(rows) else { return selection.pick(try codes(column)) }
        return try source.codes(column, group: group, rows: rows)
    }

    /// The codes of few selected rows of a text property that every row has, with their dictionary; nil for other rows and
    /// properties.
    func textCodes(
        property: Int, _ selection: RowSelection
    ) throws(InteractionError) -> (codes: [UInt32], dictionary: StringDictionary)? {
        guard case .rows(let rows) = selection, valueCache[property] == nil, isFew(rows) else { return nil }
        return try source.textCodes(property: property, group: group, rows: rows)
    }

    /// True when picking codes by row costs less than decoding all.
    private func isFew(_ rows: [UInt32]) -> Bool { rows.count * 3 < rowCount }

    /// 0 or cluster + 1.
    func sessionCodes() throws(InteractionError) -> [UInt32] {
        if let sessionCache { return sessionCache }
        let codes = try source.clusters().sessionCodes(of: facts)
        sessionCache = codes
        return codes
    }

    /// The dense values of a property column in this group.
    func values(property: Int) throws(InteractionError) -> PropertyValues {
        if let values = valueCache[property] { return values }
        let values = try source.values(property: property, group: group)
        valueCache[property] = values
        return values
    }

    /// The codes of a column as runs; nil when they are not stored so.
    func runs(_ column: CodeColumn) throws(InteractionError) -> CodeRuns? {
        if let known = runCache[column] { return known }
        let runs = try source.runs(column, group: group)
        runCache[column] = .some(runs)
        return runs
    }

    /// How many rows of the group each code of user, action or component has.
    func histogram(_ column: CodeColumn) throws(InteractionError) -> [UInt32] {
        if let known = histogramCache[column] { return known }
        let counts: [UInt32]
        if let codes = codeCache[column] {
            counts = CodeScan.histogram(codes, cells: try source.codeLimit(column))
        } else {
            counts = try source.histogram(column, group: group)
        }
        histogramCache[column] = counts
        return counts
    }

    /// The rows whose code of a column has an entry in `table` that is not 0.
    func rows(_ column: CodeColumn, in table: [UInt8]) throws(InteractionError) -> RowBits {
        if let codes = codeCache[column] { return RowBits(codes, in: table) }
        let rows = try source.rows(column, in: table, group: group)
        guard rows.rowCount == rowCount else {
            throw InteractionError(.damaged, "a column has other rows than its row group", place: source.facts.day.description)
        }
        return rows
    }

    /// The dense values of a text property column as codes by how often they occur, with their dictionary; nil for another lane.
    func histogram(property: Int) throws(InteractionError) -> (counts: [UInt32], values: Int, dictionary: StringDictionary)? {
        if valueCache[property] == nil, let (runs, dictionary) = try source.valueRuns(property: property, group: group) {
            var counts = [UInt32](repeating: 0, count: dictionary.count)
            CodeScan.add(runs, to: &counts)
            return (counts, runs.lengths.count + Int(clamping: CodeScan.sum(runs.lengths)), dictionary)
        }
        guard case .strings(let codes, let dictionary) = try values(property: property) else { return nil }
        var counts = [UInt32](repeating: 0, count: dictionary.count)
        CodeScan.add(codes, to: &counts)
        return (counts, codes.count, dictionary)
    }

    /// The rows that have a value in the only column of a path.
    private func presence(_ plan: PathPlan, _ property: Int) throws(InteractionError) -> RowBits {
        let known = presenceCache.first { $0.slots == plan.slots }
        let presence: RowBits
        if let known { presence = known.rows } else { presence = try rows(.shape, in: plan.slots) }
        guard presence.count == (try values(property: property).count) else {
            throw InteractionError(.damaged, "the values of \(plan.path) do not match the shapes of the rows", place: source.facts.day.description)
        }
        if known == nil { presenceCache.append((plan.slots, presence)) }
        return presence
    }

    /// The positions of selected rows that have a value in the only column of a path, when surely fewer than a quarter have; nil for
    /// other paths.
    func positions(of path: PropertyPath, _ selection: RowSelection) throws(InteractionError) -> [UInt32]? {
        let plan = try view.plan(path)
        guard let (property, _) = plan.soleColumn, try values(property: property).count * 4 < selection.count else { return nil }
        let presence = try presence(plan, property)
        switch selection {
        case .all: return presence.rows
        case .rows(let rows): return CodeScan.rowsNotZero(presence.places(of: rows).places)
        }
    }

    /// Where the values of selected rows are among the dense values of the only column of a path.
    enum Places {
        /// Selected row i has value i.
        case dense
        /// Row r of the group has value r.
        case byRow
        /// For each selected row 0, or the index of its value + 1, and whether a 0 is among them.
        case picked([UInt32], hasGaps: Bool)
    }

    func places(_ plan: PathPlan, _ property: Int, _ selection: RowSelection) throws(InteractionError) -> Places {
        let count = try values(property: property).count
        if count == rowCount { return .byRow }
        let presence = try presence(plan, property)
        let rows: [UInt32]
        switch selection {
        case .all: rows = Evaluator.allRows(rowCount)
        case .rows(let selected): rows = selected
        }
        let (places, found) = presence.places(of: rows)
        // Selected rows ascend, so as many places as values are all of them in order.
        if found == count, found == places.count { return .dense }
        return .picked(places, hasGaps: found < places.count)
    }
}
