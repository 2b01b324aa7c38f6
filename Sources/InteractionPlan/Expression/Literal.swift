// A constant in a plan. Parameters and `now()` are constants too once a query is bound.

import InteractionModel

/// A constant value.
public enum Literal: Sendable, Hashable {
    case null
    case boolean(Bool)
    case bigint(Int64)
    case hugeint(Int128)
    case double(Double)
    case decimal(ExactDecimal)
    case varchar(String)
    /// Microseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int64)
    /// Days since 1970-01-01.
    case date(Int32)
    case interval(Interval)
}

extension Literal {
    /// The type of the value itself; `null` for NULL.
    public var type: ScalarType {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .bigint: .bigint
        case .hugeint: .hugeint
        case .double: .double
        case .decimal(let value): .decimal(precision: value.precision, scale: value.scale)
        case .varchar: .varchar
        case .timestamp: .timestamp
        case .date: .date
        case .interval: .interval
        }
    }
}

extension Literal: CustomStringConvertible {
    /// As SQL writes it: `'it''s'`, `TIMESTAMP '2026-04-01T00:00:00.000000Z'`.
    public var description: String {
        switch self {
        case .null: "NULL"
        case .boolean(let value): value ? "true" : "false"
        case .bigint(let value): String(value)
        case .hugeint(let value): String(value)
        case .double(let value): value.description
        case .decimal(let value): value.description
        case .varchar(let value): Self.quoted(value)
        case .timestamp(let value): "TIMESTAMP '\(Timestamp(microseconds: value))'"
        case .date(let value): "DATE '\(Day(number: value))'"
        case .interval(let value): "INTERVAL '\(value)'"
        }
    }

    /// `text` between single quotes, quotes inside doubled. Works on bytes, so that a quote under a combining mark
    /// (one Character with it) is doubled too.
    package static func quoted(_ text: String, with mark: UInt8 = 39) -> String {
        var bytes: [UInt8] = [mark]
        for byte in text.utf8 {
            if byte == mark { bytes.append(mark) }
            bytes.append(byte)
        }
        bytes.append(mark)
        return String(decoding: bytes, as: UTF8.self)
    }
}
