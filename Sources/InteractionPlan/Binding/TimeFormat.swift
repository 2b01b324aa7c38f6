// The formats of strftime and strptime: letters after `%`, with `-` before numbers that are not filled up with zeros.

import InteractionModel

/// A format as a list of parts.
package struct TimeFormat: Sendable, Hashable {
    /// One part.
    package enum Part: Sendable, Hashable {
        case text(String)
        /// A letter, and whether numbers are filled up.
        case field(Character, isPadded: Bool)
    }
    package var parts: [Part]

    /// Letters that a format may have.
    package static let letters = "aAwdbhBmyYHIpMSgfnzZjUWcxXTuVG%"
    /// Letters that may follow `%-`.
    private static let unpadded = "dmyHIMSj"
    package static let hint = "the letters are those of strftime, such as %Y-%m-%d %H:%M:%S"

    /// nil when a letter has no meaning.
    package init?(_ format: String) {
        parts = []
        var text = ""
        var isField = false
        var isPadded = true
        for character in format {
            if !isField {
                if character == "%" { isField = true } else { text.append(character) }
                continue
            }
            if character == "-", isPadded {
                isPadded = false
                continue
            }
            guard (isPadded ? Self.letters : Self.unpadded).contains(character) else { return nil }
            isField = false
            if character == "%" {
                text.append("%")
                continue
            }
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts.append(.field(character, isPadded: isPadded))
            isPadded = true
        }
        if isField { return nil }
        if !text.isEmpty { parts.append(.text(text)) }
    }

    /// What is wrong with a format; nil when nothing is.
    package static func problem(in format: String) -> String? {
        if format.isEmpty { return "The format is empty." }
        return TimeFormat(format) == nil ? "The format \(Literal.quoted(format)) has a letter without meaning." : nil
    }
}
