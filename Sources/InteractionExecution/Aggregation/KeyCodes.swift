// The values of a key in one batch as small local codes: dictionary codes as they are, numbers by order of appearance. Group
// cells are computed from local codes; only codes that occur are looked up in the interner, once for each batch.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Local codes of one vector.
struct KeyCodes {
    /// What local codes stand for.
    enum Values {
        /// Code 0 is NULL, code k entry k-1.
        case text(StringDictionary)
        /// Code 0 is NULL, code k number k-1: a BIGINT, TIMESTAMP, DATE, or the order key of a DOUBLE.
        case numbers([Int64])
        /// Code k is value k.
        case values([ResultValue])
    }

    /// One for each row; nil when all rows have code 0.
    var codes: [UInt32]?
    /// Codes are below it.
    var cardinality: Int
    var values: Values

    init(_ vector: Vector) {
        if vector.isConstant || vector.count == 0 {
            codes = nil
            cardinality = 1
            values = .values([vector.count == 0 ? .null : Self.canonical(vector.value(0))])
            return
        }
        switch vector.data {
        case .text(let codes, let dictionary):
            self.codes = codes
            cardinality = dictionary.count + 1
            values = .text(dictionary)
        case .ints(let numbers) where vector.type != .variant:
            self = Self.interned(numbers, vector.validity)
        case .doubles(let numbers) where vector.type != .variant:
            self = Self.interned(numbers.map { NumberOrder.key($0) }, vector.validity)
        case .ints(let numbers) where vector.type == .variant:
            let known = Self.interned(numbers, vector.validity)
            self = known
            if case .numbers(let list) = known.values { values = .values([.null] + list.map { .int($0) }) }
        case .doubles(let numbers) where vector.type == .variant:
            let known = Self.interned(numbers.map { NumberOrder.key($0) }, vector.validity)
            self = known
            if case .numbers(let list) = known.values { values = .values([.null] + list.map { .double(NumberOrder.value(ofKey: $0)) }) }
        case .bools(let flags):
            codes = (0..<vector.count).map { vector.isNull($0) ? 0 : UInt32(flags[$0]) + 1 }
            cardinality = 3
            values = .values([.null, .bool(false), .bool(true)])
        default:
            var known: [ResultValue: UInt32] = [:]
            var list: [ResultValue] = []
            codes = (0..<vector.count).map { row in
                let value = Self.canonical(vector.value(row))
                if let code = known[value] { return code }
                let code = UInt32(truncatingIfNeeded: list.count)
                known[value] = code
                list.append(value)
                return code
            }
            cardinality = list.count
            values = .values(list)
        }
    }

    /// Runs of one number are looked up once; numbers in a narrow range need no table.
    private static func interned(_ numbers: [Int64], _ valid: [UInt8]?) -> KeyCodes {
        var table = NumberTable()
        var last: Int64 = 0
        var code: UInt32 = 0
        var isNull = true
        let codes = [UInt32](unsafeUninitializedCapacity: numbers.count) { out, written in
            for (row, number) in numbers.enumerated() {
                if let valid, valid[row] == 0 {
                    out[row] = 0
                    continue
                }
                if isNull || number != last {
                    code = table.intern(number) + 1
                    last = number
                    isNull = false
                }
                out[row] = code
            }
            written = numbers.count
        }
        return KeyCodes(codes: codes, cardinality: table.count + 1, values: .numbers(table.values))
    }

    init(codes: [UInt32]?, cardinality: Int, values: Values) {
        self.codes = codes
        self.cardinality = cardinality
        self.values = values
    }

    /// The codes that rows have, each once, in order of first appearance. Cost: linear in the rows and the codes there can be.
    var used: [UInt32] {
        guard let codes else { return [0] }
        var seen = [Bool](repeating: false, count: cardinality)
        var used: [UInt32] = []
        for code in codes where !seen[Int(code)] {
            seen[Int(code)] = true
            used.append(code)
        }
        return used
    }

    /// One form for equal values: in a variant 1.0 is 1, in doubles -0 is 0.
    static func canonical(_ value: ResultValue) -> ResultValue {
        guard case .double(let number) = value else { return value }
        if number == 0 { return .double(0) }
        return value
    }
}

/// Local codes to ids of one interner, for one thread. Remembers the dictionary seen last.
final class KeyMapping {
    let interner: KeyInterner
    private var dictionary: StringDictionary?
    private var known: [UInt32] = []

    init(_ interner: KeyInterner) { self.interner = interner }

    /// A table from local code to id, filled at least for the codes in `used`.
    func ids(_ keys: KeyCodes, used: [UInt32]) throws(InteractionError) -> [UInt32] {
        switch keys.values {
        case .text(let entries):
            if dictionary !== entries {
                dictionary = entries
                known = [UInt32](repeating: .max, count: entries.count + 1)
                known[0] = 0
            }
            let missing = used.filter { known[Int($0)] == .max }
            if !missing.isEmpty {
                let ids = try interner.ids(missing, entries)
                for (code, id) in zip(missing, ids) { known[Int(code)] = id }
            }
            return known
        case .numbers(let numbers): return [0] + interner.ids(numbers)
        case .values(let values): return valueIds(values)
        }
    }

    private func valueIds(_ values: [ResultValue]) -> [UInt32] {
        switch interner.type {
        case .bigint, .timestamp, .date, .double:
            return values.map { value in
                switch value {
                case .int(let number), .timestamp(let number): interner.ids([number])[0]
                case .date(let day): interner.ids([Int64(day)])[0]
                case .double(let number): interner.ids([NumberOrder.key(number)])[0]
                default: 0
                }
            }
        case .variant: return interner.ids(values.map { Self.variantForm($0) })
        default: return interner.ids(values)
        }
    }

    /// In a variant a whole double is the integer.
    static func variantForm(_ value: ResultValue) -> ResultValue {
        guard case .double(let number) = value, number.magnitude < 9.2e18, number == number.rounded(.towardZero) else { return value }
        return .int(Int64(number))
    }
}
