// One column of values for the rows of a batch: the currency between operators. Texts are codes into a dictionary, so that
// grouping, comparing and functions of one text work on dictionary entries and not on rows.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Values of one type, one for each row, or one for all rows.
package struct Vector: Sendable {
    /// The values themselves. With `isConstant` an array holds exactly one element.
    package enum Data: Sendable {
        /// NULL in every row.
        case nulls
        /// 0 or 1.
        case bools([UInt8])
        /// BIGINT; microseconds of a TIMESTAMP; days of a DATE.
        case ints([Int64])
        /// HUGEINT; the coefficient of a decimal.
        case hugeints([Int128])
        case doubles([Double])
        case intervals([Interval])
        /// Code 0 is NULL, code k is entry k-1 of the dictionary.
        case text([UInt32], StringDictionary)
        /// A variant with values of several kinds. (A variant of one kind has the data of that kind.)
        case variants(VariantValues)
        /// A list for each row: where its elements stand in a column shared by all rows.
        case lists([ListSpan], ListElements)
    }

    package var type: ScalarType
    /// Number of rows.
    package var count: Int
    package var isConstant: Bool
    package var data: Data
    /// 1 where there is a value, 0 for NULL, shaped as the data; nil when nothing is NULL. Not used by texts, variants and
    /// `nulls`, which say it themselves.
    package var validity: [UInt8]?

    package init(_ type: ScalarType, _ data: Data, count: Int, validity: [UInt8]? = nil, isConstant: Bool = false) {
        self.type = type
        self.count = count
        self.isConstant = isConstant
        self.data = data
        self.validity = validity
    }

    /// NULL in every row.
    package static func nulls(_ type: ScalarType, count: Int) -> Vector {
        Vector(type, .nulls, count: count, isConstant: true)
    }

    /// The same value in every row.
    package static func constant(_ value: Literal, _ type: ScalarType, count: Int) -> Vector {
        func make(_ data: Data) -> Vector { Vector(type, data, count: count, isConstant: true) }
        switch value {
        case .null: return .nulls(type, count: count)
        case .boolean(let flag): return make(.bools([flag ? 1 : 0]))
        case .bigint(let number): return make(.ints([number]))
        case .hugeint(let number): return make(.hugeints([number]))
        case .double(let number): return make(.doubles([number]))
        case .decimal(let number): return make(.hugeints([number.coefficient]))
        case .varchar(let text): return make(.text([1], StringDictionary([text])))
        case .timestamp(let micros): return make(.ints([micros]))
        case .date(let day): return make(.ints([Int64(day)]))
        case .interval(let span): return make(.intervals([span]))
        }
    }

    /// 0 for a constant, else 1: `array[row * stride]` is the row's element.
    var stride: Int { isConstant ? 0 : 1 }

    /// True when the row is NULL.
    package func isNull(_ row: Int) -> Bool {
        switch data {
        case .nulls: true
        case .text(let codes, _): codes[row &* stride] == 0
        case .variants(let values): values.kinds[row &* stride] == VariantKind.null.rawValue
        default: validity.map { $0[row &* stride] == 0 } ?? false
        }
    }

    /// True when no row is NULL for sure.
    var hasNoNulls: Bool {
        switch data {
        case .nulls, .text, .variants: false
        default: validity == nil
        }
    }

    /// 1 where there is a value, shaped as the data; nil when there is one everywhere.
    func presence() -> [UInt8]? {
        switch data {
        case .nulls: return [UInt8](repeating: 0, count: isConstant ? 1 : count)
        case .text(let codes, _): return codes.contains(0) ? codes.map { $0 == 0 ? 0 : 1 } : nil
        case .variants(let values): return values.kinds.contains(0) ? values.kinds.map { $0 == 0 ? 0 : 1 } : nil
        default: return validity
        }
    }

    /// Bytes that the arrays hold; dictionaries are shared and not counted.
    var byteCount: Int {
        let size: Int
        switch data {
        case .nulls: size = 0
        case .bools(let values): size = values.count
        case .ints(let values): size = values.count * 8
        case .hugeints(let values): size = values.count * 16
        case .doubles(let values): size = values.count * 8
        case .intervals(let values): size = values.count * 16
        case .text(let codes, _): size = codes.count * 4
        case .variants(let values): size = values.kinds.count * 9
        case .lists(let spans, let elements): size = spans.count * 8 + elements.values.byteCount
        }
        return size + (validity?.count ?? 0)
    }
}
