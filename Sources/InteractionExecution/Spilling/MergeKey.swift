// One sort key of rows that lie in different chunks: unlike `SortColumn` it compares across dictionaries, by bytes. Most
// comparisons end with a number that is made of each value beforehand.

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
    private enum Values {
        case numbers([Int64])
        case texts([UInt32], StringDictionary)
        case values([ResultValue])
    }
    /// Rows whose numbers differ come in the order of the numbers. The least and the largest are those of NULLs only.
    let heads: [UInt64]
    /// True when rows with the same number are equal.
    let isExact: Bool
    private let values: Values
    private let isDescending: Bool

    init(_ vector: Vector, _ order: MergeOrder) {
        let vector = vector.spread()
        isDescending = order.isDescending
        let valid = vector.presence()
        let count = vector.count
        let null = order.nullsFirst ? UInt64.min : UInt64.max
        /// Leaves room for NULL at both ends.
        func head(_ key: UInt64) -> UInt64 { min(max(order.isDescending ? ~key : key, 1), .max - 1) }
        var numbers: [Int64]?
        switch vector.data {
        case .nulls: numbers = []
        case .ints(let list) where vector.type != .variant: numbers = list
        case .bools(let list) where vector.type != .variant: numbers = list.map { Int64($0) }
        case .doubles(let list) where vector.type != .variant: numbers = list.map { NumberOrder.key($0) }
        default: break
        }
        if let numbers {
            var heads: [UInt64] = []
            heads.reserveCapacity(count)
            var isExact = true
            for row in 0..<count {
                if let valid, valid[row] == 0 {
                    heads.append(null)
                    continue
                }
                if numbers[row] == .min || numbers[row] == .max { isExact = false }
                heads.append(head(UInt64(bitPattern: numbers[row]) ^ 1 << 63))
            }
            self.heads = heads
            self.isExact = isExact
            values = .numbers(numbers)
            return
        }
        isExact = false
        if case .text(let codes, let dictionary) = vector.data, vector.type != .variant {
            heads = codes.map { $0 == 0 ? null : head(Self.prefix(dictionary, Int($0) - 1)) }
            values = .texts(codes, dictionary)
        } else {
            heads = (0..<count).map { vector.isNull($0) ? null : 1 << 63 }
            values = .values((0..<count).map { vector.value($0) })
        }
    }

    /// The first eight bytes of a text as a number; texts in order have such numbers in order.
    private static func prefix(_ dictionary: StringDictionary, _ entry: Int) -> UInt64 {
        dictionary.withBytes(at: entry) { bytes in
            var number: UInt64 = 0
            for index in 0..<8 { number = number << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
            return number
        }
    }

    /// Negative, 0 or positive as row `a` here comes before, with or after row `b` of the same key of another chunk; both
    /// have the same number.
    func compare(_ a: Int, _ other: MergeKey, _ b: Int) -> Int {
        let head = heads[a]
        if head == .min || head == .max { return 0 }
        let result: Int
        switch (values, other.values) {
        case (.numbers(let x), .numbers(let y)): result = x[a] < y[b] ? -1 : x[a] == y[b] ? 0 : 1
        case (.texts(let x, let first), .texts(let y, let second)):
            result = TextOrder.compare(first.slice(at: Int(x[a]) - 1), second.slice(at: Int(y[b]) - 1))
        case (.values(let x), .values(let y)): result = ResultValue.order(x[a], y[b])
        default: return 0
        }
        return isDescending ? -result : result
    }
}
