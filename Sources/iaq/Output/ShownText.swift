// Makes text from data harmless on a terminal: control characters, escapes and direction overrides are shown as what they
// are, never sent. What was written by a stranger cannot move the cursor, change the title or hide a line.

/// Text from data as it may be printed.
enum ShownText {
    /// `text` with every control character written as an escape: `\n`, `\t`, `\u{1b}`. Backslashes stay as they are.
    static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where isHidden(scalar): result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether a terminal would act on it instead of drawing it: C0, DEL, C1, line separators, direction controls.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C, 0xFEFF: true
        default: false
        }
    }
}
