// The answer to a query as a client sees it: typed columns, values by row and column, and how the answer was made.

import InteractionExecution
import InteractionPlan

/// One value of a result.
public enum QueryValue: Sendable, Hashable, CustomStringConvertible {
    case null
    case bool(Bool)
    case int(Int64)
    /// Sums of integers and other numbers beyond 64 bits.
    case hugeint(Int128)
    case double(Double)
    /// An exact decimal, or a JSON number that no binary type gives back, as its text.
    case decimal(String)
    case text(String)
    /// An object or array as compact JSON text.
    case json(String)
    case timestamp(Timestamp)
    case date(Day)
    /// An interval in DuckDB's words, for example `1 month 2 days`.
    case interval(String)

    /// The value as a cast to VARCHAR prints it; empty for NULL.
    public var description: String {
        switch self {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .hugeint(let number): String(number)
        case .double(let number): number.description
        case .decimal(let text), .text(let text), .json(let text), .interval(let text): text
        case .timestamp(let time): time.description
        case .date(let day): day.description
        }
    }

    /// The value as a number; nil when it is none.
    public var double: Double? {
        switch self {
        case .int(let number): Double(number)
        case .hugeint(let number): Double(number)
        case .double(let number): number
        case .decimal(let text): Double(text)
        default: nil
        }
    }
}
