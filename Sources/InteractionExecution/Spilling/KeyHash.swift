// Hashes of grouping keys that do not depend on dictionaries or local codes: equal keys of any row group have equal hashes.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum KeyHash {
    private static let null: UInt64 = 0x7f4a_7c15_9e37_79b9

    /// A hash of each row's tuple.
    static func rows(_ keys: [KeyCodes], _ types: [ScalarType], count: Int) -> [UInt64] {
        var hashes = [UInt64](repeating: 0, count: count)
        for (key, type) in zip(keys, types) {
            guard let codes = key.codes else {
                let hash = value(of: key, code: 0, type)
                for row in 0..<count { hashes[row] = NumberTable.hash(hashes[row] ^ hash) }
                continue
            }
            var known = [UInt64](repeating: 0, count: key.cardinality)
            var isKnown = [Bool](repeating: false, count: key.cardinality)
            for row in 0..<count {
                let code = Int(codes[row])
                if !isKnown[code] {
                    known[code] = value(of: key, code: code, type)
                    isKnown[code] = true
                }
                hashes[row] = NumberTable.hash(hashes[row] ^ known[code])
            }
        }
        return hashes
    }

    private static func value(of key: KeyCodes, code: Int, _ type: ScalarType) -> UInt64 {
        switch key.values {
        case .text(let dictionary): return code == 0 ? null : dictionary.hash(at: code - 1)
        case .numbers(let numbers): return code == 0 ? null : number(numbers[code - 1])
        case .values(let values): return hash(values[code], type)
        }
    }

    private static func number(_ value: Int64) -> UInt64 { NumberTable.hash(UInt64(bitPattern: value) ^ 0x1234_5678_9abc_def0) }

    /// As the values of an interner are equal (`KeyMapping`), so are their hashes.
    private static func hash(_ value: ResultValue, _ type: ScalarType) -> UInt64 {
        switch value {
        case .null: return null
        case .text(let text): return TextHash.stable(Array(text.utf8))
        case .int(let value), .timestamp(let value): return number(value)
        case .date(let day): return number(Int64(day))
        case .double(let value):
            if type == .variant, value.magnitude < 9.2e18, value == value.rounded(.towardZero) { return number(Int64(value)) }
            return number(NumberOrder.key(value))
        default: return NumberTable.hash(UInt64(bitPattern: Int64(value.hashValue)))
        }
    }
}
