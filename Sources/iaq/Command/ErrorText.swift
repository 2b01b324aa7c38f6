// An error as a person reads it: what, where in the query with a caret under it, what was expected.
import InteractionAnalytics

enum ErrorText {
    /// Lines for standard error. With a query text and a position the line of the query is shown with a caret.
    static func lines(_ error: InteractionError, query: String?) -> [String] {
        var lines: [String] = []
        let place = error.place.map { ShownText.shown($0) + ": " } ?? ""
        lines.append("iaq: " + place + ShownText.shown(error.message))
        if let query, let position = error.position { lines += caret(query, at: position) }
        if let hint = error.hint, !hint.isEmpty { lines.append("  " + ShownText.shown(hint)) }
        return lines
    }

    /// The line of `query` that holds the UTF-8 offset, and a caret under its column.
    static func caret(_ query: String, at position: Int) -> [String] {
        let bytes = Array(query.utf8)
        let offset = min(max(0, position), bytes.count)
        let start = bytes[..<offset].lastIndex(of: 10).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: 10) ?? bytes.count
        let number = bytes[..<start].count { $0 == 10 } + 1
        let before = ShownText.shown(String(decoding: bytes[start..<offset], as: UTF8.self))
        let line = ShownText.shown(String(decoding: bytes[start..<end], as: UTF8.self))
        let label = bytes.contains(10) ? "  line \(number): " : "  "
        let space = String(repeating: " ", count: label.utf8.count + TextWidth.columns(of: before))
        return [label + line, space + "^"]
    }
}
