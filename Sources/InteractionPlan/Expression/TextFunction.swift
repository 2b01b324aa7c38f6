// Further functions of texts. Positions and lengths count Unicode scalars unless a name says bytes.

/// A known function whose first argument is a text. NULL in an argument gives NULL unless said otherwise.
public enum TextFunction: String, Sendable, Hashable {
    /// The scalar at a position from 1 (negative: from the end); empty outside. DuckDB's `text[i]`.
    case character = "array_extract"
    /// The scalars from one position to another, both included. DuckDB's `text[i:j]`.
    case slice = "array_slice"
}

extension TextFunction {
    /// The name in SQL.
    package var name: String { rawValue }
}
