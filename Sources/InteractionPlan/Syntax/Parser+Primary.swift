// The leaves and brackets of expressions: numbers, texts, names, typed literals, parameters, lists, CASE and CAST. Calls and
// intervals have files of their own.

import InteractionModel

extension Parser {
    mutating func parsePrimary() throws(InteractionError) -> ExpressionSyntax {
        let token = current
        let start = token.range.lowerBound
        switch token.kind {
        case .integer(let digits):
            advance()
            return try node(.literal(try integer(digits, at: start)), from: start)
        case .decimal(let digits):
            advance()
            return try decimal(digits, at: start)
        case .double(let digits):
            advance()
            return try node(.double(Double(digits) ?? .infinity, digits), from: start)
        case .string(let text):
            advance()
            return try node(.literal(.varchar(text)), from: start)
        case .parameter(let name):
            advance()
            if name.isEmpty { positionalParameters += 1 }
            return try node(.parameter(name.isEmpty ? String(positionalParameters) : name), from: start)
        case .symbol("("):
            advance()
            if beginsQuery {
                let select = try parseSubquery()
                return try node(.subquery(select), from: start, over: select)
            }
            var inner = try parseExpression()
            if current.isSymbol(",") { throw refused("Rows of values", at: current) }
            try expect(symbol: ")", " or an operator")
            if current.isWord("FILTER"), peek().isSymbol("(") {
                throw source.error(
                    "FILTER belongs to one aggregate.", at: current.range.lowerBound, hint: "write it directly after the call: sum(x) FILTER (WHERE y)")
            }
            inner.range = start..<previousEnd
            return inner
        case .symbol("["): return try parseListValue()
        case .symbol("{"): throw refused("Structures of values", at: token)
        case .quotedName:
            return try parseName()
        case .word(let word):
            return try parseWord(word.uppercased(), token)
        case .symbol, .end:
            throw unexpected("an expression", keywords: [])
        }
    }

    private func integer(_ digits: String, at start: Int) throws(InteractionError) -> Literal {
        if let value = Int64(digits) { return .bigint(value) }
        if let value = Int128(digits) { return .hugeint(value) }
        throw source.error("The number \(digits.prefix(60)) is beyond 128 bits.", at: start, hint: "write it as a double: 1e40")
    }

    /// Up to 38 digits are exact; more make a double, as in DuckDB.
    private func decimal(_ digits: String, at start: Int) throws(InteractionError) -> ExpressionSyntax {
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : ""
        if let coefficient = Int128(parts[0] + fraction), ExactDecimal.fits(coefficient), fraction.utf8.count <= ExactDecimal.maximumPrecision {
            return try node(.literal(.decimal(ExactDecimal(coefficient: coefficient, scale: fraction.utf8.count))), from: start)
        }
        return try node(.double(Double("0" + digits) ?? .infinity, digits), from: start)
    }

    private mutating func parseWord(_ upper: String, _ token: Token) throws(InteractionError) -> ExpressionSyntax {
        let start = token.range.lowerBound
        switch upper {
        case "NULL", "TRUE", "FALSE":
            advance()
            return try node(.literal(upper == "NULL" ? .null : .boolean(upper == "TRUE")), from: start)
        case "CASE": return try parseCase()
        case "CAST", "TRY_CAST":
            guard peek().isSymbol("(") else { break }
            return try parseCast(isTrying: upper == "TRY_CAST")
        case "EXTRACT": if peek().isSymbol("(") { return try parseExtract() }
        case "SUBSTRING": if peek().isSymbol("(") { return try parseSubstring() }
        case "POSITION": if peek().isSymbol("(") { return try parsePosition() }
        case "TRIM": if peek().isSymbol("(") { return try parseTrim() }
        case "INTERVAL": if let interval = try parseInterval() { return interval }
        case "TIMESTAMP", "DATE", "DATETIME", "TIMESTAMPTZ":
            if case .string(let text) = peek().kind {
                advance()
                let value = advance()
                let literal = try node(.literal(.varchar(text)), from: value.range.lowerBound)
                let kind: ExpressionSyntax.Kind =
                    upper == "TIMESTAMPTZ"
                    ? .namedCast(literal, .timestamp, ScalarType.instantName, isTrying: false)
                    : .cast(literal, upper == "DATE" ? .date : .timestamp, isTrying: false)
                return try node(kind, from: start, place: value.range.lowerBound, over: [literal])
            }
        case "CURRENT_TIMESTAMP", "CURRENT_DATE", "LOCALTIMESTAMP":
            if !peek().isSymbol("("), !peek().isSymbol(".") {
                advance()
                return try node(.call(CallSyntax(name: upper == "CURRENT_DATE" ? "current_date" : "now", arguments: [])), from: start)
            }
        case "EXISTS":
            if peek().isSymbol("(") {
                advance()
                advance()
                guard beginsQuery else { throw unexpected("SELECT after EXISTS (", keywords: ["SELECT"]) }
                let select = try parseSubquery()
                return try node(.exists(select), from: start, over: select)
            }
        default: break
        }
        if peek().isSymbol("("), !Keyword.reserved.contains(upper) { return try parseCall() }
        if Keyword.reserved.contains(upper) { throw unexpected("an expression", keywords: []) }
        return try parseName()
    }

    /// `name`, `name.name`, `name['key']`.
    private mutating func parseName() throws(InteractionError) -> ExpressionSyntax {
        let start = current.range.lowerBound
        var parts: [NamePart] = []
        func part(_ token: Token) -> NamePart? {
            switch token.kind {
            case .word(let text): NamePart(text: text, isQuoted: false, isSubscript: false, offset: token.range.lowerBound)
            case .quotedName(let text): NamePart(text: text, isQuoted: true, isSubscript: false, offset: token.range.lowerBound)
            default: nil
            }
        }
        if let first = part(advance()) { parts.append(first) }
        while true {
            if accept(symbol: ".") {
                guard let next = part(current) else { throw unexpected("a name after \".\"", keywords: []) }
                parts.append(next)
                advance()
            } else if current.isSymbol("["), case .string(let key) = peek().kind, peek(2).isSymbol("]") {
                advance()
                parts.append(NamePart(text: key, isQuoted: true, isSubscript: true, offset: current.range.lowerBound))
                advance()
                advance()
            } else {
                break
            }
            if parts.count > EventLimit.depth + 2 {
                throw source.error("This path is deeper than any event (\(EventLimit.depth) levels).", at: start)
            }
        }
        return try node(.name(parts), from: start)
    }

    /// `[a, b]`.
    private mutating func parseListValue() throws(InteractionError) -> ExpressionSyntax {
        let start = advance().range.lowerBound
        var values: [ExpressionSyntax] = []
        if !current.isSymbol("]") {
            repeat { values.append(try parseExpression()) } while accept(symbol: ",") && !current.isSymbol("]")
        }
        try expect(symbol: "]", " or a comma")
        return try node(.list(values), from: start, over: values)
    }

    /// The brackets after a value: `[index]` or `[from:to]`.
    mutating func parseBrackets(of value: ExpressionSyntax, from start: Int) throws(InteractionError) -> ExpressionSyntax {
        let place = advance().range.lowerBound
        let from: ExpressionSyntax? = current.isSymbol(":") ? nil : try parseExpression()
        guard accept(symbol: ":") else {
            guard let from else { throw unexpected("an index", keywords: []) }
            try expect(symbol: "]", " after the index")
            return try node(.element(value, from), from: start, place: place, over: [value, from])
        }
        let to: ExpressionSyntax? = current.isSymbol("]") ? nil : try parseExpression()
        try expect(symbol: "]", " after the range")
        return try node(.slice(value, from, to), from: start, place: place, over: [value] + [from, to].compactMap { $0 })
    }

    private mutating func parseCase() throws(InteractionError) -> ExpressionSyntax {
        let start = advance().range.lowerBound
        let operand: ExpressionSyntax? = current.isWord("WHEN") ? nil : try parseExpression()
        var branches: [(ExpressionSyntax, ExpressionSyntax)] = []
        guard current.isWord("WHEN") else { throw unexpected("WHEN", keywords: ["WHEN"]) }
        while accept(word: "WHEN") {
            let condition = try parseExpression()
            guard accept(word: "THEN") else { throw unexpected("THEN", keywords: ["THEN"]) }
            branches.append((condition, try parseExpression()))
        }
        let otherwise: ExpressionSyntax? = accept(word: "ELSE") ? try parseExpression() : nil
        guard accept(word: "END") else { throw unexpected("WHEN, ELSE or END", keywords: ["WHEN", "ELSE", "END"]) }
        let children = (operand.map { [$0] } ?? []) + branches.flatMap { [$0.0, $0.1] } + (otherwise.map { [$0] } ?? [])
        return try node(.conditional(operand: operand, branches, otherwise: otherwise), from: start, over: children)
    }

    private mutating func parseCast(isTrying: Bool) throws(InteractionError) -> ExpressionSyntax {
        let start = advance().range.lowerBound
        try expect(symbol: "(")
        let value = try parseExpression()
        let place = current.range.lowerBound
        guard accept(word: "AS") else { throw unexpected("AS and a type", keywords: ["AS"]) }
        var result = try castNode(value, isTrying: isTrying, from: start, at: place)
        try expect(symbol: ")", " after the type")
        result.range = start..<previousEnd
        return result
    }
}
