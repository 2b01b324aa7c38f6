// The clauses of a statement: EXPLAIN, SELECT list, FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET. What SQL
// has and this language does not is refused by its name.

import InteractionModel

extension Parser {
    mutating func parseStatement() throws(InteractionError) -> StatementSyntax {
        var kind = StatementKind.query
        if accept(word: "EXPLAIN") { kind = accept(word: "ANALYZE") || accept(word: "ANALYSE") ? .explainAnalyze : .explain }
        if current.isWord("WITH") { throw refused("Common table expressions (WITH)", at: current) }
        if current.kind == .end {
            throw source.error("The query is empty.", at: 0, hint: "for example: SELECT count(*) FROM interactions")
        }
        for verb in ["INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "COPY", "ATTACH", "TRUNCATE"] where current.isWord(verb) {
            throw source.error(
                "\(verb) is not supported: the query language only reads.", at: current.range.lowerBound,
                hint: "events come in by import or the logger, and go by expiry or erasure")
        }
        let select = try parseSelect()
        while accept(symbol: ";") {}
        if current.kind != .end { throw unexpected("the end of the query") }
        return StatementSyntax(kind: kind, select: select)
    }

    private mutating func parseSelect() throws(InteractionError) -> SelectSyntax {
        var select = SelectSyntax()
        select.place = current.range.lowerBound
        guard accept(word: "SELECT") else { throw unexpected("SELECT", keywords: ["SELECT", "EXPLAIN"]) }
        if current.isWord("DISTINCT") {
            advance()
            if current.isWord("ON"), peek().isSymbol("(") { throw refused("DISTINCT ON lists", at: current) }
            select.isDistinct = true
        } else if current.isWord("ALL") {
            advance()
        }
        repeat { select.items.append(try parseItem()) } while accept(symbol: ",") && !current.isWord("FROM")
        if accept(word: "FROM") { select.relation = try parseRelation() }
        if accept(word: "WHERE") { select.filter = try parseExpression() }
        if current.isWord("GROUP") { select.group = try parseGroup() }
        if accept(word: "HAVING") { select.having = try parseExpression() }
        if current.isWord("WINDOW") { throw refused("Named windows", at: current) }
        if current.isWord("QUALIFY") { throw refused("Window conditions (QUALIFY)", at: current) }
        try refuseSetOperations()
        if current.isWord("ORDER") { select.order = try parseOrder() }
        try parseLimit(&select)
        try refuseSetOperations()
        if current.kind != .end, !current.isSymbol(";") { throw unexpectedAfter(select) }
        return select
    }

    /// A clause out of its order is told as such.
    private func unexpectedAfter(_ select: SelectSyntax) -> InteractionError {
        for clause in ["FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"] where current.isWord(clause) {
            return source.error(
                "\(clause) cannot stand here.", at: current.range.lowerBound,
                hint: "the order is SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET, each once")
        }
        return unexpected("an operator, a comma, the next clause or the end of the query")
    }

    private func refuseSetOperations() throws(InteractionError) {
        for word in ["UNION", "EXCEPT", "INTERSECT"] where current.isWord(word) {
            throw refused("Set operations (\(word))", at: current)
        }
    }

    private mutating func parseItem() throws(InteractionError) -> SelectItemSyntax {
        let start = current.range.lowerBound
        if accept(symbol: "*") {
            try refuseStarOptions()
            return .star(start, qualifier: nil)
        }
        if case .word(let qualifier) = current.kind, peek().isSymbol("."), peek(2).isSymbol("*") {
            let name = current
            for _ in 0..<3 { advance() }
            if name.isWord("DETAILS") || name.isWord("METADATA") || name.isWord("METRICS") {
                throw source.error(
                    "\(name.shown).* cannot be listed: properties have no fixed list.", at: start,
                    hint: "name each property, or take the whole object with \(source.slice(name.range))")
            }
            return .star(start, qualifier: qualifier)
        }
        if current.isWord("FROM") { throw unexpected("a column or expression after SELECT", keywords: []) }
        let expression = try parseExpression()
        return .expression(expression, alias: try parseAlias())
    }

    private func refuseStarOptions() throws(InteractionError) {
        for word in ["EXCLUDE", "REPLACE", "RENAME"] where current.isWord(word) && peek().isSymbol("(") {
            throw refused("Changed lists (* \(word))", at: current)
        }
    }

    /// `AS name`, or a bare name that no keyword needs.
    private mutating func parseAlias() throws(InteractionError) -> String? {
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

    private mutating func parseRelation() throws(InteractionError) -> (name: String, offset: Int, alias: String?) {
        let token = current
        let name: String
        switch token.kind {
        case .word(let text) where !Keyword.reserved.contains(text.uppercased()): name = text
        case .quotedName(let text): name = text
        case .symbol("("): throw refused("Subqueries in FROM", at: token)
        default: throw unexpected("a relation after FROM", keywords: [])
        }
        advance()
        if current.isSymbol("(") { throw refused("Table functions such as \(name)()", at: token) }
        if current.isSymbol(",") { throw refused("Joins (several relations in FROM)", at: current) }
        try refuseJoins()
        let alias = try parseAlias()
        try refuseJoins()
        return (name, token.range.lowerBound, alias)
    }

    private func refuseJoins() throws(InteractionError) {
        for word in ["JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "ASOF", "SEMI", "ANTI", "POSITIONAL"]
        where current.isWord(word) {
            let token = peek()
            if word == "JOIN" || token.isWord("JOIN") || token.isWord("OUTER") || token.isWord("INNER") || token.isWord("LEFT") {
                throw refused("Joins", at: current)
            }
        }
        if current.isSymbol(",") { throw refused("Joins (several relations in FROM)", at: current) }
        if current.isWord("TABLESAMPLE") || (current.isWord("USING") && peek().isWord("SAMPLE")) { throw refused("Samples", at: current) }
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
