// Calls of functions, and the functions that SQL writes with words between their arguments: EXTRACT, SUBSTRING, POSITION and
// TRIM become plain calls here.

import InteractionModel

extension Parser {
    mutating func parseCall() throws(InteractionError) -> ExpressionSyntax {
        let token = advance()
        let start = token.range.lowerBound
        var call = CallSyntax(name: source.slice(token.range).lowercased(), arguments: [])
        try expect(symbol: "(")
        if accept(symbol: "*") {
            call.isStar = true
        } else if !current.isSymbol(")") {
            if accept(word: "DISTINCT") { call.isDistinct = true } else { _ = accept(word: "ALL") }
            repeat {
                if current.isSymbol("*"), call.isDistinct { throw unexpected("a column or expression after DISTINCT", keywords: []) }
                call.arguments.append(try parseExpression())
                if current.isSymbol("=>") || current.isSymbol(":=") { throw refused("Named arguments", at: current) }
            } while accept(symbol: ",")
        }
        if current.isWord("ORDER") { call.order = try parseOrder() }
        if current.isWord("IGNORE") || current.isWord("RESPECT") { throw refused("Window functions", at: current) }
        try expect(symbol: ")", " or a comma")
        if accept(word: "WITHIN") { try parseWithinGroup(&call, at: start) }
        if current.isWord("FILTER"), peek().isSymbol("(") {
            advance()
            advance()
            _ = accept(word: "WHERE")
            call.filter = try parseExpression()
            try expect(symbol: ")", " or an operator")
        }
        if current.isWord("OVER") { throw refused("Window functions", at: current) }
        let children = call.arguments + call.order.compactMap(\.expression) + (call.filter.map { [$0] } ?? [])
        return try node(.call(call), from: start, over: children)
    }

    /// `WITHIN GROUP (ORDER BY x)`: of quantiles and mode x is the argument, of others the order.
    private mutating func parseWithinGroup(_ call: inout CallSyntax, at start: Int) throws(InteractionError) {
        try expect(word: "GROUP")
        try expect(symbol: "(")
        let order = try parseOrder()
        try expect(symbol: ")", " after the order")
        let names = [
            "percentile_cont": "quantile_cont", "percentile_disc": "quantile_disc", "quantile_cont": "quantile_cont",
            "quantile_disc": "quantile_disc", "mode": "mode",
        ]
        guard let name = names[call.name] else {
            call.order = order
            return
        }
        guard order.count == 1, let key = order[0].expression, !order[0].isDescending else {
            throw source.error("\(call.name)() WITHIN GROUP takes one ascending key.", at: start)
        }
        call.name = name
        call.arguments.insert(key, at: 0)
    }

    /// `EXTRACT(hour FROM x)` is `date_part('HOUR', x)`.
    mutating func parseExtract() throws(InteractionError) -> ExpressionSyntax {
        let start = advance().range.lowerBound
        try expect(symbol: "(")
        let part = current
        let name: String
        switch part.kind {
        case .word(let text): name = text.uppercased()
        case .string(let text): name = text
        default: throw unexpected("a part such as HOUR", keywords: [])
        }
        advance()
        let literal = try node(.literal(.varchar(name)), from: part.range.lowerBound)
        guard accept(word: "FROM") else { throw unexpected("FROM", keywords: ["FROM"]) }
        let value = try parseExpression()
        try expect(symbol: ")", " or an operator")
        return try node(.call(CallSyntax(name: "date_part", arguments: [literal, value])), from: start, over: [literal, value])
    }

    /// `SUBSTRING(text FROM start FOR length)` beside the form with commas.
    mutating func parseSubstring() throws(InteractionError) -> ExpressionSyntax {
        let start = advance().range.lowerBound
        try expect(symbol: "(")
        var arguments = [try parseExpression()]
        let isWorded = current.isWord("FROM")
        while accept(symbol: ",") || (isWorded && (accept(word: "FROM") || accept(word: "FOR"))) { arguments.append(try parseExpression()) }
        try expect(symbol: ")", " or a comma")
        return try node(.call(CallSyntax(name: "substring", arguments: arguments)), from: start, over: arguments)
    }

    /// `POSITION(part IN text)` beside the form with commas.
    mutating func parsePosition() throws(InteractionError) -> ExpressionSyntax {
        let start = advance().range.lowerBound
        try expect(symbol: "(")
        let first = try parseOperators(above: 0)
        if accept(word: "IN") {
            let text = try parseOperators(above: 0)
            try expect(symbol: ")", " or an operator")
            return try node(.call(CallSyntax(name: "position", arguments: [text, first])), from: start, over: [text, first])
        }
        try expect(symbol: ",", " or IN")
        let second = try parseExpression()
        try expect(symbol: ")", " or an operator")
        return try node(.call(CallSyntax(name: "position", arguments: [first, second])), from: start, over: [first, second])
    }

    /// `TRIM(BOTH marks FROM text)` beside the form with commas.
    mutating func parseTrim() throws(InteractionError) -> ExpressionSyntax {
        let start = advance().range.lowerBound
        try expect(symbol: "(")
        var name = "trim"
        for (word, function) in [("BOTH", "trim"), ("LEADING", "ltrim"), ("TRAILING", "rtrim")]
        where current.isWord(word) && !peek().isSymbol(",") && !peek().isSymbol(")") {
            advance()
            name = function
        }
        var arguments: [ExpressionSyntax] = current.isWord("FROM") ? [] : [try parseExpression()]
        if accept(word: "FROM") {
            arguments.insert(try parseExpression(), at: 0)
        } else {
            while accept(symbol: ",") { arguments.append(try parseExpression()) }
        }
        try expect(symbol: ")", " or a comma")
        return try node(.call(CallSyntax(name: name, arguments: arguments)), from: start, over: arguments)
    }
}
