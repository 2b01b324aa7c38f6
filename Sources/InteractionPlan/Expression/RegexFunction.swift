// The functions of regular expressions, in RE2's syntax. The options are constants and kept beside the function.

/// What is done with the matches of a pattern. Arguments are the text, the pattern, then those named below.
public enum RegexFunction: String, Sendable, Hashable {
    /// True when the pattern stands somewhere in the text.
    case matches = "regexp_matches"
    /// True when it is the whole text.
    case fullMatch = "regexp_full_match"
    /// The first match, or with the option g each, replaced by the third argument, where \0 to \9 are groups.
    case replace = "regexp_replace"
    /// The text of a group (BIGINT, 0 is the whole) of the first match; empty when there is none.
    case extract = "regexp_extract"
    /// The texts of a group of all matches as a list.
    case extractAll = "regexp_extract_all"
    /// The parts between matches as a list.
    case split = "string_split_regex"
}
