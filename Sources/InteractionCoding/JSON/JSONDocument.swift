// Whole JSON texts as values and back, for queries that look into text: the parser and the writer that rows use.

import InteractionModel

/// JSON texts of any origin.
package enum JSONDocument {
    /// The value of a text. Errors: `.invalidQuery` with the place where it is no JSON, or that it nests too deep.
    package static func value(_ text: ArraySlice<UInt8>) throws(InteractionError) -> PropertyValue {
        do {
            return try JSONArrayReader.document(text)
        } catch {
            throw InteractionError(
                .invalidQuery, "this text is no JSON: \(String(decoding: text.prefix(60), as: UTF8.self).debugDescription)", hint: error.message)
        }
    }

    /// The value as compact JSON.
    package static func text(_ value: PropertyValue) -> String {
        var writer = ByteWriter()
        writer.jsonValue(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
