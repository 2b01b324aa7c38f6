// The places of a batch's rows in the order of events, for aggregates whose answer depends on it.

import InteractionModel
import InteractionPlan
import InteractionSegment

/// The places of a batch's rows.
struct EventPlaces {
    private let times: [Int64]
    private let source: UInt32
    /// Empty when all are 0.
    private let ties: [UInt32]
    private let rows: [UInt32]

    private init(times: [Int64], source: UInt32, ties: [UInt32], rows: [UInt32]) {
        self.times = times
        self.source = source
        self.ties = ties
        self.rows = rows
    }

    /// Rows that are in order by themselves.
    init(count: Int) { self.init(rows: (0..<UInt32(truncatingIfNeeded: count)).map { $0 }) }

    /// Rows of a relation, whose numbers are their order.
    init(rows: [UInt32]) { self.init(times: [], source: 0, ties: [], rows: rows) }

    /// The places as columns, and from such columns: for rows that are put aside.
    var columns: [Vector] {
        func integers(_ values: [Int64]) -> Vector {
            values.isEmpty ? .constant(.bigint(0), .bigint, count: rows.count) : Vector(.bigint, .ints(values), count: rows.count)
        }
        return [
            integers(times), .constant(.bigint(Int64(source)), .bigint, count: rows.count), integers(ties.map { Int64($0) }),
            integers(rows.map { Int64($0) }),
        ]
    }

    static let columnTypes: [ScalarType] = [.bigint, .bigint, .bigint, .bigint]

    init(columns: ArraySlice<Vector>) {
        func integers(_ column: Int) -> [Int64] {
            guard columns.indices.contains(column), case .ints(let values) = columns[column].data else { return [] }
            return values
        }
        func numbers(_ column: Int) -> [UInt32] { integers(column).map { UInt32(truncatingIfNeeded: $0) } }
        let first = columns.startIndex
        self.init(
            times: columns[first].isConstant ? [] : integers(first), source: numbers(first + 1).first ?? 0,
            ties: columns[first + 2].isConstant ? [] : numbers(first + 2), rows: numbers(first + 3))
    }

    /// The selected rows of a row group. Errors: those of reading times.
    init(_ reader: UnitReader, _ selection: RowSelection, source: Int) throws(InteractionError) {
        let first = UInt32(truncatingIfNeeded: reader.facts.firstRow)
        let ties = try reader.ties(of: selection)
        self.init(
            times: try reader.timestamps(of: selection), source: UInt32(truncatingIfNeeded: source),
            ties: ties,
            rows: selection.pick((0..<UInt32(truncatingIfNeeded: reader.rowCount)).map { $0 &+ first }))
    }

    func restricted(to positions: [UInt32]) -> EventPlaces {
        EventPlaces(
            times: times.isEmpty ? [] : Gather.pick(times, positions), source: source,
            ties: ties.isEmpty ? [] : Gather.pick(ties, positions), rows: Gather.pick(rows, positions))
    }

    @inline(__always)
    subscript(row: Int) -> EventPlace {
        EventPlace(time: times.isEmpty ? 0 : times[row], source: source, tie: ties.isEmpty ? 0 : ties[row], row: rows[row])
    }

    /// True when row `a` comes before row `b`.
    @inline(__always)
    func isBefore(_ a: Int, _ b: Int) -> Bool {
        if !times.isEmpty, times[a] != times[b] { return times[a] < times[b] }
        if !ties.isEmpty, ties[a] != ties[b] { return ties[a] < ties[b] }
        return rows[a] < rows[b]
    }
}

/// An accumulator that sees several columns and the places of rows.
protocol OrderedAccumulator: Accumulator {
    /// Adds the rows of a batch: the argument, then the columns that order them.
    func add(_ columns: [Vector], _ places: EventPlaces, _ groups: GroupRefs) throws(InteractionError)
}

/// How rows are ordered by one column.
struct RowOrdering: Sendable, Hashable {
    var isDescending = false
    var nullsFirst = false

    func column(_ vector: Vector) -> SortColumn {
        SortColumn(vector, isDescending: isDescending, nullsFirst: nullsFirst, ranksTexts: false)
    }

    /// Negative, 0 or positive as `a` comes before, with or after `b`.
    func compare(_ a: ResultValue, _ b: ResultValue) -> Int {
        if a == .null || b == .null {
            if a == .null, b == .null { return 0 }
            return (a == .null) == nullsFirst ? -1 : 1
        }
        let order = ResultValue.order(a, b)
        return isDescending ? -order : order
    }
}
