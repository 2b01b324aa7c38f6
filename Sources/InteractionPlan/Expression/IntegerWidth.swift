// The integer types below BIGINT. Their values are BIGINT here; a cast to one checks that the value would fit, as DuckDB does.

/// A narrow integer type.
public enum IntegerWidth: String, Sendable, Hashable {
    case tinyint = "TINYINT"
    case smallint = "SMALLINT"
    case integer = "INTEGER"

    /// The smallest and largest value.
    public var range: ClosedRange<Int64> {
        switch self {
        case .tinyint: Int64(Int8.min)...Int64(Int8.max)
        case .smallint: Int64(Int16.min)...Int64(Int16.max)
        case .integer: Int64(Int32.min)...Int64(Int32.max)
        }
    }

    /// By DuckDB's names, in upper case.
    package static let names: [String: IntegerWidth] = [
        "INTEGER": .integer, "INT": .integer, "INT4": .integer, "SMALLINT": .smallint, "INT2": .smallint, "SHORT": .smallint,
        "TINYINT": .tinyint, "INT1": .tinyint,
    ]
}
