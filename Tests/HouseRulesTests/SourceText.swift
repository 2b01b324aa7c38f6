// Swift source with its comments and string contents blanked out, so that rules about code are not fooled by words in a
// comment or a literal. Line numbers stay: every blanked byte becomes a space, newlines are kept. Code inside an
// interpolation `\( )` stays code.

/// One source file, as written and as bare code.
struct SourceText {
    let path: String
    let lines: [Substring]
    let codeLines: [Substring]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        codeLines = Self.code(of: text).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// `text` with comments and the insides of string literals replaced by spaces.
    static func code(of text: String) -> String {
        var scanner = CodeScanner(bytes: Array(text.utf8))
        scanner.scanCode(untilParenthesis: false)
        return String(decoding: scanner.output, as: UTF8.self)
    }
}

/// Walks Swift source once, copying code and blanking the rest.
private struct CodeScanner {
    let bytes: [UInt8]
    var output: [UInt8] = []
    var at = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
        output.reserveCapacity(bytes.count)
    }

    func starts(_ text: StaticString, at index: Int) -> Bool {
        let wanted = Array(String(describing: text).utf8)
        return index + wanted.count <= bytes.count && Array(bytes[index..<index + wanted.count]) == wanted
    }

    mutating func blank(_ count: Int) {
        for _ in 0..<count where at < bytes.count {
            output.append(bytes[at] == 10 ? 10 : 32)
            at += 1
        }
    }

    mutating func copy(_ count: Int) {
        for _ in 0..<count where at < bytes.count {
            output.append(bytes[at])
            at += 1
        }
    }

    mutating func scanCode(untilParenthesis: Bool) {
        var depth = 0
        while at < bytes.count {
            if starts("//", at: at) {
                while at < bytes.count, bytes[at] != 10 { blank(1) }
            } else if starts("/*", at: at) {
                scanBlockComment()
            } else if let pounds = poundsOfLiteral() {
                scanLiteral(pounds: pounds)
            } else {
                if bytes[at] == UInt8(ascii: "(") { depth += 1 }
                if bytes[at] == UInt8(ascii: ")") {
                    if untilParenthesis, depth == 0 { return }
                    depth -= 1
                }
                copy(1)
            }
        }
    }

    mutating func scanBlockComment() {
        var depth = 0
        while at < bytes.count {
            if starts("/*", at: at) {
                depth += 1
                blank(2)
            } else if starts("*/", at: at) {
                depth -= 1
                blank(2)
                if depth == 0 { return }
            } else {
                blank(1)
            }
        }
    }

    /// The number of `#` before a quote that starts here; nil when no literal starts here.
    func poundsOfLiteral() -> Int? {
        var index = at
        while index < bytes.count, bytes[index] == UInt8(ascii: "#") { index += 1 }
        return index < bytes.count && bytes[index] == UInt8(ascii: "\"") ? index - at : nil
    }

    mutating func scanLiteral(pounds: Int) {
        copy(pounds)
        let quotes = starts("\"\"\"", at: at) ? 3 : 1
        copy(quotes)
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "\""), closes(quotes: quotes, pounds: pounds) {
                copy(quotes + pounds)
                return
            }
            if quotes == 1, bytes[at] == 10 { return }
            if bytes[at] == UInt8(ascii: "\\"), hasPounds(pounds, after: at) {
                blank(1 + pounds)
                guard at < bytes.count else { return }
                if bytes[at] == UInt8(ascii: "(") {
                    copy(1)
                    scanCode(untilParenthesis: true)
                    copy(1)
                } else {
                    blank(1)
                }
            } else {
                blank(1)
            }
        }
    }

    func hasPounds(_ pounds: Int, after index: Int) -> Bool {
        index + pounds < bytes.count && bytes[(index + 1)..<(index + 1 + pounds)].allSatisfy { $0 == UInt8(ascii: "#") }
    }

    func closes(quotes: Int, pounds: Int) -> Bool {
        let end = at + quotes + pounds
        guard end <= bytes.count else { return false }
        return bytes[at..<at + quotes].allSatisfy { $0 == UInt8(ascii: "\"") }
            && bytes[(at + quotes)..<end].allSatisfy { $0 == UInt8(ascii: "#") }
    }
}
