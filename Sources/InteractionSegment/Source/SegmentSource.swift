// One face for the rows of one UTC day, wherever they are: a segment file, or memory (journal rows, an import's buffer).
// Rows stand in cluster order; the executor, the merge and the checks read through this protocol only, a row group at a time.

import InteractionCoding
import InteractionModel

/// Where a source's rows live.
package enum SegmentKind: UInt8, Sendable, Hashable {
    /// In memory only; never written as a file's kind.
    case memory = 1
    /// Sealed from the journal or an import: quick to write, LZ4.
    case hot = 2
    /// The one segment that a compaction made of a day: zstd.
    case compacted = 3
}

/// What is known of a source without reading a column.
package struct SegmentFacts: Sendable, Hashable {
    package var kind: SegmentKind
    package var day: Day
    package var rowCount: Int
    package var clusterCount: Int
    /// Smallest and largest timestamp, microseconds UTC.
    package var firstTimestamp: Int64
    package var lastTimestamp: Int64
    /// Smallest and largest ingest sequence. Ranges of one day's segments are disjoint.
    package var firstSequence: Int64
    package var lastSequence: Int64

    package init(
        kind: SegmentKind, day: Day, rowCount: Int, clusterCount: Int, firstTimestamp: Int64, lastTimestamp: Int64,
        firstSequence: Int64, lastSequence: Int64
    ) {
        self.kind = kind
        self.day = day
        self.rowCount = rowCount
        self.clusterCount = clusterCount
        self.firstTimestamp = firstTimestamp
        self.lastTimestamp = lastTimestamp
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
    }
}

/// A run of at most `SegmentLimit.rowsPerGroup` consecutive rows, the unit of reading and of parallel work.
package struct RowGroup: Sendable, Hashable {
    /// Index of its first row in the segment.
    package var firstRow: Int
    package var rowCount: Int
    /// Smallest and largest timestamp in it, microseconds UTC (the zone map of time).
    package var firstTimestamp: Int64
    package var lastTimestamp: Int64

    package init(firstRow: Int, rowCount: Int, firstTimestamp: Int64, lastTimestamp: Int64) {
        self.firstRow = firstRow
        self.rowCount = rowCount
        self.firstTimestamp = firstTimestamp
        self.lastTimestamp = lastTimestamp
    }
}

/// The row-aligned columns of dictionary codes. In user, action and component code 0 is "none" and code k is dictionary
/// entry k-1; shape codes are indexes into `shapes()`.
package enum CodeColumn: UInt8, Sendable, Hashable, CaseIterable {
    case user = 1
    case action = 2
    case component = 3
    case shape = 4
}

/// One typed column of property values. It is dense: only rows whose shape has the leaf hold a value, in row order.
package struct PropertyColumn: Sendable, Hashable {
    package var path: PropertyPath
    package var lane: PropertyLane
    /// Values in the whole segment.
    package var valueCount: Int

    package init(path: PropertyPath, lane: PropertyLane, valueCount: Int) {
        self.path = path
        self.lane = lane
        self.valueCount = valueCount
    }
}

/// The value kinds that have columns of their own.
package enum PropertyLane: UInt8, Sendable, Hashable, CaseIterable {
    case bool = 1
    case int64 = 2
    case double = 3
    case string = 4
    /// JSON numbers kept as text because neither Int64 nor Double gives them back.
    case numberText = 5
    /// Arrays, as compact JSON text.
    case arrayText = 6
}

/// The values of one property column in one row group, in row order.
package enum PropertyValues: Sendable {
    /// 0 or 1.
    case bools([UInt8])
    case ints([Int64])
    case doubles([Double])
    /// Codes into the dictionary beside them; lanes string, numberText and arrayText. Two groups may name two dictionaries.
    case strings(codes: [UInt32], dictionary: StringDictionary)

    package var count: Int {
        switch self {
        case .bools(let values): values.count
        case .ints(let values): values.count
        case .doubles(let values): values.count
        case .strings(let codes, _): codes.count
        }
    }
}

/// Smallest and largest value of a numeric property chunk.
package enum PropertyRange: Sendable, Hashable {
    case ints(Int64, Int64)
    case doubles(Double, Double)

    /// Whether the smallest is at most the largest; never so with a value that is not a number.
    var isOrdered: Bool {
        switch self {
        case .ints(let low, let high): low <= high
        case .doubles(let low, let high): low <= high
        }
    }
}

/// The rows of one day in cluster order. All methods are safe from any thread; each read checks the bytes it returns.
/// Every method may throw `.damaged` (with file and offset) or `.inputOutput`; `group` must be an index into `rowGroups`
/// and `property` one into `properties`, else `.invalidArgument`.
package protocol SegmentSource: AnyObject, Sendable {
    var facts: SegmentFacts { get }
    var rowGroups: [RowGroup] { get }
    /// The property columns, most frequent first.
    var properties: [PropertyColumn] { get }

    /// Timestamps in microseconds UTC, one for each row.
    func timestamps(group: Int) throws(InteractionError) -> [Int64]
    /// Ordinals among equal timestamps of the day's other clusters; empty when all are 0.
    func ties(group: Int) throws(InteractionError) -> [UInt32]
    /// The timestamps of some rows of a group, given in ascending order. Quicker than all of them where they are few.
    func timestamps(group: Int, rows: [UInt32]) throws(InteractionError) -> [Int64]
    /// The ordinals of some rows of a group, given in ascending order; empty when all of the group are 0.
    func ties(group: Int, rows: [UInt32]) throws(InteractionError) -> [UInt32]
    /// Codes of a row-aligned column, one for each row, all in the bounds of their dictionary or of the shapes.
    func codes(_ column: CodeColumn, group: Int) throws(InteractionError) -> [UInt32]
    /// The codes of some rows of a group, given in ascending order. Quicker than all of them where they are few.
    func codes(_ column: CodeColumn, group: Int, rows: [UInt32]) throws(InteractionError) -> [UInt32]
    /// The codes of some rows of a text property that every row of the group has, with their dictionary; nil for other properties.
    func textCodes(
        property: Int, group: Int, rows: [UInt32]
    ) throws(InteractionError) -> (codes: [UInt32], dictionary: StringDictionary)?
    /// The same codes as runs, where they are stored so; nil where they are not, or are not known to be.
    func runs(_ column: CodeColumn, group: Int) throws(InteractionError) -> CodeRuns?
    /// How many rows of a group each code of user, action, component or shape has.
    func histogram(_ column: CodeColumn, group: Int) throws(InteractionError) -> [UInt32]
    /// The rows of a group whose code has an entry in `table` that is not 0.
    func rows(_ column: CodeColumn, in table: [UInt8], group: Int) throws(InteractionError) -> RowBits
    /// The dictionary of user, action or component (empty for shape). Decoded once and kept.
    func dictionary(_ column: CodeColumn) throws(InteractionError) -> StringDictionary
    /// The cluster (session) table. Decoded once and kept.
    func clusters() throws(InteractionError) -> ClusterTable
    /// The distinct shapes of the rows, by shape code. Decoded once and kept.
    func shapes() throws(InteractionError) -> ShapeTable
    /// The values of a property column that fall in a row group.
    func values(property: Int, group: Int) throws(InteractionError) -> PropertyValues
    /// The values of a text property column as runs of codes with their dictionary, where they are stored so.
    func valueRuns(
        property: Int, group: Int
    ) throws(InteractionError) -> (runs: CodeRuns, dictionary: StringDictionary)?
    /// The zone map of a numeric property chunk; nil when the chunk is empty or the lane is not numeric.
    func range(property: Int, group: Int) -> PropertyRange?
    /// Values of leaves that have no column of their own, one entry for each row whose shape has such a leaf.
    func overflow(group: Int) throws(InteractionError) -> OverflowRows
    /// What was read of it so far, by anybody; 0 of rows in memory.
    var traffic: SegmentTraffic { get }
    /// Rows by quarter hour and action; nil where none was written. Decoded once and kept.
    func rollup() throws(InteractionError) -> Rollup?
    /// What is remembered of it; nil of rows in memory, which do not last.
    var memo: SegmentMemo? { get }
}

extension SegmentSource {
    /// Codes of a column are below it.
    package func codeLimit(_ column: CodeColumn) throws(InteractionError) -> Int {
        column == .shape ? try shapes().count : try dictionary(column).count + 1
    }

    package var traffic: SegmentTraffic { SegmentTraffic() }
    package var memo: SegmentMemo? { nil }
    package func runs(_ column: CodeColumn, group: Int) throws(InteractionError) -> CodeRuns? { nil }
    package func valueRuns(
        property: Int, group: Int
    ) throws(InteractionError) -> (runs: CodeRuns, dictionary: StringDictionary)? { nil }
}
