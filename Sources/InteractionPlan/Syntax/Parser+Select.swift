// The clauses of a statement: EXPLAIN, SELECT list, FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET. What SQL
// has and this language does not is refused by its name.

import InteractionModel

extension Parser {
    mutating func parseStatement() throws(InteractionError) -> StatementSyntax {
        var kind = StatementKind.query
        if accept(word: "EXPLAIN") { kind = accept(word: "ANALYZE") || accept(word: "ANALYSE") ? .explainAnalyze : .explain }
        if current.kind == .end {
            throw source.error("The query is empty.", at: 0, hint: "for example: SELECT count(*) FROM interactions")
        }
        for verb in ["INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "COPY", "ATTACH", "TRUNCATE"] where current.isWord(verb) {
            throw source.error(
                "\(verb) is not supported: the query language only reads.", at: current.range.lowerBound,
                hint: "events come in by import or the logger, and go by expiry or erasure")
        }
        let select = try parseSelect(isNested: false)
        while accept(symbol: ";") {}
        if current.kind != .end { throw unexpected("the end of the query") }
        return StatementSyntax(kind: kind, select: select)
    }

    /// A SELECT with the WITH before it. A nested one ends at its closing parenthesis, which is left to the caller.
    mutating func parseSelect(isNested: Bool) throws(InteractionError) -> SelectSyntax {
        var select = SelectSyntax()
        if current.isWord("WITH") { select.named = try parseNamedQueries() }
        select.place = current.range.lowerBound
        // DuckDB also takes FROM first; without SELECT it is SELECT *.
        let isReversed = accept(word: "FROM")
        if isReversed { select.relation = try parseRelation() }
        if accept(word: "SELECT") {
            try parseItems(&select)
        } else if isReversed {
            select.items = [.star(StarSyntax(offset: select.place))]
        } else {
            throw unexpected("SELECT", keywords: ["SELECT", "EXPLAIN", "WITH"])
        }
        if !isReversed, accept(word: "FROM") { select.relation = try parseRelation() }
        if accept(word: "WHERE") { select.filter = try parseExpression() }
        if current.isWord("GROUP") { select.group = try parseGroup() }
        if accept(word: "HAVING") { select.having = try parseExpression() }
        if current.isWord("WINDOW") { throw refused("Named windows", at: current) }
        if current.isWord("QUALIFY") { throw refused("Window conditions (QUALIFY)", at: current) }
        try refuseSetOperations()
        if current.isWord("ORDER") { select.order = try parseOrder() }
        try parseLimit(&select)
        try refuseSetOperations()
        let isAtEnd = isNested ? current.isSymbol(")") : current.kind == .end || current.isSymbol(";")
        if !isAtEnd { throw unexpectedAfter(isNested: isNested) }
        return select
    }

    private mutating func parseItems(_ select: inout SelectSyntax) throws(InteractionError) {
        if current.isWord("DISTINCT") {
            advance()
            if current.isWord("ON"), peek().isSymbol("(") { throw refused("DISTINCT ON lists", at: current) }
            select.isDistinct = true
        } else if current.isWord("ALL") {
            advance()
        }
        repeat { select.items.append(try parseItem()) } while accept(symbol: ",") && !current.isWord("FROM")
    }

    /// A clause out of its order is told as such.
    private func unexpectedAfter(isNested: Bool) -> InteractionError {
        for clause in ["FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"] where current.isWord(clause) {
            return source.error(
                "\(clause) cannot stand here.", at: current.range.lowerBound,
                hint: "the order is SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET, each once")
        }
        return unexpected(
            "an operator, a comma, the next clause or \(isNested ? "the closing parenthesis" : "the end of the query")")
    }

    private func refuseSetOperations() throws(InteractionError) {
        for word in ["UNION", "EXCEPT", "INTERSECT"] where current.isWord(word) {
            throw refused("Set operations (\(word))", at: current)
        }
    }

    private mutating func parseItem() throws(InteractionError) -> SelectItemSyntax {
        let start = current.range.lowerBound
        if accept(symbol: "*") { return .star(try parseStarOptions(StarSyntax(offset: start))) }
        if let qualifier = current.name, peek().isSymbol("."), peek(2).isSymbol("*") {
            let name = current
            for _ in 0..<3 { advance() }
            if name.isWord("DETAILS") || name.isWord("METADATA") || name.isWord("METRICS") {
                throw source.error(
                    "\(name.shown).* cannot be listed: properties have no fixed list.", at: start,
                    hint: "name each property, or take the whole object with \(source.slice(name.range))")
            }
            return .star(try parseStarOptions(StarSyntax(offset: start, qualifier: qualifier)))
        }
        if current.isWord("FROM") { throw unexpected("a column or expression after SELECT", keywords: []) }
        let expression = try parseExpression()
        return .expression(expression, alias: try parseAlias())
    }

    /// EXCLUDE and REPLACE after `*`, in DuckDB's order.
    private mutating func parseStarOptions(_ written: StarSyntax) throws(InteractionError) -> StarSyntax {
        var star = written
        if current.isWord("EXCLUDE") {
            advance()
            if accept(symbol: "(") {
                repeat { star.excluded.append(try parseColumnName("EXCLUDE")) } while accept(symbol: ",")
                try expect(symbol: ")", " or a comma")
            } else {
                star.excluded.append(try parseColumnName("EXCLUDE"))
            }
        }
        if current.isWord("REPLACE") {
            advance()
            let isList = accept(symbol: "(")
            repeat {
                let value = try parseExpression()
                try expect(word: "AS")
                star.replaced.append((value, try parseColumnName("AS")))
            } while isList && accept(symbol: ",")
            if isList { try expect(symbol: ")", " or a comma") }
        }
        if current.isWord("RENAME"), peek().isSymbol("(") { throw refused("Changed lists (* RENAME)", at: current) }
        return star
    }

    private mutating func parseColumnName(_ word: String) throws(InteractionError) -> NamePart {
        guard let name = current.name else { throw unexpected("the name of a column after \(word)", keywords: []) }
        let token = advance()
        return NamePart(text: name, isQuoted: false, isSubscript: false, offset: token.range.lowerBound)
    }

    /// `AS name`, or a bare name that no keyword needs.
    mutating func parseAlias() throws(InteractionError) -> String? {
        let isNamed = accept(word: "AS")
        switch current.kind {
        case .quotedName(let name):
            advance()
            return name
        case .word(let name) where isNamed || !Keyword.reserved.contains(name.uppercased()):
            bareAlias = isNamed ? nil : current
            advance()
            return name
        case .string(let name) where isNamed:
            advance()
            return name
        default:
            if isNamed { throw unexpected("a name after AS", keywords: []) }
            return nil
        }
    }

    private mutating func parseGroup() throws(InteractionError) -> GroupSyntax {
        advance()
        try expect(word: "BY")
        let start = current
        if accept(word: "ALL") { return .all(start.range.lowerBound) }
        for word in ["ROLLUP", "CUBE", "GROUPING"] where current.isWord(word) && (peek().isSymbol("(") || peek().isWord("SETS")) {
            throw refused("Grouping sets (\(word))", at: current)
        }
        if current.isSymbol("("), peek().isSymbol(")") {
            advance()
            advance()
            return .list([])
        }
        var keys: [ExpressionSyntax] = []
        repeat { keys.append(try parseExpression()) } while accept(symbol: ",")
        return .list(keys)
    }

    mutating func parseOrder() throws(InteractionError) -> [OrderItemSyntax] {
        advance()
        try expect(word: "BY")
        var items: [OrderItemSyntax] = []
        repeat {
            let start = current.range.lowerBound
            let expression: ExpressionSyntax? = accept(word: "ALL") ? nil : try parseExpression()
            var isDescending = false
            if accept(word: "DESC") { isDescending = true } else { _ = accept(word: "ASC") }
            var nullsFirst = false
            if accept(word: "NULLS") {
                if accept(word: "FIRST") { nullsFirst = true } else if !accept(word: "LAST") { throw unexpected("FIRST or LAST", keywords: ["FIRST", "LAST"]) }
            }
            items.append(OrderItemSyntax(expression: expression, isDescending: isDescending, nullsFirst: nullsFirst, offset: start))
        } while accept(symbol: ",")
        return items
    }

    /// LIMIT and OFFSET in either order.
    private mutating func parseLimit(_ select: inout SelectSyntax) throws(InteractionError) {
        while true {
            let token = current
            if select.limit == nil, accept(word: "LIMIT") {
                if accept(word: "ALL") { continue }
                select.limit = try parseExpression()
                if current.isSymbol("%") || current.isWord("PERCENT") { throw refused("Limits in percent", at: current) }
            } else if select.offset == nil, accept(word: "OFFSET") {
                select.offset = try parseExpression()
                _ = accept(word: "ROWS") || accept(word: "ROW")
            } else if token.isWord("FETCH") {
                throw source.error("FETCH is not supported.", at: token.range.lowerBound, hint: "use LIMIT")
            } else {
                return
            }
        }
    }
}
