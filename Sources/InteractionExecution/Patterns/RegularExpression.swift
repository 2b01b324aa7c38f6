// Regular expressions made ready to run (their syntax is `RegexSyntax`'s). Matching takes time linear in the text times the size of
// the pattern, whatever the pattern; memory is bounded by the pattern alone.
//   RegexCode -> RegexProgram -> RegexAutomaton (is there a match), RegexMachine (where)

import InteractionModel
import InteractionPlan

/// A compiled pattern. Safe from any thread; matching needs a `RegexMatcher`, which is not.
package struct RegularExpression: Sendable {
    let program: RegexProgram
    /// The same between the start and the end of the text.
    let wholeProgram: RegexProgram
    /// Text that is the whole pattern, without any operator: searched as bytes.
    let literal: [UInt8]?

    /// Number of groups in parentheses.
    package var groupCount: Int { program.groupCount }

    package init(_ syntax: RegexSyntax) {
        literal = syntax.literal
        program = RegexProgram(syntax.code)
        wholeProgram = RegexProgram(syntax.wholeCode)
    }

    /// Errors: `.invalidQuery` with what is wrong in the pattern, or that it is too large.
    package init(_ pattern: String, options: RegexOptions = RegexOptions()) throws(InteractionError) {
        self.init(try RegexSyntax(pattern, options: options))
    }

    /// Whether there is a match, and the bytes of the first one from start to end; each found in its own way.
    package func answers(_ text: String) -> (isMatch: Bool, start: Int?, end: Int?) {
        let matcher = RegexMatcher(self)
        let bytes = Array(text.utf8)[...]
        let match = matcher.firstMatch(bytes, from: 0)
        return (matcher.isMatch(bytes), match?[0], match?[1])
    }
}
