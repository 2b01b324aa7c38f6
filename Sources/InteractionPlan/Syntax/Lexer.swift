// Cuts a query text into tokens: names, quoted names, texts, numbers, parameters, symbols; `--` and nested `/* */`
// comments are skipped. Cost: linear in the text.

import InteractionModel

/// The lexer; `tokens(of:)` is all there is to call.
package struct Lexer {
    private let source: SourceText
    private let bytes: [UInt8]
    private var position = 0

    private init(_ source: SourceText) {
        self.source = source
        bytes = source.bytes
    }

    /// The tokens of a text, `end` last. Throws `invalidQuery` at a character that begins nothing, at an unterminated
    /// quote or comment, and at a text over the limit.
    package static func tokens(of source: SourceText) throws(InteractionError) -> [Token] {
        guard source.bytes.count <= SourceText.maximumBytes else {
            throw source.error("The query is longer than \(SourceText.maximumBytes) bytes.", at: SourceText.maximumBytes)
        }
        var lexer = Lexer(source)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private func byte(at offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private static func beginsName(_ byte: UInt8) -> Bool { (byte | 32 >= 97 && byte | 32 <= 122) || byte == 95 || byte >= 128 }
    private static func continuesName(_ byte: UInt8) -> Bool { beginsName(byte) || isDigit(byte) }

    private mutating func skipBlanksAndComments() throws(InteractionError) {
        while position < bytes.count {
            let here = bytes[position]
            if here == 32 || (here >= 9 && here <= 13) {
                position += 1
            } else if here == UInt8(ascii: "-"), byte(at: position + 1) == UInt8(ascii: "-") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            } else if here == UInt8(ascii: "/"), byte(at: position + 1) == UInt8(ascii: "*") {
                let start = position
                var depth = 1
                position += 2
                while depth > 0 {
                    guard position + 1 < bytes.count else {
                        throw source.error("This comment has no end.", at: start, hint: "close it with */")
                    }
                    if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
                        depth -= 1
                        position += 2
                    } else if bytes[position] == UInt8(ascii: "/"), bytes[position + 1] == UInt8(ascii: "*") {
                        depth += 1
                        position += 2
                    } else {
                        position += 1
                    }
                }
            } else {
                return
            }
        }
    }

    private mutating func next() throws(InteractionError) -> Token {
        try skipBlanksAndComments()
        let start = position
        guard position < bytes.count else { return Token(kind: .end, range: start..<start) }
        let here = bytes[position]
        let kind: Token.Kind
        if here | 32 == UInt8(ascii: "e"), byte(at: position + 1) == UInt8(ascii: "'") {
            position += 1
            kind = .string(try escapedText(from: start))
        } else if Self.beginsName(here) {
            while position < bytes.count, Self.continuesName(bytes[position]) { position += 1 }
            kind = .word(source.slice(start..<position))
        } else if Self.isDigit(here) || (here == UInt8(ascii: ".") && Self.isDigit(byte(at: position + 1))) {
            kind = try number()
        } else if here == UInt8(ascii: "'") {
            kind = .string(try quoted(here, "text", "'"))
        } else if here == UInt8(ascii: "\"") {
            kind = .quotedName(try quoted(here, "quoted name", "\""))
        } else if here == UInt8(ascii: "?") {
            position += 1
            kind = .parameter("")
        } else if here == UInt8(ascii: "$"), Self.continuesName(byte(at: position + 1)) {
            position += 1
            while position < bytes.count, Self.continuesName(bytes[position]) { position += 1 }
            kind = .parameter(source.slice(start + 1..<position))
        } else {
            kind = try symbol()
        }
        return Token(kind: kind, range: start..<position)
    }

    private mutating func quoted(_ mark: UInt8, _ what: String, _ close: String) throws(InteractionError) -> String {
        let start = position
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            if bytes[position] != mark {
                text.append(bytes[position])
                position += 1
            } else if byte(at: position + 1) == mark {
                text.append(mark)
                position += 2
            } else {
                position += 1
                return String(decoding: text, as: UTF8.self)
            }
        }
        throw source.error("This \(what) has no end.", at: start, hint: "close it with \(close)")
    }

    /// `E'...'`: a text in which a backslash begins a character that is hard to write: \n, \t, \\, \', \x41, \101.
    private mutating func escapedText(from start: Int) throws(InteractionError) -> String {
        var text: [UInt8] = []
        position += 1
        while position < bytes.count {
            let here = bytes[position]
            position += 1
            if here == 39 {
                if byte(at: position) != 39 { return String(decoding: text, as: UTF8.self) }
                position += 1
                text.append(39)
            } else if here == 92, position < bytes.count {
                text.append(escape())
            } else {
                text.append(here)
            }
        }
        throw source.error("This text has no end.", at: start, hint: "close it with '")
    }

    /// The byte that stands after a backslash.
    private mutating func escape() -> UInt8 {
        let here = bytes[position]
        position += 1
        switch here {
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "f"): return 12
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "x"): return digits(from: position, base: 16, most: 2) ?? here
        case 48...55: return digits(from: position - 1, base: 8, most: 3) ?? here
        default: return here
        }
    }

    /// The number of up to `most` digits; nil when there are none or it is no ASCII character.
    private mutating func digits(from start: Int, base: Int, most: Int) -> UInt8? {
        var end = start
        var value = 0
        while end < start + most, let digit = Character(Unicode.Scalar(byte(at: end))).hexDigitValue, digit < base {
            value = value * base + digit
            end += 1
        }
        guard end > start, value < 128, let byte = UInt8(exactly: value) else { return nil }
        position = end
        return byte
    }

    private mutating func number() throws(InteractionError) -> Token.Kind {
        let start = position
        var isDecimal = false
        var isDouble = false
        while Self.isDigit(byte(at: position)) || (byte(at: position) == 95 && Self.isDigit(byte(at: position + 1))) { position += 1 }
        if byte(at: position) == UInt8(ascii: ".") {
            isDecimal = true
            position += 1
            while Self.isDigit(byte(at: position)) || (byte(at: position) == 95 && Self.isDigit(byte(at: position + 1))) { position += 1 }
        }
        if byte(at: position) | 32 == UInt8(ascii: "e") {
            let sign = byte(at: position + 1) == UInt8(ascii: "+") || byte(at: position + 1) == UInt8(ascii: "-") ? 1 : 0
            if Self.isDigit(byte(at: position + 1 + sign)) {
                isDouble = true
                position += 1 + sign
                while Self.isDigit(byte(at: position)) { position += 1 }
            }
        }
        if position < bytes.count, Self.continuesName(bytes[position]) {
            while position < bytes.count, Self.continuesName(bytes[position]) { position += 1 }
            throw source.error(
                "\"\(source.slice(start..<min(position, start + 60)))\" is neither a number nor a name.", at: start,
                hint: "a name that begins with a digit goes in double quotes")
        }
        let digits = String(decoding: bytes[start..<position].filter { $0 != 95 }, as: UTF8.self)
        return isDouble ? .double(digits) : isDecimal ? .decimal(digits) : .integer(digits)
    }

    /// Longest first.
    private static let symbols = [
        "->>", "!~", "::", "<>", "!=", "<=", ">=", "==", "=>", ":=", "||", "//", "**", "->", "+", "-", "*", "/", "%", "^", "=",
        "<", ">", "(", ")", "[", "]", ",", ".", ";", ":", "{", "}", "&", "|", "~", "@", "#",
    ].map { Array($0.utf8) }

    private mutating func symbol() throws(InteractionError) -> Token.Kind {
        for symbol in Self.symbols where bytes[position...].starts(with: symbol) {
            position += symbol.count
            return .symbol(String(decoding: symbol, as: UTF8.self))
        }
        let scalar = source.slice(position..<position + 1)
        let hint = bytes[position] == UInt8(ascii: "`") ? "names are quoted with \"double quotes\"" : nil
        throw source.error("The character \(Literal.quoted(scalar)) has no meaning here.", at: position, hint: hint)
    }
}
