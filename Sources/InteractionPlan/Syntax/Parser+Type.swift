// The types that CAST takes, by DuckDB's names. Integer types below 64 bits become BIGINT within their range, FLOAT becomes
// DOUBLE (the values it can hold are wider); what has no counterpart is refused by name.

import InteractionModel

extension Parser {
    private static let types: [String: ScalarType] = [
        "BOOLEAN": .boolean, "BOOL": .boolean, "LOGICAL": .boolean,
        "BIGINT": .bigint, "INT8": .bigint, "LONG": .bigint, "INTEGER": .bigint, "INT": .bigint, "INT4": .bigint,
        "SMALLINT": .bigint, "INT2": .bigint, "SHORT": .bigint, "TINYINT": .bigint, "INT1": .bigint, "SIGNED": .bigint,
        "HUGEINT": .hugeint, "INT128": .hugeint,
        "DOUBLE": .double, "FLOAT8": .double, "FLOAT": .double, "REAL": .double, "FLOAT4": .double,
        "VARCHAR": .varchar, "TEXT": .varchar, "STRING": .varchar, "CHAR": .varchar, "BPCHAR": .varchar,
        "TIMESTAMP": .timestamp, "DATETIME": .timestamp, "TIMESTAMPTZ": .timestamp,
        "DATE": .date, "INTERVAL": .interval, "JSON": .variant, "VARIANT": .variant,
    ]

    private static let refusedTypes: Set<String> = [
        "TIME", "BLOB", "BYTEA", "UUID", "BIT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT", "UHUGEINT", "STRUCT",
        "MAP", "LIST", "UNION", "ENUM", "BIGNUM", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS",
    ]

    /// The type at the current token, and how it is named in a column's name.
    private mutating func parseType() throws(InteractionError) -> (ScalarType, String) {
        let token = current
        let name: String
        switch token.kind {
        case .word(let text), .quotedName(let text): name = text.uppercased()
        default: throw unexpected("a type such as BIGINT, DOUBLE, VARCHAR or TIMESTAMP", keywords: [])
        }
        advance()
        if name == "DECIMAL" || name == "NUMERIC" { return try parseDecimal(name, token) }
        guard let type = Self.types[name] else {
            if Self.refusedTypes.contains(name) { throw refused("Values of type \(name)", at: token) }
            let near = NameDistance.nearest(to: name, among: Self.types.keys.sorted())
            throw source.error("There is no type \(token.shown).", at: token.range.lowerBound, hint: near.map { "did you mean \($0)?" })
        }
        var isInstant = name == "TIMESTAMPTZ"
        if name == "TIMESTAMP", current.isWord("WITH") || current.isWord("WITHOUT") {
            isInstant = advance().isWord("WITH")
            try expect(word: "TIME")
            try expect(word: "ZONE")
        }
        if isInstant { return (.timestamp, ScalarType.instantName) }
        if name == "DOUBLE" { _ = accept(word: "PRECISION") }
        if current.isSymbol("("), type == .varchar {
            advance()
            if case .integer = current.kind { advance() }
            try expect(symbol: ")", " after the length")
        }
        if accept(symbol: "[") {
            try expect(symbol: "]", " after [")
            if current.isSymbol("[") { throw refused("Lists of lists", at: current) }
            return (.list(type), (type == .bigint && ["INT", "INTEGER", "INT4"].contains(name) ? "INTEGER" : type.description) + "[]")
        }
        return (type, IntegerWidth.names[name]?.rawValue ?? type.description)
    }

    /// DECIMAL(p, s) with 1-38 digits; without them (18, 3), as in DuckDB.
    private mutating func parseDecimal(_ name: String, _ token: Token) throws(InteractionError) -> (ScalarType, String) {
        var numbers = [18, 3]
        if accept(symbol: "(") {
            numbers = []
            repeat {
                guard case .integer(let digits) = current.kind, let value = Int(digits) else { throw unexpected("a number of digits", keywords: []) }
                numbers.append(value)
                advance()
            } while accept(symbol: ",") && numbers.count < 2
            try expect(symbol: ")", " after the digits")
            if numbers.count == 1 { numbers.append(0) }
        }
        guard (1...ExactDecimal.maximumPrecision).contains(numbers[0]), numbers[1] >= 0, numbers[1] <= numbers[0] else {
            throw source.error(
                "\(name) takes 1 to 38 digits, and no more of them after the point.", at: token.range.lowerBound)
        }
        return (.decimal(precision: numbers[0], scale: numbers[1]), "DECIMAL(\(numbers[0]), \(numbers[1]))")
    }

    /// The conversion of `value` to the type at the current token.
    mutating func castNode(
        _ value: ExpressionSyntax, isTrying: Bool, from start: Int, at place: Int
    ) throws(InteractionError) -> ExpressionSyntax {
        let (type, name) = try parseType()
        let kind: ExpressionSyntax.Kind =
            name == type.description
            ? .cast(value, type, isTrying: isTrying) : .namedCast(value, type, name, isTrying: isTrying)
        return try node(kind, from: start, place: place, over: [value])
    }
}
