// TSV and CSV. TSV: one line a row, tab, newline, return and backslash as backslash escapes, null empty. CSV by RFC 4180:
// CRLF-free lines, quotes where needed, an empty text quoted so that it differs from null.

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

    /// Tabs and line ends are escaped even with `--raw`: without it the columns would not hold.
    private func tabbed(_ text: String, into bytes: inout [UInt8]) {
        let safe = style.raw ? text : text.unicodeScalars.contains(where: Self.needsShowing) ? Self.shown(text) : text
        for byte in safe.utf8 {
            switch byte {
            case 9: bytes.append(contentsOf: [92, 116])
            case 10: bytes.append(contentsOf: [92, 110])
            case 13: bytes.append(contentsOf: [92, 114])
            case 92: bytes.append(contentsOf: [92, 92])
            default: bytes.append(byte)
            }
        }
    }

    private static func needsShowing(_ scalar: Unicode.Scalar) -> Bool {
        ShownText.isHidden(scalar) && scalar != "\t" && scalar != "\n" && scalar != "\r"
    }

    private static func shown(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if needsShowing(scalar) {
                result += ShownText.shown(String(scalar))
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
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
