// The text of a query with the means to point into it: offsets are UTF-8 bytes, places are line and column (both from 1;
// columns count Unicode scalars), and an error can be shown with its line and a caret under the place.

import InteractionModel

/// A query text.
package struct SourceText: Sendable {
    package let bytes: [UInt8]

    package init(_ text: String) { bytes = Array(text.utf8) }

    /// The longest text taken, in bytes. Generated queries with long IN lists stay far below it.
    package static let maximumBytes = 1 << 20

    /// The text between two offsets.
    package func slice(_ range: Range<Int>) -> String { String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self) }

    /// Line and column of an offset, both counted from 1.
    package func lineAndColumn(of offset: Int) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(max(0, offset)) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    /// An `invalidQuery` at an offset.
    package func error(_ message: String, at offset: Int, hint: String? = nil) -> InteractionError {
        let (line, column) = lineAndColumn(of: offset)
        return InteractionError(
            .invalidQuery, message, place: "line \(line), column \(column)", hint: hint, position: offset)
    }
}

extension InteractionError {
    /// The error with the line of `text` it points at and a caret under the place; without a position the error alone.
    /// Long lines are cut around the place. Tabs stay tabs in front of the caret, so that it lines up.
    public func shown(in text: String) -> String {
        guard let position else { return description }
        let bytes = Array(text.utf8)
        let place = min(max(0, position), bytes.count)
        var start = place
        while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        var end = place
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
        let before = Array(String(decoding: bytes[start..<place], as: UTF8.self).unicodeScalars)
        let after = Array(String(decoding: bytes[place..<end], as: UTF8.self).unicodeScalars)
        var line = before.count > 60 ? "..." : ""
        var caret = before.count > 60 ? "   " : ""
        for scalar in before.suffix(60) {
            line.unicodeScalars.append(Self.shownScalar(scalar))
            caret += scalar == "\t" ? "\t" : " "
        }
        for scalar in after.prefix(60) { line.unicodeScalars.append(Self.shownScalar(scalar)) }
        if after.count > 60 { line += "..." }
        return description + "\n  " + line + "\n  " + caret + "^"
    }

    /// Control characters of a query are shown as a replacement, never sent to the terminal.
    private static func shownScalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar == "\t" || (scalar.value >= 32 && !(127...159).contains(scalar.value)) ? scalar : "\u{FFFD}"
    }
}
