// Values of a bare property path whose rows hold several kinds. Their order is that of DESIGN 6: null < bool < number <
// string; numbers compare as numbers, 1 = 1.0; arrays and objects are their compact JSON text.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// What one value of a variant is.
package enum VariantKind: UInt8, Sendable {
    case null = 0
    case bool = 1
    case int = 2
    case double = 3
    /// A JSON number kept as text.
    case number = 4
    case string = 5
    /// An array or object as compact JSON text.
    case json = 6
}

/// Several kinds of values, row by row.
package struct VariantValues: Sendable {
    /// Raw values of `VariantKind`.
    package var kinds: [UInt8]
    /// 0 or 1; the bits of an Int64 or Double; or a text's code: entry + 1 of the dictionary.
    package var bits: [UInt64]
    package var dictionary: StringDictionary

    package init(kinds: [UInt8], bits: [UInt64], dictionary: StringDictionary) {
        self.kinds = kinds
        self.bits = bits
        self.dictionary = dictionary
    }

    package func value(_ index: Int) -> ResultValue {
        func text() -> String { dictionary.string(at: Int(truncatingIfNeeded: bits[index]) - 1) }
        switch VariantKind(rawValue: kinds[index]) ?? .null {
        case .null: return .null
        case .bool: return .bool(bits[index] != 0)
        case .int: return .int(Int64(bitPattern: bits[index]))
        case .double: return .double(Double(bitPattern: bits[index]))
        case .number: return .number(text())
        case .string: return .text(text())
        case .json: return .json(text())
        }
    }
}

/// Collects variant values one after another.
struct VariantBuilder {
    private var kinds: [UInt8] = []
    private var bits: [UInt64] = []
    private var texts = StringTable()

    /// Bytes of the texts held.
    var textBytes: Int { texts.byteCount }

    init(capacity: Int) {
        kinds.reserveCapacity(capacity)
        bits.reserveCapacity(capacity)
    }

    mutating func append(_ kind: VariantKind, _ value: UInt64) {
        kinds.append(kind.rawValue)
        bits.append(value)
    }

    mutating func append(_ kind: VariantKind, text: ArraySlice<UInt8>) { append(kind, UInt64(texts.intern(text)) + 1) }

    mutating func append(_ value: ResultValue) {
        switch value {
        case .null: append(.null, 0)
        case .bool(let flag): append(.bool, flag ? 1 : 0)
        case .int(let number): append(.int, UInt64(bitPattern: number))
        case .double(let number): append(.double, number.bitPattern)
        case .number(let text): append(.number, text: Array(text.utf8)[...])
        case .json(let text): append(.json, text: Array(text.utf8)[...])
        default: append(.string, text: Array(value.plainText.utf8)[...])
        }
    }

    func finish() -> VariantValues { VariantValues(kinds: kinds, bits: bits, dictionary: texts.dictionary()) }
}
