// Operators by precedence climbing, with DuckDB's levels from loose to tight: OR; AND; NOT; IS; comparison; IN, BETWEEN,
// LIKE; `||` and `->`; + and -; * / // %; ^ and **; unary minus; `::`. From IS to LIKE they are in Parser+Condition.

import InteractionModel

extension Parser {
    /// A whole expression. AND and OR chains become flat lists.
    mutating func parseExpression() throws(InteractionError) -> ExpressionSyntax {
        try enter()
        defer { leave() }
        let start = current.range.lowerBound
        var terms = [try parseConjunction()]
        while accept(word: "OR") { terms.append(try parseConjunction()) }
        return terms.count == 1 ? terms[0] : try node(.or(terms), from: start, over: terms)
    }

    private mutating func parseConjunction() throws(InteractionError) -> ExpressionSyntax {
        let start = current.range.lowerBound
        var terms = [try parseNegation()]
        while accept(word: "AND") { terms.append(try parseNegation()) }
        return terms.count == 1 ? terms[0] : try node(.and(terms), from: start, over: terms)
    }

    private mutating func parseNegation() throws(InteractionError) -> ExpressionSyntax {
        var starts: [Int] = []
        while current.isWord("NOT") {
            starts.append(current.range.lowerBound)
            advance()
        }
        var result = try parseTest()
        for start in starts.reversed() { result = try node(.not(result), from: start, over: [result]) }
        return result
    }

    /// The level of the binary operator at the current token; nil when there is none.
    private func level() -> Int? {
        guard case .symbol(let symbol) = current.kind else { return nil }
        switch symbol {
        case "||", "->", "->>": return 1
        case "+", "-": return 2
        case "*", "/", "//", "%": return 3
        case "^", "**": return 4
        default: return nil
        }
    }

    /// Binary operators of a level above `limit`, all of them left-associative.
    mutating func parseOperators(above limit: Int) throws(InteractionError) -> ExpressionSyntax {
        let start = current.range.lowerBound
        var left = try parseUnary()
        while let level = level(), level > limit {
            let token = advance()
            let place = token.range.lowerBound
            guard case .symbol(let symbol) = token.kind else { break }
            let right = try parseOperators(above: level)
            if let arithmetic = ArithmeticOperator(rawValue: symbol) {
                left = try node(.arithmetic(arithmetic, left, right), from: start, place: place, over: [left, right])
            } else if level == 4 {
                left = try node(.power(symbol, left, right), from: start, place: place, over: [left, right])
            } else {
                left = try property(left, arrow: symbol, right, from: start, at: place)
            }
        }
        for symbol in ["&", "|", "#", "@"] where current.isSymbol(symbol) {
            throw refused("Operators such as \(symbol)", at: current)
        }
        return left
    }

    /// `details->'key'` is the property itself, `details->>'key'` its text.
    private func property(
        _ left: ExpressionSyntax, arrow: String, _ right: ExpressionSyntax, from start: Int, at place: Int
    ) throws(InteractionError) -> ExpressionSyntax {
        guard case .name(let parts) = left.kind, case .literal(.varchar(let key)) = right.kind, !key.hasPrefix("$"), !key.hasPrefix("/")
        else {
            return try node(.arrow(left, right, isText: arrow == "->>"), from: start, place: place, over: [left, right])
        }
        let name = try node(
            .name(parts + [NamePart(text: key, isQuoted: true, isSubscript: true, offset: right.range.lowerBound)]),
            from: start, place: left.place)
        return arrow == "->" ? name : try node(.cast(name, .varchar, isTrying: false), from: start, place: place, over: [name])
    }

    private mutating func parseUnary() throws(InteractionError) -> ExpressionSyntax {
        var signs: [Token] = []
        while current.isSymbol("-") || current.isSymbol("+") { signs.append(advance()) }
        var result = try parsePostfix()
        for sign in signs.reversed() {
            let start = sign.range.lowerBound
            if sign.isSymbol("+") {
                result = try node(.plus(result), from: start, over: [result])
            } else if case .literal(let value) = result.kind, let negative = value.negated {
                result = try node(.literal(negative), from: start)
            } else if case .double(let value, let text) = result.kind {
                result = try node(.double(-value, text.hasPrefix("-") ? String(text.dropFirst()) : "-" + text), from: start)
            } else {
                result = try node(.negate(result), from: start, over: [result])
            }
        }
        return result
    }

    /// A primary followed by casts.
    private mutating func parsePostfix() throws(InteractionError) -> ExpressionSyntax {
        let start = current.range.lowerBound
        var result = try parsePrimary()
        while true {
            let place = current.range.lowerBound
            if accept(symbol: "::") {
                result = try castNode(result, isTrying: false, from: start, at: place)
            } else if current.isSymbol("[") {
                result = try parseBrackets(of: result, from: start)
            } else if current.isWord("COLLATE") {
                throw refused("Collations", at: current, hint: "texts compare by their bytes; use lower() or ILIKE")
            } else if current.isWord("AT"), peek().isWord("TIME") {
                advance()
                advance()
                try expect(word: "ZONE")
                let zone = try parsePrimary()
                result = try node(
                    .call(CallSyntax(name: "timezone", arguments: [zone, result])), from: start, place: place, over: [zone, result])
            } else {
                return result
            }
        }
    }
}

extension Literal {
    /// Minus a number, where it fits; nil for everything else.
    fileprivate var negated: Literal? {
        switch self {
        case .bigint(let value): value == .min ? nil : .bigint(-value)
        case .hugeint(let value): value == 9_223_372_036_854_775_808 ? .bigint(.min) : value == .min ? nil : .hugeint(-value)
        case .decimal(let value): .decimal(ExactDecimal(coefficient: -value.coefficient, scale: value.scale))
        default: nil
        }
    }
}
