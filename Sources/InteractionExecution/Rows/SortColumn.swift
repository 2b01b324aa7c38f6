// One key of an order in a form that compares fast: integers, or texts by rank or by bytes.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// The values of one sort key.
struct SortColumn {
    private enum Storage {
        case keys([Int64])
        case texts([UInt32], StringDictionary)
    }
    private let storage: Storage
    /// 1 for a value, 0 for NULL.
    private let valid: [UInt8]?
    private let isDescending: Bool
    private let nullsFirst: Bool

    /// With `ranksTexts` texts are sorted once before; else compared by bytes when it comes to it.
    init(_ vector: Vector, isDescending: Bool = false, nullsFirst: Bool = false, ranksTexts: Bool) {
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
        let vector = vector.spread()
        var valid = vector.presence()
        switch vector.data {
        case .nulls:
            storage = .keys([])
            valid = [UInt8](repeating: 0, count: vector.count)
        case .ints(let values): storage = .keys(values)
        case .bools(let values): storage = .keys(values.map { Int64($0) })
        case .doubles(let values): storage = .keys(values.map { NumberOrder.key($0) })
        case .text(let codes, let dictionary) where ranksTexts && !dictionary.isSorted:
            var ranks = [Int64](repeating: 0, count: dictionary.count + 1)
            for (rank, code) in dictionary.sortedOrder().enumerated() { ranks[Int(code) + 1] = Int64(rank) }
            storage = .keys(codes.map { ranks[Int($0)] })
        case .text(let codes, let dictionary):
            storage = dictionary.isSorted ? .keys(codes.map { Int64($0) }) : .texts(codes, dictionary)
        default:
            let values = (0..<vector.count).map { vector.value($0) }
            let order = values.indices.sorted { ResultValue.order(values[$0], values[$1]) < 0 }
            var ranks = [Int64](repeating: 0, count: values.count)
            for (place, index) in order.enumerated() {
                let isTie = place > 0 && ResultValue.order(values[order[place - 1]], values[index]) == 0
                ranks[index] = isTie ? ranks[order[place - 1]] : Int64(place)
            }
            storage = .keys(ranks)
        }
        self.valid = valid
    }

    /// Integers as they are, ascending.
    init(_ keys: [Int64]) {
        storage = .keys(keys)
        valid = nil
        isDescending = false
        nullsFirst = false
    }

    /// Integers whose order is never against that of the rows; equal ones may still differ. nil when there are none.
    func roughKeys(_ count: Int) -> [Int64]? {
        guard case .keys(let keys) = storage, keys.count == count else { return nil }
        let turned = isDescending ? keys.map { ~$0 } : keys
        guard let valid else { return turned }
        let null: Int64 = nullsFirst ? .min : .max
        return (0..<count).map { valid[$0] == 0 ? null : turned[$0] }
    }

    /// Negative, 0 or positive as row `a` comes before, with or after row `b`.
    @inline(__always)
    func compare(_ a: Int, _ b: Int) -> Int {
        if let valid {
            if valid[a] == 0 || valid[b] == 0 {
                if valid[a] == valid[b] { return 0 }
                return (valid[a] == 0) == nullsFirst ? -1 : 1
            }
        }
        let order: Int
        switch storage {
        case .keys(let keys): order = keys[a] < keys[b] ? -1 : keys[a] == keys[b] ? 0 : 1
        case .texts(let codes, let dictionary):
            order = codes[a] == codes[b]
                ? 0 : TextOrder.compare(dictionary.slice(at: Int(codes[a]) - 1), dictionary.slice(at: Int(codes[b]) - 1))
        }
        return isDescending ? -order : order
    }
}

/// Sorting of row indexes by several keys.
enum RowOrder {
    /// The indexes of 0..<count in order; only the first `limit` when given. Equal rows stay in index order.
    static func sorted(_ count: Int, by columns: [SortColumn], limit: Int? = nil) -> [UInt32] {
        func isBefore(_ a: UInt32, _ b: UInt32) -> Bool {
            for column in columns {
                let order = column.compare(Int(a), Int(b))
                if order != 0 { return order < 0 }
            }
            return a < b
        }
        // The first key alone decides most comparisons.
        let rough = columns.first?.roughKeys(count)
        let all = (0..<UInt32(truncatingIfNeeded: count)).map { $0 }
        guard let limit, limit < count / 4 else {
            let rows: [UInt32]
            if let rough {
                var keyed = (0..<count).map { (key: rough[$0], row: UInt32(truncatingIfNeeded: $0)) }
                keyed.sort { $0.key != $1.key ? $0.key < $1.key : isBefore($0.row, $1.row) }
                rows = keyed.map(\.row)
            } else {
                rows = all.sorted(by: isBefore)
            }
            return limit.map { Array(rows.prefix($0)) } ?? rows
        }
        if limit == 0 { return [] }
        // A heap of the best rows with the worst of them on top.
        var heap = Array(all.prefix(limit))
        func sink(_ start: Int) {
            var parent = start
            while true {
                var worst = parent
                for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(heap[worst], heap[child]) {
                    worst = child
                }
                if worst == parent { return }
                heap.swapAt(parent, worst)
                parent = worst
            }
        }
        for index in stride(from: heap.count / 2, through: 0, by: -1) { sink(index) }
        for row in limit..<count {
            if let rough, rough[row] > rough[Int(heap[0])] { continue }
            let row = UInt32(truncatingIfNeeded: row)
            guard isBefore(row, heap[0]) else { continue }
            heap[0] = row
            sink(0)
        }
        return heap.sorted(by: isBefore)
    }
}
