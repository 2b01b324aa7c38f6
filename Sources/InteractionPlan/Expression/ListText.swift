// How lists are printed as text, as DuckDB does: `[a, 'b c: d', NULL]`.

/// The text form of lists.
package enum ListText {
    /// The list of elements already printed; nil is NULL. With `isNested` an element is a list itself and stays as it is.
    package static func text(of elements: [String?], isNested: Bool = false) -> String {
        "[" + elements.map { $0.map { isNested ? $0 : quotedIfNeeded($0) } ?? "NULL" }.joined(separator: ", ") + "]"
    }

    /// In quotes where it would read as something else; quotes and backslashes inside get a backslash.
    private static func quotedIfNeeded(_ text: String) -> String {
        func isMark(_ byte: UInt8) -> Bool {
            switch byte {
            case 34, 39, 40, 41, 44, 58, 61, 91, 92, 93, 123, 125: true
            default: false
            }
        }
        func isSpace(_ byte: UInt8?) -> Bool { byte == 32 || byte.map { (9...13).contains($0) } ?? false }
        let isPlain =
            !text.isEmpty && !text.utf8.contains(where: isMark) && !isSpace(text.utf8.first) && !isSpace(text.utf8.last)
            && (text.utf8.count != 4 || text.uppercased() != "NULL")
        if isPlain { return text }
        var bytes: [UInt8] = [39]
        for byte in text.utf8 {
            if byte == 39 || byte == 92 { bytes.append(92) }
            bytes.append(byte)
        }
        return String(decoding: bytes + [39], as: UTF8.self)
    }
}
