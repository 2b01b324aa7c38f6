// TSV and CSV. TSV: one line a row; tab, newline, return, backslash and control characters as backslash escapes wherever it is
// written to, null empty. CSV by RFC 4180: CRLF-free lines, quotes where needed, an empty text quoted so that it differs from
// null; in a pipe or file every field reads back equal, on a terminal control characters are shown. `--raw` sends them.

/// Fields between delimiters.
struct DelimitedEncoder: RowEncoder {
    private let style: OutputStyle
    private let delimiter: UInt8

    static func tsv(_ style: OutputStyle) -> DelimitedEncoder { DelimitedEncoder(style: style, delimiter: 9) }
    static func csv(_ style: OutputStyle) -> DelimitedEncoder { DelimitedEncoder(style: style, delimiter: 44) }

    func begin(_ columns: [ResultColumn], into bytes: inout [UInt8]) {
        guard style.header else { return }
        line(columns.map { .text($0.name) }, into: &bytes)
    }

    func row(_ cells: [Cell], into bytes: inout [UInt8]) { line(cells, into: &bytes) }

    func end(into bytes: inout [UInt8]) {}

    private func line(_ cells: [Cell], into bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            guard let text = cell.text() else { continue }
            if delimiter == 9 { tabbed(text, into: &bytes) } else { quoted(text, into: &bytes) }
        }
        bytes.append(10)
    }

    /// Undoing `\t`, `\n`, `\r`, `\\` and `\u{...}` gives the text back. Tabs and line ends are escaped even with `--raw`: without
    /// it the columns would not hold.
    private func tabbed(_ text: String, into bytes: inout [UInt8]) {
        if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != 92 }) {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": bytes.append(contentsOf: [92, 92])
            case "\t", "\n", "\r": bytes.append(contentsOf: ShownText.shown(String(scalar)).utf8)
            case _ where ShownText.isHidden(scalar) && !style.raw: bytes.append(contentsOf: ShownText.shown(String(scalar)).utf8)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// On a terminal control characters are shown; in a file the field reads back equal.
    private func quoted(_ text: String, into bytes: inout [UInt8]) {
        let safe = style.isTerminal && !style.raw ? ShownText.shown(text) : text
        let plain = !safe.isEmpty && !safe.utf8.contains { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }
        if plain {
            bytes.append(contentsOf: safe.utf8)
            return
        }
        bytes.append(34)
        for byte in safe.utf8 {
            if byte == 34 { bytes.append(34) }
            bytes.append(byte)
        }
        bytes.append(34)
    }
}
