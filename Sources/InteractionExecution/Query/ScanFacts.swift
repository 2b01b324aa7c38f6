// What a scan read, and what it left out for which reason.

/// Why the rows of a row group were not needed.
package enum SkipReason: String, Sendable, Hashable, CaseIterable {
    /// Its times lie outside the filter's.
    case time
    /// No entry of a dictionary that its rows use makes a condition true.
    case dictionary
    /// Its smallest and largest numbers make a condition false.
    case range
    /// It lies after the first n rows in order of time.
    case order
    /// Its columns were read and no row passed.
    case condition
}

/// What a scan read and skipped.
package struct ScanFacts: Sendable, Hashable {
    package var segmentsRead = 0
    package var segmentsSkipped = 0
    package var rowGroupsRead = 0
    /// All that are left out, whatever the reason.
    package var rowGroupsSkipped = 0
    package var rowsRead = 0
    package var rowsSkipped = 0
    /// Rows that passed the filter.
    package var rowsSelected = 0
    /// Rows that were not looked at, because rollups told how many they are.
    package var rowsFromRollups = 0
    /// Row groups left out, by reason.
    package var skipped: [SkipReason: Int] = [:]
    /// Stored bytes read from segment files, and bytes of column chunks that were decoded; by everything in this process
    /// that reads the same segments at the same time.
    package var bytesRead = 0
    package var bytesDecoded = 0

    package init() {}

    mutating func skip(_ reason: SkipReason, groups: Int, rows: Int) {
        rowGroupsSkipped += groups
        rowsSkipped += rows
        skipped[reason, default: 0] += groups
    }

    /// Adds what another scan of the same query read and skipped.
    mutating func add(_ other: ScanFacts) {
        segmentsRead += other.segmentsRead
        segmentsSkipped += other.segmentsSkipped
        rowGroupsRead += other.rowGroupsRead
        rowGroupsSkipped += other.rowGroupsSkipped
        rowsRead += other.rowsRead
        rowsSkipped += other.rowsSkipped
        rowsSelected += other.rowsSelected
        rowsFromRollups += other.rowsFromRollups
        skipped.merge(other.skipped, uniquingKeysWith: +)
        bytesRead += other.bytesRead
        bytesDecoded += other.bytesDecoded
    }
}
