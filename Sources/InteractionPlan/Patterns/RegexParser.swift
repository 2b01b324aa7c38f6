// Parses RE2's syntax: alternation, concatenation, repetition, groups, flags. Atoms are in the other file.

import InteractionModel

/// Parses one pattern.
struct RegexParser {
    /// What `(?...)` sets for the rest of its group.
    struct Flags {
        var ignoresCase: Bool
        var isMultiline = false
        var dotTakesNewlines: Bool
        var isUngreedy = false
    }
    /// Groups in groups.
    private static let maximumNesting = 200
    /// Most repetitions that a pattern may write, as in RE2.
    private static let maximumRepetition = 1000

    let pattern: String
    let scalars: [Unicode.Scalar]
    var position = 0
    var flags: Flags
    private var groups = 0
    private var nesting = 0

    init(_ pattern: String, _ options: RegexOptions) {
        self.pattern = pattern
        scalars = Array(pattern.unicodeScalars)
        flags = Flags(ignoresCase: options.ignoresCase, dotTakesNewlines: options.dotTakesNewlines)
    }

    var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    func peek(_ offset: Int = 1) -> Unicode.Scalar? { position + offset < scalars.count ? scalars[position + offset] : nil }

    mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    func wrong(_ what: String) -> InteractionError { RegexSyntax.wrong(what, pattern) }

    /// The whole pattern.
    mutating func parse() throws(InteractionError) -> RegexNode {
        let node = try parseAlternation()
        if current == ")" { throw wrong("there is a ) without (") }
        return node
    }

    private mutating func parseAlternation() throws(InteractionError) -> RegexNode {
        nesting += 1
        if nesting > Self.maximumNesting { throw wrong("groups nest deeper than \(Self.maximumNesting) levels") }
        defer { nesting -= 1 }
        var branches = [try parseConcatenation()]
        while accept("|") { branches.append(try parseConcatenation()) }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func parseConcatenation() throws(InteractionError) -> RegexNode {
        var parts: [RegexNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            if scalar == "\\", peek() == "Q" {
                parts += try parseQuoted()
                continue
            }
            if isRepetition() { throw wrong("there is nothing to repeat before '\(scalar)'") }
            guard let atom = try parseAtom() else { continue }
            parts.append(try parseRepetitions(of: atom))
        }
        return parts.count == 1 ? parts[0] : .concatenation(parts)
    }

    /// `\Q...\E`: text without operators.
    private mutating func parseQuoted() throws(InteractionError) -> [RegexNode] {
        position += 2
        var parts: [RegexNode] = []
        while let scalar = current {
            if scalar == "\\", peek() == "E" {
                position += 2
                break
            }
            position += 1
            parts.append(.set(RegexSet(scalar, ignoringCase: flags.ignoresCase)))
        }
        if let last = parts.popLast() { parts.append(try parseRepetitions(of: last)) }
        return parts
    }

    /// True at `*`, `+`, `?` or a well-formed `{n,m}`.
    private func isRepetition() -> Bool {
        switch current {
        case "*", "+", "?": true
        case "{": counts() != nil
        default: false
        }
    }

    /// The numbers of `{n}`, `{n,}` or `{n,m}` here, and where it ends; nil when it is text.
    private func counts() -> (least: Int, most: Int?, end: Int)? {
        var index = position + 1
        func number() -> (Int, Int)? {
            var value = 0
            var next = index
            while next < scalars.count, let digit = Int(String(scalars[next])), scalars[next].isASCII {
                value = min(value * 10 + digit, 100_000)
                next += 1
            }
            return next > index ? (value, next) : nil
        }
        guard let (least, next) = number() else { return nil }
        index = next
        var most: Int? = least
        if index < scalars.count, scalars[index] == "," {
            index += 1
            most = nil
            if let (value, next) = number() {
                most = value
                index = next
            }
        }
        return index < scalars.count && scalars[index] == "}" ? (least, most, index + 1) : nil
    }

    private mutating func parseRepetitions(of atom: RegexNode) throws(InteractionError) -> RegexNode {
        guard isRepetition(), let mark = current else { return atom }
        var (least, most): (Int, Int?) = (mark == "+" ? 1 : 0, mark == "?" ? 1 : nil)
        if let counts = mark == "{" ? counts() : nil {
            (least, most) = (counts.least, counts.most)
            position = counts.end
            if least > Self.maximumRepetition || (most ?? 0) > Self.maximumRepetition || least > most ?? .max {
                throw wrong("a repetition is from 0 to \(Self.maximumRepetition) times, least first")
            }
        } else {
            position += 1
        }
        let isLazy = accept("?") != flags.isUngreedy
        if isRepetition() { throw wrong("a repetition cannot be repeated without parentheses") }
        return .repetition(atom, least: least, most: most, isLazy: isLazy)
    }

    /// A group after its `(`; nil for flags alone, which hold to the end of the group around.
    mutating func parseGroup() throws(InteractionError) -> RegexNode? {
        let saved = flags
        var index: Int?
        if accept("?") {
            if current == "P", peek() == "<" {
                position += 2
                try parseGroupName()
                groups += 1
                index = groups
            } else if try !parseFlags() {
                return nil
            }
        } else {
            groups += 1
            index = groups
        }
        let inner = try parseAlternation()
        guard accept(")") else { throw wrong("a ( has no )") }
        flags = saved
        return index.map { .group(inner, $0) } ?? inner
    }

    private mutating func parseGroupName() throws(InteractionError) {
        var length = 0
        while let scalar = current, scalar != ">" {
            guard RegexSet.word.contains(scalar.value) else { throw wrong("a group's name is of letters, digits and _") }
            position += 1
            length += 1
        }
        guard length > 0, accept(">") else { throw wrong("a group's name has no end") }
    }

    /// `?i-s:` or `?i)`; true when a group follows.
    private mutating func parseFlags() throws(InteractionError) -> Bool {
        var isOn = true
        var changed = flags
        while let scalar = current {
            position += 1
            switch scalar {
            case "i": changed.ignoresCase = isOn
            case "m": changed.isMultiline = isOn
            case "s": changed.dotTakesNewlines = isOn
            case "U": changed.isUngreedy = isOn
            case "-":
                if !isOn { throw wrong("(? takes one - only") }
                isOn = false
            case ":", ")":
                flags = changed
                return scalar == ":"
            case "=", "!", "<": throw wrong("look-around (?\(scalar) is not supported")
            default: throw wrong("(?\(scalar) has no meaning")
            }
        }
        throw wrong("a (? has no )")
    }
}
