// Equality of constants: the plan makes one expression of two that are equal. Texts are equal when their bytes are, as in SQL;
// Swift's own comparison takes "é" and "e" with an accent behind it for the same. Doubles are equal when their bits are: NaN must
// find itself among the keys of GROUP BY, and 0.0 is not printed as -0.0 is.

import InteractionModel

extension Literal {
    public static func == (a: Literal, b: Literal) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.bigint(let a), .bigint(let b)): a == b
        case (.hugeint(let a), .hugeint(let b)): a == b
        case (.double(let a), .double(let b)): a.bitPattern == b.bitPattern
        case (.decimal(let a), .decimal(let b)): a == b
        case (.varchar(let a), .varchar(let b)): a.hasSameBytes(as: b)
        case (.timestamp(let a), .timestamp(let b)): a == b
        case (.date(let a), .date(let b)): a == b
        case (.interval(let a), .interval(let b)): a == b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .boolean(let value): hasher.combine(value)
        case .bigint(let value), .timestamp(let value): hasher.combine(value)
        case .hugeint(let value): hasher.combine(value)
        case .double(let value): hasher.combine(value.bitPattern)
        case .decimal(let value): hasher.combine(value)
        case .varchar(let value): hasher.combine(value)
        case .date(let value): hasher.combine(value)
        case .interval(let value): hasher.combine(value)
        }
    }
}
