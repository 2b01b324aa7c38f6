// Parts of texts by position and separator. Positions count Unicode scalars from 1.

import InteractionCoding

enum TextParts {
    /// The text of some scalars.
    static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Where one text first stands in another; 0 when it does not.
    static func position(of part: [UInt8], in text: [UInt8]) -> Int64 {
        guard let found = ByteSearch.firstIndex(of: part, in: text[...]) else { return 0 }
        if part.isEmpty { return 1 }
        return Int64(TextFunctions.length(text[..<found])) + 1
    }

    /// The parts between separators; without a separator the scalars, of an empty text one empty part.
    static func parts(_ text: String, _ separator: String) -> [String] {
        if separator.isEmpty { return text.isEmpty ? [""] : text.unicodeScalars.map { String($0) } }
        let needle = Array(separator.utf8)
        var rest = Array(text.utf8)[...]
        var parts: [String] = []
        while let found = ByteSearch.firstIndex(of: needle, in: rest) {
            parts.append(String(decoding: rest[..<found], as: UTF8.self))
            rest = rest[(found + needle.count)...]
        }
        return parts + [String(decoding: rest, as: UTF8.self)]
    }
}
