// One property column in memory: its values in row order, and the row of each. Buffers fill it, merges reorder it, the writer
// cuts it into row groups.

import InteractionCoding
import InteractionModel

/// A whole property column: value i belongs to row `rows[i]`.
struct PropertyData: Sendable {
    var path: PropertyPath
    var lane: PropertyLane
    var rows: [UInt32]
    var values: PropertyValues

    /// The same column with each value's row replaced by `places[row]`, sorted by the new rows. `places` is an order of all rows,
    /// and `order` the row of each place.
    func moved(to places: [UInt32], order inverse: [UInt32]) -> PropertyData {
        if rows.count == places.count {
            return PropertyData(path: path, lane: lane, rows: rows, values: values.gathered(inverse))
        }
        let moved = rows.map { places[Int($0)] }
        let order = RadixOrder.order(by: moved)
        return PropertyData(
            path: path, lane: lane, rows: order.map { moved[Int($0)] }, values: values.gathered(order))
    }

    /// Indexes of the values whose rows lie in the range. Cost: logarithmic.
    func indexes(rowsFrom first: Int, to end: Int) -> Range<Int> {
        func lowerBound(_ row: Int) -> Int {
            var low = 0
            var high = rows.count
            while low < high {
                let middle = (low + high) / 2
                if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let start = lowerBound(first)
        return start..<max(start, lowerBound(end))
    }
}

extension PropertyValues {
    /// Values picked by index, in the order of `order`.
    func gathered(_ order: [UInt32]) -> PropertyValues {
        switch self {
        case .bools(let values): .bools(order.map { values[Int($0)] })
        case .ints(let values): .ints(order.map { values[Int($0)] })
        case .doubles(let values): .doubles(order.map { values[Int($0)] })
        case .strings(let codes, let dictionary):
            .strings(codes: order.map { codes[Int($0)] }, dictionary: dictionary)
        }
    }

    /// A contiguous run of the values.
    func slice(_ range: Range<Int>) -> PropertyValues {
        if range.lowerBound == 0, range.upperBound == count { return self }
        switch self {
        case .bools(let values): return .bools(Array(values[range]))
        case .ints(let values): return .ints(Array(values[range]))
        case .doubles(let values): return .doubles(Array(values[range]))
        case .strings(let codes, let dictionary):
            return .strings(codes: Array(codes[range]), dictionary: dictionary)
        }
    }

    /// Smallest and largest value of a numeric lane; nil when empty, not numeric, or a NaN is among them.
    var range: PropertyRange? {
        switch self {
        case .ints(let values):
            guard let low = values.min(), let high = values.max() else { return nil }
            return .ints(low, high)
        case .doubles(let values):
            guard let low = values.min(), let high = values.max(), !values.contains(where: \.isNaN) else { return nil }
            return .doubles(low, high)
        case .bools, .strings: return nil
        }
    }
}

/// A path and lane: the identity of a property column.
struct PropertyKey: Hashable, Sendable {
    var path: PropertyPath
    var lane: PropertyLane
}
