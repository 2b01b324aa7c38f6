// Operators by precedence climbing, with DuckDB's levels from loose to tight: OR; AND; NOT; IS; comparison; IN, BETWEEN,
// LIKE; `||` and `->`; + and -; * / // %; ^ and **; unary minus; `::`.

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

    /// IS [NOT] NULL, TRUE, FALSE, DISTINCT FROM; ISNULL, NOTNULL.
    private mutating func parseTest() throws(InteractionError) -> ExpressionSyntax {
        let start = current.range.lowerBound
        var left = try parseComparison()
        while true {
            let place = current.range.lowerBound
            if accept(word: "ISNULL") {
                left = try node(.isNull(left, isNegated: false), from: start, place: place, over: [left])
            } else if accept(word: "NOTNULL") {
                left = try node(.isNull(left, isNegated: true), from: start, place: place, over: [left])
            } else if accept(word: "IS") {
                let isNegated = accept(word: "NOT")
                if accept(word: "NULL") {
                    left = try node(.isNull(left, isNegated: isNegated), from: start, place: place, over: [left])
                } else if current.isWord("TRUE") || current.isWord("FALSE") {
                    let truth = Literal.boolean(advance().isWord("TRUE"))
                    let right = try node(.literal(truth), from: place)
                    let operand = try node(.truth(left), from: start, over: [left])
                    left = try node(
                        .comparison(isNegated ? .distinct : .notDistinct, operand, right), from: start, place: place,
                        over: [operand, right])
                } else if accept(word: "DISTINCT") {
                    try expect(word: "FROM")
                    let right = try parseComparison()
                    left = try node(
                        .comparison(isNegated ? .notDistinct : .distinct, left, right), from: start, place: place,
                        over: [left, right])
                } else {
                    throw unexpected(
                        "NULL, TRUE, FALSE or DISTINCT FROM after IS", keywords: ["NULL", "TRUE", "FALSE", "DISTINCT", "NOT"])
                }
            } else {
                return left
            }
        }
    }

    private func comparisonOperator() -> ComparisonOperator? {
        guard case .symbol(let symbol) = current.kind else { return nil }
        return symbol == "==" ? .equal : symbol == "!=" ? .notEqual : ComparisonOperator(rawValue: symbol)
    }

    private mutating func parseComparison() throws(InteractionError) -> ExpressionSyntax {
        let start = current.range.lowerBound
        let left = try parseMembership()
        let place = current.range.lowerBound
        guard let comparison = comparisonOperator() else { return left }
        advance()
        for word in ["ANY", "ALL", "SOME"] where current.isWord(word) && peek().isSymbol("(") {
            throw refused("Comparisons with \(word)", at: current)
        }
        let right = try parseMembership()
        if comparisonOperator() != nil {
            throw source.error(
                "Comparisons cannot be chained.", at: current.range.lowerBound, hint: "join two of them with AND")
        }
        return try node(.comparison(comparison, left, right), from: start, place: place, over: [left, right])
    }

    /// [NOT] IN, BETWEEN, LIKE, ILIKE.
    private mutating func parseMembership() throws(InteractionError) -> ExpressionSyntax {
        let start = current.range.lowerBound
        var left = try parseOperators(above: 0)
        while true {
            let place = current.range.lowerBound
            let isNegated = current.isWord("NOT")
            let word = isNegated ? peek() : current
            let isLike = word.isWord("LIKE")
            if word.isWord("GLOB") || word.isWord("REGEXP") {
                throw refused("Patterns by \(source.slice(word.range).uppercased())", at: word, hint: "use LIKE, ILIKE or regexp_matches()")
            }
            if word.isWord("SIMILAR") || word.isSymbol("~") || word.isSymbol("!~") {
                left = try parsePattern(of: left, isNegated: isNegated, from: start)
                continue
            }
            guard isLike || word.isWord("ILIKE") || word.isWord("IN") || word.isWord("BETWEEN") else {
                if isNegated { advance(); throw unexpected("IN, BETWEEN, LIKE or ILIKE after NOT", keywords: ["IN", "BETWEEN", "LIKE", "ILIKE"]) }
                return left
            }
            if isNegated { advance() }
            advance()
            if word.isWord("IN"), current.isSymbol("("), beginsQuery(after: 1) {
                advance()
                let select = try parseSubquery()
                left = try node(
                    .inSubquery(left, select, isNegated: isNegated), from: start, place: place, over: select, beside: [left])
            } else if word.isWord("IN") {
                let list = try parseList()
                left = try node(.inList(left, list, isNegated: isNegated), from: start, place: place, over: [left] + list)
            } else if word.isWord("BETWEEN") {
                let low = try parseOperators(above: 0)
                try expect(word: "AND")
                let high = try parseOperators(above: 0)
                left = try node(
                    .between(left, low, high, isNegated: isNegated), from: start, place: place, over: [left, low, high])
            } else {
                let pattern = try parseOperators(above: 0)
                let escape: ExpressionSyntax? = accept(word: "ESCAPE") ? try parseOperators(above: 0) : nil
                left = try node(
                    .like(left, pattern, escape: escape, caseInsensitive: !isLike, isNegated: isNegated), from: start,
                    place: place, over: [left, pattern])
            }
        }
    }

    /// `text SIMILAR TO pattern` (the whole text), `text ~ pattern` and `text !~ pattern` (anywhere in it).
    private mutating func parsePattern(of text: ExpressionSyntax, isNegated: Bool, from start: Int) throws(InteractionError) -> ExpressionSyntax {
        if isNegated { advance() }
        let place = current.range.lowerBound
        let mark = advance()
        if mark.isWord("SIMILAR") { try expect(word: "TO") }
        let pattern = try parseOperators(above: 0)
        let name = mark.isWord("SIMILAR") ? "regexp_full_match" : "regexp_matches"
        let call = try node(.call(CallSyntax(name: name, arguments: [text, pattern])), from: start, place: place, over: [text, pattern])
        guard isNegated || mark.isSymbol("!~") else { return call }
        return try node(.not(call), from: start, place: place, over: [call])
    }

    private mutating func parseList() throws(InteractionError) -> [ExpressionSyntax] {
        try expect(symbol: "(", " after IN")
        var list: [ExpressionSyntax] = []
        repeat { list.append(try parseExpression()) } while accept(symbol: ",") && !current.isSymbol(")")
        try expect(symbol: ")", " or a comma")
        return list
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
