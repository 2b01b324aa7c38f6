// Computes the order of a day segment: clusters by their first event, rows inside a cluster by time, ties by arrival; and the
// tie ordinals that keep the day's total order (timestamp, sequence) recoverable across clusters.

/// The order of a segment's rows, computed from rows given in arrival order.
struct ClusterOrder {
    /// Input row at each output position.
    var order: [UInt32]
    /// First output position of each cluster, and the row count as a last element.
    var firstRows: [UInt32]
    /// Cluster key of each output cluster.
    var clusterKeys: [UInt32]
    /// Tie ordinal at each output position; empty when all are 0.
    var ties: [UInt32]

    /// Orders rows. `timestamps` are microseconds; `clusters` holds a cluster key below `clusterKeyCount` for each row. Among
    /// equal timestamps the input order is the order of events. Cost: linear when times ascend, else a radix sort.
    init(timestamps: [Int64], clusters: [UInt32], clusterKeyCount: Int) {
        let count = timestamps.count
        let lowest = timestamps.min() ?? 0
        let inTime = RadixOrder.order(by: timestamps.map { UInt64(bitPattern: $0 &- lowest) })

        var ordinals = [UInt32](repeating: .max, count: clusterKeyCount)
        clusterKeys = []
        var sizes: [UInt32] = []
        for row in inTime {
            let key = Int(clusters[Int(row)])
            if ordinals[key] == .max {
                ordinals[key] = UInt32(truncatingIfNeeded: sizes.count)
                clusterKeys.append(UInt32(truncatingIfNeeded: key))
                sizes.append(0)
            }
            sizes[Int(ordinals[key])] += 1
        }
        firstRows = [UInt32](repeating: 0, count: sizes.count + 1)
        for index in sizes.indices { firstRows[index + 1] = firstRows[index] + sizes[index] }

        var next = firstRows
        order = [UInt32](repeating: 0, count: count)
        var places = [UInt32](repeating: 0, count: count)
        for (index, row) in inTime.enumerated() {
            let cluster = Int(ordinals[Int(clusters[Int(row)])])
            order[Int(next[cluster])] = row
            places[index] = next[cluster]
            next[cluster] += 1
        }

        ties = []
        var start = 0
        while start < count {
            let time = timestamps[Int(inTime[start])]
            let cluster = clusters[Int(inTime[start])]
            var end = start + 1
            var mixed = false
            while end < count, timestamps[Int(inTime[end])] == time {
                if clusters[Int(inTime[end])] != cluster { mixed = true }
                end += 1
            }
            if mixed {
                if ties.isEmpty { ties = [UInt32](repeating: 0, count: count) }
                for index in start..<end { ties[Int(places[index])] = UInt32(truncatingIfNeeded: index - start) }
            }
            start = end
        }
    }
}
