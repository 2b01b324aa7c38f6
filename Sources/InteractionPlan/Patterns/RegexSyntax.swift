// Regular expressions in RE2's syntax, as DuckDB takes them: no backreferences, no look-around. Reading one is pure, so that the
// binder tells what is wrong in a constant pattern; running it is the executor's.
//   pattern -> RegexParser -> RegexNode -> RegexCompiler -> RegexCode

import InteractionModel

/// A pattern that was read.
package struct RegexSyntax: Sendable {
    /// Finds the pattern anywhere in a text.
    package let code: RegexCode
    /// The same between the start and the end of the text.
    package let wholeCode: RegexCode
    /// The text in UTF-8 that is the whole pattern, when it has no operator.
    package let literal: [UInt8]?

    /// Cost: linear in the pattern with its repetitions written out, of which there is a bound. Errors: `.invalidQuery` with what is
    /// wrong in the pattern, or that it is too large.
    package init(_ pattern: String, options: RegexOptions = RegexOptions()) throws(InteractionError) {
        let node: RegexNode
        if options.isLiteral {
            node = .concatenation(pattern.unicodeScalars.map { .set(RegexSet($0, ignoringCase: options.ignoresCase)) })
        } else {
            var parser = RegexParser(pattern, options)
            node = try parser.parse()
        }
        literal = node.literal
        code = try RegexCompiler.compile(node, pattern)
        wholeCode = try RegexCompiler.compile(.concatenation([.assertion(.textStart), node, .assertion(.textEnd)]), pattern)
    }

    /// The error of a pattern.
    static func wrong(_ what: String, _ pattern: String) -> InteractionError {
        InteractionError(.invalidQuery, "the regular expression \(String(pattern.prefix(100)).debugDescription): \(what)")
    }
}
