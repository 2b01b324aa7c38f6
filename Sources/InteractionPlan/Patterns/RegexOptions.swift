// The options of DuckDB's functions of regular expressions, one letter each.

import InteractionModel

/// How a pattern is read.
package struct RegexOptions: Sendable, Hashable {
    /// `i`.
    package var ignoresCase = false
    /// `s`: `.` takes newlines too.
    package var dotTakesNewlines = false
    /// `l`: the pattern is text without operators.
    package var isLiteral = false
    /// `g`: every match, not the first one. Only replacing looks at it.
    package var isGlobal = false

    package init() {}

    /// The options that letters stand for; of several against each other the last counts. Errors: `.invalidQuery` for letters that
    /// are no option.
    package init(_ letters: String) throws(InteractionError) {
        for letter in letters.unicodeScalars {
            switch letter {
            case "c": ignoresCase = false
            case "i": ignoresCase = true
            case "l": isLiteral = true
            case "m", "n", "p": dotTakesNewlines = false
            case "s": dotTakesNewlines = true
            case "g": isGlobal = true
            default:
                throw InteractionError(
                    .invalidQuery, "'\(letter)' is no option of regular expressions", hint: "the options are c, i, l, m, n, p, s and g")
            }
        }
    }
}
