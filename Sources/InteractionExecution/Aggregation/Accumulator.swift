// The states of aggregates by group. One object for each thread and aggregate; the states of threads are merged at the end.
// All are independent of the order of rows (sums are exact), so an answer has the same bits for any number of threads.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// What an aggregate has gathered, by group.
protocol Accumulator: AnyObject {
    /// Makes room for groups.
    func grow(to groups: Int)
    /// Adds the rows of a batch: `values` has one for each row of `groups`; it is a constant NULL for count(*).
    func add(_ values: Vector, _ groups: GroupRefs) throws(InteractionError)
    /// Adds the states of another thread; `map` has the group here of each group there. `other` is of the same class.
    func merge(_ other: any Accumulator, _ map: [UInt32])
    var byteCount: Int { get }
}

/// Rows, or values that are not NULL.
final class CountAccumulator: Accumulator {
    private(set) var counts: [Int64] = []
    private let countsNulls: Bool

    /// With `countsNulls` it is count(*).
    init(countsNulls: Bool) { self.countsNulls = countsNulls }

    var byteCount: Int { counts.count * 8 }

    func grow(to groups: Int) {
        if counts.count < groups { counts.append(contentsOf: repeatElement(0, count: groups - counts.count)) }
    }

    /// Adds rows of one group.
    func add(rows: Int, to group: UInt32) { counts[Int(group)] += Int64(rows) }

    /// Adds rows of several groups.
    func add(rows: [UInt32], to groups: [UInt32]) {
        counts.withUnsafeMutableBufferPointer { counts in
            for (rows, group) in zip(rows, groups) { counts[Int(group)] += Int64(rows) }
        }
    }

    private func addRows(_ groups: GroupRefs) {
        guard case .rows(let rows) = groups.form else {
            groups.forEachCount { counts[$0] += Int64($1) }
            return
        }
        counts.withUnsafeMutableBufferPointer { counts in
            for group in rows { counts[Int(group)] += 1 }
        }
    }

    func add(_ values: Vector, _ groups: GroupRefs) {
        guard !countsNulls, let presence = values.presence() else {
            addRows(groups)
            return
        }
        if values.isConstant {
            if presence.first == 1 { addRows(groups) }
            return
        }
        if let group = groups.only {
            counts[Int(group)] += presence.reduce(into: Int64(0)) { $0 += Int64($1) }
            return
        }
        for (row, group) in groups.rows().enumerated() { counts[Int(group)] += Int64(presence[row]) }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? CountAccumulator else { return }
        for (group, count) in other.counts.enumerated() { counts[Int(map[group])] += count }
    }

    func result() -> Vector { Vector(.bigint, .ints(counts), count: counts.count) }
}

/// Rows one by one without their NULLs; constants included.
enum ValueRows {
    /// Calls `body` with row and group of each value that is not NULL.
    @inline(__always)
    static func forEach(_ values: Vector, _ groups: GroupRefs, _ body: (_ row: Int, _ group: Int) -> Void) {
        if case .nulls = values.data { return }
        let presence = values.presence()
        let stride = values.stride
        if let group = groups.only {
            for row in 0..<groups.count where presence.map({ $0[row &* stride] != 0 }) ?? true { body(row &* stride, Int(group)) }
            return
        }
        let rows = groups.rows()
        if let presence {
            for row in 0..<rows.count where presence[row &* stride] != 0 { body(row &* stride, Int(rows[row])) }
        } else {
            for row in 0..<rows.count { body(row &* stride, Int(rows[row])) }
        }
    }
}
