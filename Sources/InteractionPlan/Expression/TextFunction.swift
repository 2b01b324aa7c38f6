// Further functions of texts. Positions and lengths count Unicode scalars unless a name says otherwise.

/// A known function, mostly of a text. NULL in an argument gives NULL unless said otherwise.
public enum TextFunction: String, Sendable, Hashable {
    /// The scalar at a position from 1 (negative: from the end); empty outside. DuckDB's `text[i]`.
    case character = "array_extract"
    /// The scalars from one position to another, both included. DuckDB's `text[i:j]`.
    case slice = "array_slice"
    /// Position of the second text in the first; 0 when it is not there, 1 for an empty one.
    case position = "strpos"
    /// The n-th of the parts between separators (negative n: from the end); empty outside.
    case splitPart = "split_part"
    /// The parts between separators as a list; without a separator the scalars. A NULL separator gives the whole text.
    case split = "string_split"
    /// Filled up with the third text, or cut, to a number of scalars. An empty third text that is needed raises.
    case padLeft = "lpad"
    case padRight = "rpad"
    /// By grapheme clusters, so that accents stay with their letters.
    case reverse
    /// n times; raises where that is longer than 64 MiB.
    case `repeat`
    /// Each scalar of the second text replaced by the one at its place in the third, or left out where there is none.
    case translate
    /// The texts after the first joined by it; NULLs among them are skipped, a NULL separator gives NULL.
    case concatWithSeparator = "concat_ws"
    /// Number of the first scalar; of an empty text 0 (`ascii`) or -1 (`unicode`).
    case ascii
    case unicode
    /// The scalar of a number. Numbers that are none raise.
    case chr
    /// How many insertions, deletions and replacements of bytes make one text the other.
    case levenshtein
    /// How many bytes of two texts of one length differ. Other lengths raise.
    case hamming
    /// Number of bits of the UTF-8 form.
    case bitLength = "bit_length"
    /// Number of grapheme clusters.
    case graphemes = "length_grapheme"
    /// Everything but letters, digits and `-._~` as %XX of UTF-8; and back (what is no %XX stays, broken UTF-8 is replaced).
    case urlEncode = "url_encode"
    case urlDecode = "url_decode"
    /// With a backslash before each character that has a meaning in regular expressions.
    case escapePattern = "regexp_escape"
    /// What events of one error have in common: the first line of a message with numbers and ids replaced by `#`, and the top
    /// three frames of a stack without places in files, one a line. NULL where there is nothing.
    case errorMessage = "error_message"
    case errorFrames = "error_frames"
    /// The path of a URL without host, query string and fragment, with `:id` for numbers and ids. NULL where no path is left.
    case cleanURL = "clean_url"
}

extension TextFunction {
    /// The name in SQL.
    package var name: String { rawValue }

    /// True when a value can make it fail.
    package var mayRaise: Bool {
        switch self {
        case .padLeft, .padRight, .repeat, .chr, .hamming: true
        default: false
        }
    }
}
