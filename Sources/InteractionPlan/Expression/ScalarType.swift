// The types of values in a query. Names follow DuckDB; integers are BIGINT from the start (DuckDB's INTEGER and smaller
// have no counterpart here), so that nothing overflows at 32 bits.

/// The type of an expression after binding.
public indirect enum ScalarType: Sendable, Hashable {
    /// The type of a bare NULL; converts to every other type.
    case null
    case boolean
    /// A 64-bit signed integer. Overflow raises.
    case bigint
    /// A 128-bit signed integer: what `sum` of integers gives. Overflow raises.
    case hugeint
    case double
    /// An exact decimal constant. After binding only a literal has this type: with anything that is not a constant it
    /// becomes a double (or, in a comparison with integers, the nearest integer bound).
    case decimal(precision: Int, scale: Int)
    /// UTF-8 text, compared by bytes.
    case varchar
    /// Microseconds since 1970-01-01T00:00:00Z.
    case timestamp
    /// Days since 1970-01-01.
    case date
    case interval
    /// A bare property path: each value has its own type (order: null < bool < number < string; 1 = 1.0).
    case variant
    /// A list of values of one type, each of which may be NULL. Lists compare element by element; the shorter of two that agree
    /// as far as it goes is the smaller, and a NULL element is the largest. Elements are no decimals.
    case list(ScalarType)
}

extension ScalarType {
    /// Integers, doubles and decimals.
    public var isNumeric: Bool {
        switch self {
        case .bigint, .hugeint, .double, .decimal: true
        default: false
        }
    }

    /// BIGINT and HUGEINT.
    public var isInteger: Bool { self == .bigint || self == .hugeint }

    /// The type of a list's elements; nil for everything else.
    public var element: ScalarType? {
        if case .list(let element) = self { return element }
        return nil
    }

    /// TIMESTAMP and DATE.
    public var isTemporal: Bool { self == .timestamp || self == .date }
}

extension ScalarType {
    /// DuckDB's name of a timestamp that is an instant, as all are here unless AT TIME ZONE made local time of them.
    package static let instantName = "TIMESTAMP WITH TIME ZONE"
}

extension ScalarType: CustomStringConvertible {
    /// As DuckDB writes it: `BIGINT`, `DECIMAL(2,1)`.
    public var description: String {
        switch self {
        case .null: "NULL"
        case .boolean: "BOOLEAN"
        case .bigint: "BIGINT"
        case .hugeint: "HUGEINT"
        case .double: "DOUBLE"
        case .decimal(let precision, let scale): "DECIMAL(\(precision),\(scale))"
        case .varchar: "VARCHAR"
        case .timestamp: "TIMESTAMP"
        case .date: "DATE"
        case .interval: "INTERVAL"
        case .variant: "VARIANT"
        case .list(.null): "\"NULL\"[]"
        case .list(let element): "\(element)[]"
        }
    }
}
