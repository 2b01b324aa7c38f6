// An error as a person reads it: what, where in the query with a caret under it, what was expected.
import InteractionAnalytics

enum ErrorText {
    /// Lines for standard error. With a query text and a position the part of the query around it is shown with a caret, in at
    /// most `columns` columns.
    static func lines(_ error: InteractionError, query: String?, columns: Int = 100) -> [String] {
        var lines: [String] = []
        let place = error.place.map { ShownText.shown($0) + ": " } ?? ""
        lines.append("iaq: " + place + ShownText.shown(error.message))
        if let query, let position = error.position { lines += caret(query, at: position, columns: columns) }
        if let hint = error.hint, !hint.isEmpty { lines.append("  " + ShownText.shown(hint)) }
        return lines
    }

    /// The line of `query` that holds the UTF-8 offset, and a caret under its column. A line that is too long is cut around
    /// the place.
    static func caret(_ query: String, at position: Int, columns: Int = 100) -> [String] {
        let bytes = Array(query.utf8)
        let offset = min(max(0, position), bytes.count)
        let start = bytes[..<offset].lastIndex(of: 10).map { $0 + 1 } ?? 0
        var end = bytes[offset...].firstIndex(of: 10) ?? bytes.count
        if end > offset, bytes[end - 1] == 13 { end -= 1 }
        let number = bytes[..<start].count { $0 == 10 } + 1
        var before = ShownText.shown(String(decoding: bytes[start..<offset], as: UTF8.self))
        var after = ShownText.shown(String(decoding: bytes[offset..<end], as: UTF8.self))
        let label = bytes.contains(10) ? "  line \(number): " : "  "
        let room = max(20, columns - label.utf8.count)
        if TextWidth.columns(of: before) + TextWidth.columns(of: after) > room {
            // Two thirds for what leads up to the place, or more where less follows.
            let most = max(room * 2 / 3, room - TextWidth.columns(of: after))
            before = TextWidth.cutFront(before, columns: most)
            after = TextWidth.cut(after, columns: room - TextWidth.columns(of: before))
        }
        let space = String(repeating: " ", count: label.utf8.count + TextWidth.columns(of: before))
        return [label + before + after, space + "^"]
    }
}
