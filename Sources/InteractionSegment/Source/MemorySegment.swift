// A segment in memory: the rows of a buffer or a journal, already in cluster order, behind the same face as a segment file.

import InteractionCoding
import InteractionModel

/// An immutable, clustered set of rows of one day, held as plain arrays.
package final class MemorySegment: SegmentSource {
    package let facts: SegmentFacts
    package let rowGroups: [RowGroup]
    package let properties: [PropertyColumn]

    let timestamps: [Int64]
    let ties: [UInt32]
    let codes: [CodeColumn: [UInt32]]
    let dictionaries: [CodeColumn: StringDictionary]
    let clusterTable: ClusterTable
    let shapeTable: ShapeTable
    let propertyData: [PropertyData]
    /// Rows that have an overflow entry, and their entries.
    let overflowRows: [UInt32]
    let overflowEntries: OverflowRows

    init(
        facts: SegmentFacts, timestamps: [Int64], ties: [UInt32], codes: [CodeColumn: [UInt32]],
        dictionaries: [CodeColumn: StringDictionary], clusterTable: ClusterTable, shapeTable: ShapeTable,
        propertyData: [PropertyData], overflowRows: [UInt32], overflowEntries: OverflowRows
    ) {
        self.facts = facts
        self.timestamps = timestamps
        self.ties = ties
        self.codes = codes
        self.dictionaries = dictionaries
        self.clusterTable = clusterTable
        self.shapeTable = shapeTable
        self.propertyData = propertyData
        self.overflowRows = overflowRows
        self.overflowEntries = overflowEntries
        properties = propertyData.map { PropertyColumn(path: $0.path, lane: $0.lane, valueCount: $0.rows.count) }
        rowGroups = RowGroup.cut(timestamps: timestamps, weights: [])
    }

    private func checked(_ group: Int) throws(InteractionError) -> RowGroup {
        guard rowGroups.indices.contains(group) else {
            throw InteractionError(.invalidArgument, "no row group \(group)", place: facts.day.description)
        }
        return rowGroups[group]
    }

    private func part<T>(_ values: [T], _ group: RowGroup) -> [T] {
        group.rowCount == values.count ? values : Array(values[group.rows])
    }

    package func timestamps(group: Int) throws(InteractionError) -> [Int64] { part(timestamps, try checked(group)) }

    package func ties(group: Int) throws(InteractionError) -> [UInt32] {
        let group = try checked(group)
        return ties.isEmpty ? [] : part(ties, group)
    }

    package func timestamps(group: Int, rows: [UInt32]) throws(InteractionError) -> [Int64] {
        let first = try checked(group).firstRow
        return rows.map { timestamps[first + Int($0)] }
    }

    package func ties(group: Int, rows: [UInt32]) throws(InteractionError) -> [UInt32] {
        let first = try checked(group).firstRow
        return ties.isEmpty ? [] : rows.map { ties[first + Int($0)] }
    }

    package func codes(_ column: CodeColumn, group: Int) throws(InteractionError) -> [UInt32] {
        part(codes[column] ?? [], try checked(group))
    }

    package func codes(_ column: CodeColumn, group: Int, rows: [UInt32]) throws(InteractionError) -> [UInt32] {
        let first = try checked(group).firstRow
        guard let codes = codes[column] else { return [] }
        return rows.map { codes[first + Int($0)] }
    }

    package func textCodes(
        property: Int, group: Int, rows: [UInt32]
    ) throws(InteractionError) -> (codes: [UInt32], dictionary: StringDictionary)? { nil }

    package func histogram(_ column: CodeColumn, group: Int) throws(InteractionError) -> [UInt32] {
        CodeScan.histogram(try codes(column, group: group), cells: try codeLimit(column))
    }

    package func rows(_ column: CodeColumn, in table: [UInt8], group: Int) throws(InteractionError) -> RowBits {
        RowBits(try codes(column, group: group), in: table)
    }

    package func dictionary(_ column: CodeColumn) throws(InteractionError) -> StringDictionary {
        dictionaries[column] ?? .empty
    }

    package func clusters() throws(InteractionError) -> ClusterTable { clusterTable }
    package func shapes() throws(InteractionError) -> ShapeTable { shapeTable }

    package func values(property: Int, group: Int) throws(InteractionError) -> PropertyValues {
        let group = try checked(group)
        guard propertyData.indices.contains(property) else {
            throw InteractionError(.invalidArgument, "no property column \(property)", place: facts.day.description)
        }
        let data = propertyData[property]
        return data.values.slice(data.indexes(rowsFrom: group.firstRow, to: group.firstRow + group.rowCount))
    }

    package func range(property: Int, group: Int) -> PropertyRange? { nil }
    package func rollup() throws(InteractionError) -> Rollup? { nil }

    package func overflow(group: Int) throws(InteractionError) -> OverflowRows {
        let group = try checked(group)
        return overflowEntries.entries(
            Int.lowerBound(in: overflowRows, of: group.firstRow)..<Int.lowerBound(
                in: overflowRows, of: group.firstRow + group.rowCount))
    }
}

extension Int {
    /// Index of the first element not below `row` in ascending rows.
    static func lowerBound(in rows: [UInt32], of row: Int) -> Int {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension OverflowRows {
    /// A run of entries, with offsets from 0.
    func entries(_ range: Range<Int>) -> OverflowRows {
        guard !range.isEmpty, range.upperBound <= count else { return OverflowRows(offsets: [0], bytes: []) }
        if range.lowerBound == 0, range.upperBound == count { return self }
        let start = offsets[range.lowerBound]
        let end = offsets[range.upperBound]
        return OverflowRows(
            offsets: offsets[range.lowerBound...range.upperBound].map { $0 - start },
            bytes: Array(bytes[Int(start)..<Int(end)]))
    }
}

extension RowGroup {
    /// The rows as a range of segment rows.
    package var rows: Range<Int> { firstRow..<(firstRow + rowCount) }

    /// Cuts rows into groups of at most `SegmentLimit.rowsPerGroup` rows, and of at most `SegmentLimit.groupTextBytes` where
    /// `weights` (text bytes by row; empty for none) says so. A group holds at least one row.
    static func cut(timestamps: [Int64], weights: [UInt32]) -> [RowGroup] {
        var groups: [RowGroup] = []
        var first = 0
        while first < timestamps.count {
            let limit = min(timestamps.count, first + SegmentLimit.rowsPerGroup)
            var end = weights.isEmpty ? limit : first
            var weight = 0
            while end < limit, end == first || weight + Int(weights[end]) <= SegmentLimit.groupTextBytes {
                weight += Int(weights[end])
                end += 1
            }
            var low = timestamps[first]
            var high = low
            for time in timestamps[first..<end] {
                low = min(low, time)
                high = max(high, time)
            }
            groups.append(RowGroup(firstRow: first, rowCount: end - first, firstTimestamp: low, lastTimestamp: high))
            first = end
        }
        return groups
    }
}
