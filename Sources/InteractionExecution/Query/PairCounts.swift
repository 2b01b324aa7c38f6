// Counting rows by two columns of texts: the rows of a source are counted in a grid of its dictionaries' codes, and only the pairs
// that occurred are given to their groups.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Rows by pair of codes of two dictionaries; code 0 is NULL.
struct PairCounts {
    let first: StringDictionary
    let second: StringDictionary
    private var cells: [UInt32]
    private var total = 0
    private var width: Int { second.count + 1 }

    /// Cells a grid may have, and how many for each row that is counted first.
    private static let cellLimit = 1 << 18
    private static let cellsPerRow = 16

    /// An empty grid; nil where it does not pay for so many rows.
    init?(_ first: StringDictionary, _ second: StringDictionary, rows: Int) {
        let (cells, overflow) = (first.count + 1).multipliedReportingOverflow(by: second.count + 1)
        guard !overflow, cells <= Self.cellLimit, cells / Self.cellsPerRow <= rows else { return nil }
        self.first = first
        self.second = second
        self.cells = [UInt32](repeating: 0, count: cells)
    }

    /// True when the rows of another batch may be more than a cell holds.
    var isFull: Bool { total > Int(Int32.max) }

    /// Counts rows by their codes, which are those of the dictionaries.
    mutating func add(_ a: [UInt32], _ b: [UInt32]) {
        CodeScan.countPairs(a, b, in: &cells, width: width)
        total += a.count
    }

    /// The pairs that occurred, and how often.
    var pairs: (first: [UInt32], second: [UInt32], rows: [UInt32]) {
        let used = CodeScan.rowsNotZero(cells)
        let width = UInt32(truncatingIfNeeded: self.width)
        return (used.map { $0 / width }, used.map { $0 % width }, Gather.pick(cells, used))
    }
}

extension GroupedQuery {
    /// Counts the rows of a batch by the codes of its two keys; false where groups must be found row by row. Errors: those of
    /// interning.
    func addPairs(_ keys: [KeyCodes], _ share: Share) throws(InteractionError) -> Bool {
        guard countsPairs, keys.count == 2, case .text(let first) = keys[0].values, case .text(let second) = keys[1].values,
            let a = keys[0].codes, let b = keys[1].codes
        else { return false }
        if share.pairs?.first !== first || share.pairs?.second !== second || share.pairs?.isFull == true {
            try share.flushPairs()
            share.pairs = PairCounts(first, second, rows: a.count)
        }
        guard share.pairs != nil else { return false }
        share.pairs?.add(a, b)
        return true
    }
}

extension GroupedQuery.Share {
    /// Gives the counted pairs to their groups. Errors: those of interning.
    func flushPairs() throws(InteractionError) {
        guard let counts = pairs else { return }
        pairs = nil
        let (first, second, rows) = counts.pairs
        let groups = try assignment.groups((first, counts.first), (second, counts.second))
        grow()
        for state in states { (state as? CountAccumulator)?.add(rows: rows, to: groups) }
    }
}
