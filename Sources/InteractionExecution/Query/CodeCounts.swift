// Counting rows by one bare text column: rows are counted by code (by run where the column is stored in runs) over all row groups
// of a source; only then the codes that occurred are given to their groups. A filter on the same column picks codes.

import InteractionCoding
import InteractionModel
import InteractionPlan
import InteractionSegment

/// Rows by code of one dictionary; code 0 is NULL.
struct CodeCounts {
    var dictionary: StringDictionary
    /// Fewer than a cell holds; see `isFull`.
    var rows: [UInt32]
    /// Rows counted.
    var total = 0

    init(_ dictionary: StringDictionary) {
        self.dictionary = dictionary
        rows = [UInt32](repeating: 0, count: dictionary.count + 1)
    }

    /// True when another unit's rows may be more than a cell holds: row groups without a value share the empty dictionary, however
    /// many they are.
    var isFull: Bool { total > Int(Int32.max) }

    /// Adds counts to the cells from one on; returns their sum.
    mutating func add(_ counts: [UInt32], from first: Int) -> Int {
        guard first + counts.count <= rows.count else { return 0 }
        rows.withUnsafeMutableBufferPointer { rows in
            for index in 0..<counts.count { rows[first + index] &+= counts[index] }
        }
        return Int(truncatingIfNeeded: CodeScan.sum(counts))
    }

    /// The column, when a grouping is of this kind.
    static func column(_ keys: [Expression], _ aggregates: AggregateSet) -> ColumnReference? {
        guard keys.count == 1, case .column(let column) = keys[0],
            aggregates.items.allSatisfy({ $0.kind == .rows && $0.filter == nil })
        else { return nil }
        if CodeColumn(column) != nil { return column }
        guard case .property(let path) = column, !path.keys.isEmpty else { return nil }
        return column
    }
}

extension GroupedQuery.Share {
    /// Gives the pending rows to their groups. Errors: those of interning.
    func flush() throws(InteractionError) {
        guard let counts = pending else { return }
        pending = nil
        let codes = CodeScan.rowsNotZero(counts.rows)
        let groups = try assignment.groups(codes, counts.dictionary)
        grow()
        let rows = Gather.pick(counts.rows, codes)
        for state in states { (state as? CountAccumulator)?.add(rows: rows, to: groups) }
    }

    /// Adds rows by code that pass; returns how many do.
    func add(_ counts: [UInt32], nulls: Int?, _ dictionary: StringDictionary, _ truths: [TruthTable]) throws(InteractionError) -> Int {
        if pending?.dictionary !== dictionary || pending?.isFull == true {
            try flush()
            pending = CodeCounts(dictionary)
        }
        // Counts of a property have no cell for NULL.
        let first = nulls == nil ? 0 : 1
        var selected = 0
        if let nulls, nulls > 0, truths.allSatisfy({ $0.table[0] != 0 }) {
            pending?.rows[0] += UInt32(truncatingIfNeeded: nulls)
            selected = nulls
        }
        let passing = truths.isEmpty ? nil : counts.indices.map { index in
            truths.allSatisfy { $0.table[index + first] != 0 } ? counts[index] : 0
        }
        selected += pending?.add(passing ?? counts, from: first) ?? 0
        pending?.total += selected
        return selected
    }
}

extension GroupedQuery {
    /// Counts the rows of a group by code; nil when something else than the column's codes is needed. Errors: those of reading.
    func addCounts(_ reader: UnitReader, _ scan: UnitScan, _ share: Share) throws(InteractionError) -> Int? {
        guard let column = countedColumn, !scan.filter.needsTimes(reader.facts),
            scan.filter.conditions.allSatisfy({ $0.textColumn == column && !$0.mayRaise })
        else { return nil }
        func truths(_ dictionary: StringDictionary) throws(InteractionError) -> [TruthTable] {
            var truths: [TruthTable] = []
            for condition in scan.filter.conditions { truths.append(try scan.evaluator.truth(condition, column, dictionary)) }
            return truths
        }
        if let code = CodeColumn(column) {
            let dictionary = try reader.source.dictionary(code)
            return try share.add(try reader.histogram(code), nulls: nil, dictionary, try truths(dictionary))
        }
        guard case .property(let path) = column, let (property, lane) = try reader.view.plan(path).soleColumn, lane == .string,
            let (counts, values, dictionary) = try reader.histogram(property: property), values <= reader.rowCount,
            dictionary.count <= reader.rowCount * 2
        else { return nil }
        return try share.add(counts, nulls: reader.rowCount - values, dictionary, try truths(dictionary))
    }
}
