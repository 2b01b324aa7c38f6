// Spans of time as SQL writes them: a constant, or a number of units that is computed.

import InteractionModel

extension Parser {
    /// `INTERVAL '5 minutes'`, `INTERVAL 5 MINUTE`, `INTERVAL '5' MINUTE`; nil when it is a name after all.
    mutating func parseInterval() throws(InteractionError) -> ExpressionSyntax? {
        let start = current.range.lowerBound
        var count = 1
        var sign = ""
        if peek().isSymbol("-") {
            count = 2
            sign = "-"
        }
        let amount: String
        switch peek(count).kind {
        case .string(let text) where sign.isEmpty: amount = text
        case .integer(let text), .decimal(let text): amount = sign + text
        case .symbol("(") where sign.isEmpty: return try parseIntervalOfValue()
        case .parameter where sign.isEmpty:
            throw source.error(
                "INTERVAL takes a constant.", at: start, hint: "multiply instead: n * INTERVAL '1 minute'")
        default: return nil
        }
        let place = peek(count).range.lowerBound
        for _ in 0...count { advance() }
        var unit: String?
        if case .word(let word) = current.kind, let part = DatePart(name: word), TemporalText.isIntervalUnit(part) {
            unit = part.rawValue
            advance()
        }
        let text = unit.map { amount + " " + $0 } ?? amount
        guard let interval = TemporalText.interval(text) else {
            throw source.error(
                "\(Literal.quoted(text)) is not an interval.", at: place,
                hint: "write a number and a unit, for example INTERVAL '5 minutes'")
        }
        return try node(.interval(interval, text), from: start)
    }

    /// `INTERVAL (n) MINUTE` is `to_minutes(n)`.
    private mutating func parseIntervalOfValue() throws(InteractionError) -> ExpressionSyntax {
        let start = advance().range.lowerBound
        try expect(symbol: "(")
        let value = try parseExpression()
        try expect(symbol: ")", " or an operator")
        guard case .word(let word) = current.kind, let part = DatePart(name: word), let name = part.intervalFunction else {
            throw unexpected("a unit such as MINUTE", keywords: [])
        }
        advance()
        return try node(.call(CallSyntax(name: name, arguments: [value])), from: start, over: [value])
    }
}
