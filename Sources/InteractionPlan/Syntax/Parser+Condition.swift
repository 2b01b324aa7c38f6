// Tests of values: IS, comparisons, IN, BETWEEN, LIKE and patterns.

import InteractionModel

extension Parser {
    /// IS [NOT] NULL, TRUE, FALSE, DISTINCT FROM; ISNULL, NOTNULL.
    mutating func parseTest() throws(InteractionError) -> ExpressionSyntax {
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
}
