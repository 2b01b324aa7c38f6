// Functions of JSON: of a property (VARIANT), of the text of a whole column of properties, or of any text that is JSON.

/// A known function whose first argument is JSON. NULL in an argument gives NULL.
public enum JSONFunction: String, Sendable, Hashable {
    /// The value at a path as a VARIANT; JSON null and a missing value are NULL.
    case extract = "json_extract"
    /// The value at a path as text: strings without quotes, everything else as JSON writes it.
    case extractText = "json_extract_string"
}

extension JSONFunction {
    /// The name in SQL.
    package var name: String { rawValue }
}
