// The times of rows in clusters: the first row of a cluster has the cluster's time, each other one the step from the row before it.

import CKernels

/// Adds up the times of consecutive rows.
package enum RowTimes {
    /// Fills in the times of some of a segment's rows; `times` has those of all rows from `first` on, and the time before the first of
    /// `rows`, where there is one. `starts` are the times of the clusters that begin in these rows or later, `firstRows` their first
    /// rows, ascending. Gives the range of all times up to the last of the rows; nil when there are not exactly as many steps as are
    /// needed, or no time. Sums wrap. Cost: about 1 ns a row.
    package static func fill(
        _ times: inout [Int64], from first: Int, rows: Range<Int>, _ steps: [Int64], starts: ArraySlice<Int64>, at firstRows: ArraySlice<UInt32>
    ) -> ClosedRange<Int64>? {
        guard first >= 0, rows.lowerBound >= first, rows.upperBound - first <= times.count else { return nil }
        let before = times[..<(rows.lowerBound - first)]
        var low = before.min() ?? .max
        var high = before.max() ?? .min
        let now = before.last ?? 0
        let fits = times.withUnsafeMutableBufferPointer { times in
            starts.withUnsafeBufferPointer { starts in
                firstRows.withUnsafeBufferPointer { firstRows in
                    ck_cluster_times(
                        firstRows.baseAddress, starts.baseAddress, min(firstRows.count, starts.count), first, rows.lowerBound,
                        rows.upperBound, now, steps, steps.count, times.baseAddress, &low, &high)
                }
            }
        }
        return fits != 0 && low <= high ? low...high : nil
    }
}
