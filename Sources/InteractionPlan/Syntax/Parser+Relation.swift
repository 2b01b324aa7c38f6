// What a SELECT reads: a name, a table function, or a subquery in parentheses, with an alias; and the WITH that gives subqueries names. Joins
// and what else SQL can put there are refused by name.

import InteractionModel

extension Parser {
    /// Levels of nesting that a subquery counts for (`Parser.maximumNesting`).
    private static let subqueryLevels = 4

    /// True where a query begins, inside the parenthesis just taken or `count` tokens on.
    func beginsQuery(after count: Int) -> Bool {
        let token = count == 0 ? current : peek(count)
        return token.isWord("SELECT") || token.isWord("WITH") || token.isWord("FROM")
    }

    var beginsQuery: Bool { beginsQuery(after: 0) }

    /// The query after an opening parenthesis, and the closing one.
    mutating func parseSubquery() throws(InteractionError) -> SelectSyntax {
        try enter(Self.subqueryLevels)
        defer { leave(Self.subqueryLevels) }
        let start = current.range.lowerBound
        var select = try parseSelect(isNested: true)
        select.text = Self.joined(source.slice(start..<previousEnd))
        try expect(symbol: ")")
        guard select.depth <= Self.maximumDepth else {
            throw source.error("The query nests deeper than \(Self.maximumDepth) operators.", at: start)
        }
        return select
    }

    /// Runs of blanks as one space.
    private static func joined(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }.joined(separator: " ")
    }

    /// WITH and its list.
    mutating func parseNamedQueries() throws(InteractionError) -> [NamedQuerySyntax] {
        advance()
        if current.isWord("RECURSIVE") { throw refused("Recursive queries (WITH RECURSIVE)", at: current) }
        var queries: [NamedQuerySyntax] = []
        repeat {
            let token = current
            guard let name = token.name else { throw unexpected("a name after WITH", keywords: []) }
            advance()
            let columns = current.isSymbol("(") ? try parseColumnNames() : []
            try expect(word: "AS")
            let isPlain = accept(word: "NOT")
            let isMaterialized = accept(word: "MATERIALIZED")
            if isPlain, !isMaterialized { throw unexpected("MATERIALIZED", keywords: ["MATERIALIZED"]) }
            try expect(symbol: "(", " after AS")
            guard beginsQuery else { throw unexpected("SELECT", keywords: ["SELECT"]) }
            if queries.contains(where: { $0.name.lowercased() == name.lowercased() }) {
                throw source.error("There are two queries of the name \(token.shown) in WITH.", at: token.range.lowerBound)
            }
            queries.append(
                NamedQuerySyntax(
                    name: name, columnNames: columns, select: try parseSubquery(), isMaterialized: isMaterialized && !isPlain,
                    offset: token.range.lowerBound))
        } while accept(symbol: ",")
        return queries
    }

    private mutating func parseColumnNames() throws(InteractionError) -> [String] {
        try expect(symbol: "(")
        var names: [String] = []
        repeat {
            guard let name = current.name else { throw unexpected("the name of a column", keywords: []) }
            names.append(name)
            advance()
        } while accept(symbol: ",")
        try expect(symbol: ")", " or a comma")
        return names
    }

    /// What follows FROM.
    mutating func parseRelation() throws(InteractionError) -> RelationSyntax {
        let token = current
        if token.isWord("LATERAL") { throw refused("Lateral subqueries (LATERAL)", at: token) }
        var relation: RelationSyntax
        if token.isSymbol("(") {
            advance()
            if current.isWord("VALUES") { throw refused("Lists of rows (VALUES)", at: current) }
            guard beginsQuery else { throw unexpected("SELECT after FROM (", keywords: ["SELECT"]) }
            relation = RelationSyntax(kind: .subquery(try parseSubquery()), offset: token.range.lowerBound)
        } else {
            if token.isWord("VALUES") { throw refused("Lists of rows (VALUES)", at: token) }
            guard let name = token.name else { throw unexpected("a relation after FROM", keywords: []) }
            advance()
            let kind: RelationSyntax.Kind = current.isSymbol("(") ? .function(name, try parseTableArguments()) : .named(name)
            relation = RelationSyntax(kind: kind, offset: token.range.lowerBound)
        }
        try refuseJoins()
        relation.alias = try parseAlias()
        if relation.alias != nil, current.isSymbol("(") { relation.columnNames = try parseColumnNames() }
        try refuseJoins()
        return relation
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
        for word in ["PIVOT", "UNPIVOT"] where current.isWord(word) && peek().isSymbol("(") { throw refused("Turned relations (\(word))", at: current) }
    }
}
