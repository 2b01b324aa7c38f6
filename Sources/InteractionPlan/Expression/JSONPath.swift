// Paths into JSON, as DuckDB writes them: `$.a."b c"[0]`, `$[#-1]`, `/a/0`, or a lone key.

import InteractionModel

/// A path from a JSON value to one inside it.
package struct JSONPath: Sendable, Hashable {
    /// One step.
    package enum Step: Sendable, Hashable {
        case key(String)
        /// An element of an array from 0; negative from the end, -1 the last.
        case index(Int)
        /// A part of a pointer: an element of an array when it is a number, else a key.
        case either(String)
    }
    package var steps: [Step]

    package init(_ steps: [Step]) { self.steps = steps }

    /// Errors: `.invalidQuery` for what is no path, and for wildcards, which are not offered.
    package init(_ text: String) throws(InteractionError) {
        if text.hasPrefix("/") {
            steps = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
                .either(String(part.replacing("~1", with: "/").replacing("~0", with: "~")))
            }
            return
        }
        guard text.hasPrefix("$") else {
            steps = [.key(text)]
            return
        }
        steps = []
        var rest = Substring(text.dropFirst())
        while let first = rest.first {
            rest = rest.dropFirst()
            switch first {
            case ".": steps.append(.key(try Self.key(&rest, text)))
            case "[": steps.append(try Self.bracket(&rest, text))
            default: throw Self.wrong(text, first)
            }
        }
    }

    private static func wrong(_ text: String, _ place: Character?) -> InteractionError {
        InteractionError(
            .invalidQuery, "the JSON path \(Literal.quoted(String(text.prefix(100)))) cannot be read\(place.map { " at '\($0)'" } ?? "")",
            hint: "a path is written '$.key[0]'")
    }

    private static func key(_ rest: inout Substring, _ text: String) throws(InteractionError) -> String {
        if rest.first == "\"" { return try quoted(&rest, text) }
        let key = rest.prefix { $0 != "." && $0 != "[" }
        guard !key.isEmpty else { throw wrong(text, rest.first ?? ".") }
        guard key != "*" else { throw wildcard(text) }
        rest = rest[key.endIndex...]
        return String(key)
    }

    private static func wildcard(_ text: String) -> InteractionError {
        InteractionError(.invalidQuery, "wildcards in JSON paths are not supported: \(Literal.quoted(String(text.prefix(100))))")
    }

    /// A key in double quotes; a backslash takes the next character as it is.
    private static func quoted(_ rest: inout Substring, _ text: String) throws(InteractionError) -> String {
        var key = ""
        rest = rest.dropFirst()
        while let character = rest.first {
            rest = rest.dropFirst()
            if character == "\"" {
                guard !key.isEmpty else { break }
                return key
            }
            if character == "\\", let next = rest.first {
                rest = rest.dropFirst()
                key.append(next)
            } else {
                key.append(character)
            }
        }
        throw wrong(text, "\"")
    }

    /// `0]`, `-1]`, `#-1]`, `"key"]`.
    private static func bracket(_ rest: inout Substring, _ text: String) throws(InteractionError) -> Step {
        let step: Step
        if rest.first == "\"" {
            step = .key(try quoted(&rest, text))
        } else {
            if rest.first == "*" { throw wildcard(text) }
            let isFromEnd = rest.first == "#"
            if isFromEnd { rest = rest.dropFirst() }
            let digits = rest.prefix { $0 != "]" }
            guard let number = Int(digits), digits.first != "+", !isFromEnd || number < 0 else { throw wrong(text, "[") }
            step = .index(number)
            rest = rest[digits.endIndex...]
        }
        guard rest.first == "]" else { throw wrong(text, "[") }
        rest = rest.dropFirst()
        return step
    }

    /// The keys, when the path has nothing else.
    package var keys: [String]? {
        var keys: [String] = []
        for step in steps {
            guard case .key(let key) = step else { return nil }
            keys.append(key)
        }
        return keys
    }
}
