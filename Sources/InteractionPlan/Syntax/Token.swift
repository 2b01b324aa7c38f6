// The words of the query language.

/// One word of a query text.
package struct Token: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A keyword or unquoted name, as written.
        case word(String)
        /// A name in double quotes, quotes resolved.
        case quotedName(String)
        /// A text in single quotes, quotes resolved.
        case string(String)
        /// Digits without point or exponent.
        case integer(String)
        /// Digits with a point: an exact decimal.
        case decimal(String)
        /// Digits with an exponent: a double.
        case double(String)
        /// `$name`, `$1` (the name without the sign), or `?` (empty).
        case parameter(String)
        /// An operator or a mark of punctuation.
        case symbol(String)
        case end
    }

    package var kind: Kind
    /// UTF-8 offsets in the text.
    package var range: Range<Int>
}

extension Token {
    /// True when it is this keyword (given in upper case) in any case, unquoted.
    func isWord(_ keyword: String) -> Bool {
        if case .word(let text) = kind { return text.utf8.count == keyword.utf8.count && text.uppercased() == keyword }
        return false
    }

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol(symbol) }

    /// The name it is, unless it is a keyword that cannot stand for one.
    var name: String? {
        switch kind {
        case .word(let text) where !Keyword.reserved.contains(text.uppercased()): text
        case .quotedName(let text): text
        default: nil
        }
    }

    /// How an error names it.
    var shown: String {
        switch kind {
        case .word(let text): "\"\(text.prefix(60))\""
        case .quotedName(let text): "the name \"\(text.prefix(60))\""
        case .string(let text): "the text '\(text.prefix(60))'"
        case .integer(let text), .decimal(let text), .double(let text): "the number \(text.prefix(60))"
        case .parameter(let name): name.isEmpty ? "the parameter ?" : "the parameter $\(name.prefix(60))"
        case .symbol(let text): "\"\(text)\""
        case .end: "the end of the query"
        }
    }
}

/// The keywords that cannot stand as a bare name or alias.
package enum Keyword {
    package static let reserved: Set<String> = [
        "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "UNION", "EXCEPT", "INTERSECT",
        "AND", "OR", "NOT", "IN", "IS", "LIKE", "ILIKE", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "AS",
        "ON", "USING", "JOIN", "INNER", "CROSS", "NATURAL", "LATERAL", "DISTINCT", "ALL", "ASC", "DESC", "NULL", "TRUE",
        "FALSE", "WITH", "WINDOW", "QUALIFY", "TABLE", "FETCH", "FOR", "INTO", "SIMILAR", "GLOB",
    ]

    /// The keywords that begin a clause or continue an expression: what a misspelt word is compared with.
    package static let afterExpression = [
        "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "AND", "OR", "AS", "IN", "IS", "LIKE",
        "ILIKE", "BETWEEN", "NOT", "ASC", "DESC", "NULLS",
    ]
}
