// A segment of a snapshot that remembers when a read of it failed, so that an answer can be made again without it.

import InteractionCoding
import InteractionModel
import InteractionSegment
import Synchronization

/// Passes everything to a segment file and notes the first failed read.
final class GuardedSegment: SegmentSource {
    let segment: SegmentFile
    let entry: SegmentEntry
    private let noted = Mutex<InteractionError?>(nil)

    init(_ segment: SegmentFile, _ entry: SegmentEntry) {
        self.segment = segment
        self.entry = entry
        facts = segment.facts
    }

    /// The first `.damaged` or `.notFound` that a read met.
    var failure: InteractionError? { noted.withLock { $0 } }

    /// Reads every part, with `deep` every value too. The failure, noted, when something is wrong.
    func check(deep: Bool) -> InteractionError? {
        do {
            try noting { () throws(InteractionError) in try segment.verify(deep: deep) }
            return nil
        } catch {
            return error
        }
    }

    private func noting<Value>(_ body: () throws(InteractionError) -> Value) throws(InteractionError) -> Value {
        do {
            return try body()
        } catch {
            if error.code == .damaged || error.code == .notFound { noted.withLock { $0 = $0 ?? error } }
            throw error
        }
    }

    let facts: SegmentFacts
    var rowGroups: [RowGroup] { segment.rowGroups }
    var properties: [PropertyColumn] { segment.properties }
    var traffic: SegmentTraffic { segment.traffic }
    var memo: SegmentMemo? { segment.memo }

    func timestamps(group: Int) throws(InteractionError) -> [Int64] {
        try noting { () throws(InteractionError) in try segment.timestamps(group: group) }
    }

    func ties(group: Int) throws(InteractionError) -> [UInt32] {
        try noting { () throws(InteractionError) in try segment.ties(group: group) }
    }

    func timestamps(group: Int, rows: [UInt32]) throws(InteractionError) -> [Int64] {
        try noting { () throws(InteractionError) in try segment.timestamps(group: group, rows: rows) }
    }

    func ties(group: Int, rows: [UInt32]) throws(InteractionError) -> [UInt32] {
        try noting { () throws(InteractionError) in try segment.ties(group: group, rows: rows) }
    }

    func codes(_ column: CodeColumn, group: Int) throws(InteractionError) -> [UInt32] {
        try noting { () throws(InteractionError) in try segment.codes(column, group: group) }
    }

    func codes(_ column: CodeColumn, group: Int, rows: [UInt32]) throws(InteractionError) -> [UInt32] {
        try noting { () throws(InteractionError) in try segment.codes(column, group: group, rows: rows) }
    }

    func textCodes(
        property: Int, group: Int, rows: [UInt32]
    ) throws(InteractionError) -> (codes: [UInt32], dictionary: StringDictionary)? {
        try noting { () throws(InteractionError) in try segment.textCodes(property: property, group: group, rows: rows) }
    }

    func runs(_ column: CodeColumn, group: Int) throws(InteractionError) -> CodeRuns? {
        try noting { () throws(InteractionError) in try segment.runs(column, group: group) }
    }

    func histogram(_ column: CodeColumn, group: Int) throws(InteractionError) -> [UInt32] {
        try noting { () throws(InteractionError) in try segment.histogram(column, group: group) }
    }

    func rows(_ column: CodeColumn, in table: [UInt8], group: Int) throws(InteractionError) -> RowBits {
        try noting { () throws(InteractionError) in try segment.rows(column, in: table, group: group) }
    }

    func dictionary(_ column: CodeColumn) throws(InteractionError) -> StringDictionary {
        try noting { () throws(InteractionError) in try segment.dictionary(column) }
    }

    func clusters() throws(InteractionError) -> ClusterTable {
        try noting { () throws(InteractionError) in try segment.clusters() }
    }

    func shapes() throws(InteractionError) -> ShapeTable {
        try noting { () throws(InteractionError) in try segment.shapes() }
    }

    func values(property: Int, group: Int) throws(InteractionError) -> PropertyValues {
        try noting { () throws(InteractionError) in try segment.values(property: property, group: group) }
    }

    func valueRuns(
        property: Int, group: Int
    ) throws(InteractionError) -> (runs: CodeRuns, dictionary: StringDictionary)? {
        try noting { () throws(InteractionError) in try segment.valueRuns(property: property, group: group) }
    }

    func range(property: Int, group: Int) -> PropertyRange? { segment.range(property: property, group: group) }

    func overflow(group: Int) throws(InteractionError) -> OverflowRows {
        try noting { () throws(InteractionError) in try segment.overflow(group: group) }
    }

    func rollup() throws(InteractionError) -> Rollup? {
        try noting { () throws(InteractionError) in try segment.rollup() }
    }
}
