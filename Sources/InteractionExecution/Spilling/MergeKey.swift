// One sort key of rows that lie in different chunks: unlike `SortColumn` it compares across dictionaries, by bytes.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// How merged rows are ordered by one of their columns.
struct MergeOrder: Sendable {
    /// Index of the column.
    var column: Int
    var isDescending = false
    var nullsFirst = false
}

/// The values of one sort key in one chunk.
struct MergeKey {
    private enum Storage {
        case keys([Int64])
        case texts([UInt32], StringDictionary)
        case values([ResultValue])
    }
    private let storage: Storage
    /// 1 for a value, 0 for NULL.
    private let valid: [UInt8]?
    private let order: MergeOrder

    init(_ vector: Vector, _ order: MergeOrder) {
        self.order = order
        let vector = vector.spread()
        var valid = vector.presence()
        switch vector.data {
        case .nulls:
            storage = .keys([])
            valid = [UInt8](repeating: 0, count: vector.count)
        case .ints(let values) where vector.type != .variant: storage = .keys(values)
        case .bools(let values) where vector.type != .variant: storage = .keys(values.map { Int64($0) })
        case .doubles(let values) where vector.type != .variant: storage = .keys(values.map { NumberOrder.key($0) })
        case .text(let codes, let dictionary) where vector.type != .variant: storage = .texts(codes, dictionary)
        default: storage = .values((0..<vector.count).map { vector.value($0) })
        }
        self.valid = valid
    }

    /// Negative, 0 or positive as row `a` here comes before, with or after row `b` of the same key of another chunk.
    @inline(__always)
    func compare(_ a: Int, _ other: MergeKey, _ b: Int) -> Int {
        let hasA = valid.map { $0[a] != 0 } ?? true
        let hasB = other.valid.map { $0[b] != 0 } ?? true
        guard hasA, hasB else {
            if hasA == hasB { return 0 }
            return hasB == order.nullsFirst ? -1 : 1
        }
        let result: Int
        switch (storage, other.storage) {
        case (.keys(let x), .keys(let y)): result = x[a] < y[b] ? -1 : x[a] == y[b] ? 0 : 1
        case (.texts(let x, let first), .texts(let y, let second)):
            result = TextOrder.compare(first.slice(at: Int(x[a]) - 1), second.slice(at: Int(y[b]) - 1))
        case (.values(let x), .values(let y)): result = ResultValue.order(x[a], y[b])
        default: result = 0
        }
        return order.isDescending ? -result : result
    }
}
