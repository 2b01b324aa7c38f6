// Equality of values. Texts are equal when their bytes are, as in SQL; Swift's own comparison takes "é" and "e" with an accent
// behind it for the same, which would make one group out of two.

import InteractionModel
import InteractionPlan

extension ResultValue {
    package static func == (a: ResultValue, b: ResultValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.hugeint(let a), .hugeint(let b)): a == b
        // As in SQL every NaN equals itself, or each would be a group of its own.
        case (.double(let a), .double(let b)): NumberOrder.key(a) == NumberOrder.key(b)
        case (.decimal(let a), .decimal(let b)): a == b
        case (.text(let a), .text(let b)), (.number(let a), .number(let b)), (.json(let a), .json(let b)): a.hasSameBytes(as: b)
        case (.timestamp(let a), .timestamp(let b)): a == b
        case (.date(let a), .date(let b)): a == b
        case (.interval(let a), .interval(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value), .timestamp(let value): hasher.combine(value)
        case .hugeint(let value): hasher.combine(value)
        case .double(let value): hasher.combine(NumberOrder.key(value))
        case .decimal(let value): hasher.combine(value)
        case .text(let value), .number(let value), .json(let value): hasher.combine(value)
        case .date(let value): hasher.combine(value)
        case .interval(let value): hasher.combine(value)
        case .list(let values): hasher.combine(values)
        }
    }
}
