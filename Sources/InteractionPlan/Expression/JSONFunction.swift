// Functions of JSON: of a property (VARIANT), of the text of a whole column of properties, or of any text that is JSON. Text that
// is no JSON raises. Of keys written twice the last one counts, as in the store.

/// A known function whose first argument is JSON. NULL in an argument gives NULL. Where a path is taken it is the second argument;
/// what it does not lead to is NULL.
public enum JSONFunction: String, Sendable, Hashable {
    /// The value at a path as a VARIANT; JSON null is NULL. With a list of paths a list.
    case extract = "json_extract"
    /// The value at a path as text: strings without quotes, everything else as JSON writes it.
    case extractText = "json_extract_string"
    /// The value at a path when it is neither an array nor an object.
    case value = "json_value"
    /// Keys of an object as a list of texts; of anything else an empty list.
    case keys = "json_keys"
    /// Number of elements of an array as BIGINT; of anything else 0.
    case arrayLength = "json_array_length"
    /// OBJECT, ARRAY, VARCHAR, BIGINT, UBIGINT (whole numbers that are not negative), DOUBLE, BOOLEAN or NULL.
    case type = "json_type"
    /// True when the path leads somewhere, to null too.
    case exists = "json_exists"
    /// True when a text is JSON. Never raises.
    case isValid = "json_valid"
    /// The JSON that a text is, without spaces.
    case compact = "json"
    /// Any value as JSON; a list becomes an array.
    case make = "to_json"
    /// An array of the arguments, an object of keys and values; NULLs become null.
    case array = "json_array"
    case object = "json_object"
}

extension JSONFunction {
    /// The name in SQL.
    package var name: String { rawValue }

    /// True when a value can make it fail.
    package var mayRaise: Bool { self != .isValid && self != .make && self != .array }
}
