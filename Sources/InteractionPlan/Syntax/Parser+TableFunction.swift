// A table function in FROM: `name(argument, name => argument)`. Any word may name an argument, also one that is a keyword elsewhere
// (`where => ...`), because `=>` follows it.

import InteractionModel

/// One argument of a table function as written.
package struct TableArgumentSyntax: Sendable {
    /// nil for one that is taken by its place.
    package var name: String?
    package var value: ExpressionSyntax
    package var offset: Int
}

extension Parser {
    /// The arguments after the name of a table function, with their parentheses.
    mutating func parseTableArguments() throws(InteractionError) -> [TableArgumentSyntax] {
        try enter()
        defer { leave() }
        try expect(symbol: "(")
        var arguments: [TableArgumentSyntax] = []
        if accept(symbol: ")") { return arguments }
        repeat {
            let start = current.range.lowerBound
            if beginsQuery { throw refused("Subqueries as arguments of table functions", at: current) }
            let name = argumentName
            if name != nil {
                advance()
                advance()
            } else if let last = arguments.last, last.name != nil {
                throw source.error("An argument without a name cannot follow one with a name.", at: start, hint: "write name => value")
            }
            arguments.append(TableArgumentSyntax(name: name, value: try parseExpression(), offset: start))
        } while accept(symbol: ",")
        try expect(symbol: ")", " or a comma")
        return arguments
    }

    /// The name before `=>` or `:=`, when one stands here.
    private var argumentName: String? {
        guard peek().isSymbol("=>") || peek().isSymbol(":=") else { return nil }
        switch current.kind {
        case .word(let text), .quotedName(let text): return text
        default: return nil
        }
    }
}
