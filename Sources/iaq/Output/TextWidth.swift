// How many columns a text takes on a terminal: two for CJK and emoji, none for combining marks, one for the rest. Counted by
// grapheme, so that a family emoji or an accented letter is one thing.

/// Columns of text.
enum TextWidth {
    /// Columns that `text` takes; control characters are expected to be shown as text already and count one.
    static func columns(of text: String) -> Int {
        if isPlain(text) { return text.utf8.count }
        var sum = 0
        for character in text { sum += columns(of: character) }
        return sum
    }

    /// Columns of one grapheme: 0, 1 or 2.
    static func columns(of character: Character) -> Int {
        var widest = 0
        for scalar in character.unicodeScalars {
            // A pair of regional indicators is one flag.
            if (0x1F1E6...0x1F1FF).contains(scalar.value), widest == 1 { return 2 }
            // Variation selector 16 asks for the emoji form, which is wide.
            if scalar.value == 0xFE0F, widest == 1 { return 2 }
            widest = max(widest, columns(of: scalar))
            if widest == 2 { return 2 }
        }
        return widest
    }

    static func columns(of scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // Medial vowels and final consonants of Hangul join the syllable before them.
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        return isWide(scalar.value) ? 2 : 1
    }

    /// The longest prefix of `text` that takes at most `limit` columns.
    static func prefix(of text: String, columns limit: Int) -> Substring {
        var sum = 0
        var end = text.startIndex
        for index in text.indices {
            sum += columns(of: text[index])
            if sum > limit { return text[..<end] }
            end = text.index(after: index)
        }
        return text[...]
    }

    /// `text` cut to `limit` columns, with a dot-dot-dot where something is missing.
    static func cut(_ text: String, columns limit: Int) -> String {
        columns(of: text) <= limit ? text : prefix(of: text, columns: max(0, limit - 1)) + "…"
    }

    /// The end of `text` in `limit` columns, with a dot-dot-dot where its beginning is missing.
    static func cutFront(_ text: String, columns limit: Int) -> String {
        guard columns(of: text) > limit else { return text }
        var sum = 1
        var start = text.endIndex
        while start > text.startIndex {
            let before = text.index(before: start)
            sum += columns(of: text[before])
            if sum > limit { break }
            start = before
        }
        return "…" + text[start...]
    }

    private static func isPlain(_ text: String) -> Bool {
        for byte in text.utf8 where byte < 32 || byte > 126 { return false }
        return true
    }

    private static func isWide(_ value: UInt32) -> Bool {
        var low = 0
        var high = WideRanges.ranges.count - 1
        while low <= high {
            let middle = (low + high) / 2
            let range = WideRanges.ranges[middle]
            if value < range.lowerBound {
                high = middle - 1
            } else if value > range.upperBound {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }
}
