// Regular expressions in RE2's syntax, as DuckDB takes them: no backreferences, no look-around. Matching takes time linear in the
// text times the size of the pattern, whatever the pattern; memory is bounded by the pattern alone.
//   pattern -> RegexParser -> RegexNode -> RegexCompiler -> RegexProgram -> RegexAutomaton (is there a match), RegexMachine (where)

import InteractionModel

/// A compiled pattern. Safe from any thread; matching needs a `RegexMatcher`, which is not.
package struct RegularExpression: Sendable {
    let program: RegexProgram
    /// The same between the start and the end of the text.
    let wholeProgram: RegexProgram
    /// Text that is the whole pattern, without any operator: searched as bytes.
    let literal: [UInt8]?

    /// Options of DuckDB's functions.
    package struct Options: Sendable, Hashable {
        /// `i`.
        package var ignoresCase = false
        /// `s`: `.` takes newlines too.
        package var dotTakesNewlines = false
        /// `l`: the pattern is text without operators.
        package var isLiteral = false
        /// `g`: every match, not the first one. Only replacing looks at it.
        package var isGlobal = false

        package init() {}

        /// Errors: `.invalidQuery` for letters that are no option.
        package init(_ text: String) throws(InteractionError) {
            for letter in text.unicodeScalars {
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

    /// Number of groups in parentheses.
    package var groupCount: Int { program.groupCount }

    /// Errors: `.invalidQuery` with what is wrong in the pattern, or that it is too large.
    package init(_ pattern: String, options: Options = Options()) throws(InteractionError) {
        let node: RegexNode
        if options.isLiteral {
            node = .concatenation(pattern.unicodeScalars.map { .set(RegexSet($0, ignoringCase: options.ignoresCase)) })
        } else {
            var parser = RegexParser(pattern, options)
            node = try parser.parse()
        }
        literal = node.literal
        program = try RegexCompiler.compile(node, pattern)
        wholeProgram = try RegexCompiler.compile(.concatenation([.assertion(.textStart), node, .assertion(.textEnd)]), pattern)
    }

    /// Whether there is a match, and the bytes of the first one from start to end; each found in its own way.
    package func answers(_ text: String) -> (isMatch: Bool, start: Int?, end: Int?) {
        let matcher = RegexMatcher(self)
        let bytes = Array(text.utf8)[...]
        let match = matcher.firstMatch(bytes, from: 0)
        return (matcher.isMatch(bytes), match?[0], match?[1])
    }

    /// The error of a pattern.
    static func wrong(_ what: String, _ pattern: String) -> InteractionError {
        InteractionError(.invalidQuery, "the regular expression \(String(pattern.prefix(100)).debugDescription): \(what)")
    }
}

/// Runs one pattern over texts, one after another. Keeps what it learns between texts. Used by one thread at a time.
final class RegexMatcher {
    let expression: RegularExpression
    private var automaton: RegexAutomaton?
    private var whole: RegexAutomaton?
    private var wholeMachine: RegexMachine?
    private var machine: RegexMachine

    init(_ expression: RegularExpression) {
        self.expression = expression
        automaton = RegexAutomaton(expression.program)
        machine = RegexMachine(expression.program)
    }

    /// True when the pattern stands anywhere in the text.
    func isMatch(_ text: ArraySlice<UInt8>) -> Bool {
        if let literal = expression.literal { return ByteSearch.firstIndex(of: literal, in: text) != nil }
        if let found = automaton?.isMatch(text) { return found }
        return machine.match(text, from: text.startIndex, wantsGroups: false) != nil
    }

    /// True when the pattern is the whole text.
    func isWhole(_ text: ArraySlice<UInt8>) -> Bool {
        if let literal = expression.literal { return text.elementsEqual(literal) }
        if whole == nil { whole = RegexAutomaton(expression.wholeProgram) }
        if let found = whole?.isMatch(text) { return found }
        var machine = wholeMachine ?? RegexMachine(expression.wholeProgram)
        wholeMachine = nil
        defer { wholeMachine = machine }
        return machine.match(text, from: text.startIndex, wantsGroups: false) != nil
    }

    /// The first match at or after `start`: starts and ends of the whole and of each group, as indexes of `text`; -1 for groups
    /// that took no part.
    func firstMatch(_ text: ArraySlice<UInt8>, from start: Int) -> [Int]? {
        machine.match(text, from: start, wantsGroups: true)
    }
}
