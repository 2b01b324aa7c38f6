// The recursive-descent parser: this file holds what all its parts use (tokens, expectations, limits); the parts are
// Parser+Select, Parser+Relation, Parser+TableFunction, Parser+Expression, Parser+Condition, Parser+Primary, Parser+Call, Parser+Interval and
// Parser+Type. Nesting and depth are limited, so no text can exhaust the stack.

import InteractionModel

/// Parses one statement.
package struct Parser {
    package let source: SourceText
    private let tokens: [Token]
    private var index = 0
    /// How many `parseExpression` calls are open; a subquery counts for several.
    private var nesting = 0
    /// How many `?` were seen.
    var positionalParameters = 0
    /// The last alias written without AS, where a misspelt keyword may hide.
    var bareAlias: Token?

    /// The deepest nesting of parentheses, calls and CASE in the text. With the next limit it keeps parsing, binding and
    /// printing within a stack of 512 KiB in an optimized build (x86-64, Swift 6.3: the worst text tried overflowed 384 KiB
    /// and ran in 512, so there is little to spare) and of 4 MiB in a debug build.
    static let maximumNesting = 40
    /// The deepest syntax tree: a chain `1 + 1 + ...` nests without parentheses. AND, OR and lists are flat.
    static let maximumDepth = 100

    private init(_ source: SourceText) throws(InteractionError) {
        self.source = source
        tokens = try Lexer.tokens(of: source)
    }

    /// The statement in a text. Throws `invalidQuery` with the place, what was expected there, and the nearest keyword.
    package static func parse(_ source: SourceText) throws(InteractionError) -> StatementSyntax {
        var parser = try Parser(source)
        return try parser.parseStatement()
    }

    /// A lone condition or expression, for `--where` and funnel steps.
    package static func parseExpression(_ source: SourceText) throws(InteractionError) -> ExpressionSyntax {
        var parser = try Parser(source)
        let expression = try parser.parseExpression()
        if parser.current.kind != .end { throw parser.unexpected("the end of the expression") }
        return expression
    }

    var current: Token { tokens[index] }
    /// The token `count` further on; the last one (`end`) beyond.
    func peek(_ count: Int = 1) -> Token { tokens[min(index + count, tokens.count - 1)] }

    @discardableResult mutating func advance() -> Token {
        let token = tokens[index]
        if index < tokens.count - 1 { index += 1 }
        return token
    }

    mutating func accept(word: String) -> Bool {
        guard current.isWord(word) else { return false }
        advance()
        return true
    }

    mutating func accept(symbol: String) -> Bool {
        guard current.isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(word: String) throws(InteractionError) {
        if !accept(word: word) { throw unexpected(word) }
    }

    mutating func expect(symbol: String, _ why: String = "") throws(InteractionError) {
        if !accept(symbol: symbol) { throw unexpected("\"\(symbol)\"" + why) }
    }

    /// The end offset of the token before the current one.
    var previousEnd: Int { index > 0 ? tokens[index - 1].range.upperBound : 0 }

    /// The error at the current token: what stands there, what was expected, and the nearest keyword to it (or to the
    /// alias before it: in `SELECT a FORM t` the word FORM reads as an alias and `t` is what cannot stand).
    func unexpected(_ expected: String, keywords: [String] = Keyword.afterExpression) -> InteractionError {
        var hint: String?
        var token = current
        if case .word(let text) = token.kind, let near = NameDistance.nearest(to: text, among: keywords) {
            hint = "did you mean \(Self.shown(near))?"
        } else if let alias = bareAlias, index > 0, tokens[index - 1] == alias, case .word(let text) = alias.kind,
            let near = NameDistance.nearest(to: text, among: keywords)
        {
            hint = "did you mean \(Self.shown(near))?"
            token = alias
        }
        return source.error("Expected \(expected), found \(token.shown).", at: token.range.lowerBound, hint: hint)
    }

    /// A keyword with the one that always follows it.
    private static func shown(_ keyword: String) -> String {
        keyword == "GROUP" || keyword == "ORDER" ? keyword + " BY" : keyword
    }

    /// A part of SQL that is known but not offered.
    func refused(_ what: String, at token: Token, hint: String? = nil) -> InteractionError {
        source.error("\(what) are not supported.", at: token.range.lowerBound, hint: hint)
    }

    /// Runs for each nested expression or, with more `levels`, subquery; refuses the one too deep.
    mutating func enter(_ levels: Int = 1) throws(InteractionError) {
        nesting += levels
        if nesting > Self.maximumNesting {
            throw source.error("The query nests deeper than \(Self.maximumNesting) levels.", at: current.range.lowerBound)
        }
    }

    mutating func leave(_ levels: Int = 1) { nesting -= levels }

    /// A node that holds a subquery, beside expressions.
    func node(
        _ kind: ExpressionSyntax.Kind, from start: Int, place: Int? = nil, over select: SelectSyntax,
        beside children: [ExpressionSyntax] = []
    ) throws(InteractionError) -> ExpressionSyntax {
        try node(kind, from: start, place: place, over: children, below: select.depth)
    }

    /// A node over `children`, from `start` to the last token taken.
    func node(
        _ kind: ExpressionSyntax.Kind, from start: Int, place: Int? = nil, over children: [ExpressionSyntax] = [],
        below levels: Int = 0
    ) throws(InteractionError) -> ExpressionSyntax {
        var depth = levels + 1
        for child in children { depth = max(depth, child.depth + 1) }
        guard depth <= Self.maximumDepth else {
            throw source.error(
                "This expression is deeper than \(Self.maximumDepth) operators.", at: place ?? start,
                hint: "group its parts with parentheses, or use IN for a list of values")
        }
        return ExpressionSyntax(kind: kind, range: start..<max(start, previousEnd), place: place ?? start, depth: depth)
    }
}
