// The cluster table: which consecutive rows belong to which session of the day. A cluster is all of a day's rows of one given
// session id, or of one user without session ids, or of nobody.

import InteractionCoding
import InteractionModel

/// What holds a cluster's rows together.
package enum ClusterKind: UInt8, Sendable, Hashable {
    /// A session id given by the app.
    case session = 1
    /// No session id; the rows of one user.
    case user = 2
    /// Neither session id nor user; at most one such cluster a segment.
    case none = 3
}

/// The clusters of one segment, ordered by their first event.
package final class ClusterTable: Sendable {
    /// What each cluster is.
    package let kinds: [ClusterKind]
    /// Session id or user id by cluster index; empty for `.none`. Entries are unique within a kind.
    package let ids: StringDictionary
    /// First row of each cluster, and the row count as a last element: cluster c holds rows `firstRows[c]..<firstRows[c + 1]`.
    package let firstRows: [UInt32]
    /// Timestamp of each cluster's first and last event, microseconds UTC.
    package let starts: [Int64]
    package let ends: [Int64]
    /// Whether all clusters are of given session ids.
    package let hasOnlySessions: Bool

    package init(kinds: [ClusterKind], ids: StringDictionary, firstRows: [UInt32], starts: [Int64], ends: [Int64]) {
        self.kinds = kinds
        self.ids = ids
        self.firstRows = firstRows
        self.starts = starts
        self.ends = ends
        hasOnlySessions = kinds.allSatisfy { $0 == .session }
    }

    package var count: Int { kinds.count }

    /// Index of the cluster that holds a row. Cost: logarithmic.
    package func index(ofRow row: Int) -> Int {
        var low = 0
        var high = kinds.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(firstRows[middle]) <= row { low = middle } else { high = middle }
        }
        return low
    }

    /// The clusters that have rows in a row group.
    package func indexes(of group: RowGroup) -> Range<Int> {
        guard count > 0, group.rowCount > 0 else { return 0..<0 }
        return index(ofRow: group.firstRow)..<index(ofRow: group.firstRow + group.rowCount - 1) + 1
    }

    /// The cluster of each row of a row group. Cost: linear in the rows.
    package func indexes(ofRows group: RowGroup) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(group.rowCount)
        let end = group.firstRow + group.rowCount
        for cluster in indexes(of: group) {
            let next = min(end, Int(firstRows[cluster + 1]))
            let count = next - max(group.firstRow, Int(firstRows[cluster]))
            result += repeatElement(UInt32(truncatingIfNeeded: cluster), count: max(0, count))
        }
        return result
    }

    /// Session codes of a row group's rows, in the convention of `CodeColumn`: 0 where the row has no session id, else cluster
    /// index + 1 (an entry of `ids`). Cost: linear in the rows.
    package func sessionCodes(of group: RowGroup) -> [UInt32] {
        var codes = [UInt32](repeating: 0, count: group.rowCount)
        var row = group.firstRow
        let end = group.firstRow + group.rowCount
        var cluster = count == 0 ? 0 : index(ofRow: row)
        while row < end, cluster < count {
            let next = min(end, Int(firstRows[cluster + 1]))
            if kinds[cluster] == .session {
                let code = UInt32(truncatingIfNeeded: cluster + 1)
                for index in row..<max(row, next) { codes[index - group.firstRow] = code }
            }
            row = max(row, next)
            cluster += 1
        }
        return codes
    }
}
