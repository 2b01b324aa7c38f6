// The house rules as functions from one file's text to what breaks them. They touch no disk, so that the tests of the test
// can feed them bad samples.
import Foundation

/// One broken rule: where and what.
struct Violation: CustomStringConvertible, Equatable {
    let path: String
    let line: Int
    let rule: String
    var description: String { "\(path):\(line): \(rule)" }
}

enum Rules {
    static let longestFile = 600
    static let wishedFile = 300

    /// The module named by an `import` line of code, if it is one.
    static func importedModule(_ codeLine: Substring) -> String? {
        let words = codeLine.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ";" }).map(String.init)
        guard let index = words.firstIndex(of: "import") else { return nil }
        let before: Set<String> = ["public", "package", "internal", "private", "fileprivate"]
        guard words[..<index].allSatisfy({ $0.hasPrefix("@") || before.contains($0) }) else { return nil }
        let kinds: Set<String> = ["struct", "class", "enum", "func", "var", "let", "protocol", "typealias", "actor"]
        let rest = words[(index + 1)...].drop { kinds.contains($0) }
        return rest.first.map { String($0.split(separator: ".")[0]) }
    }

    /// Imports that the layer table does not allow.
    static func layering(_ source: SourceText, target: String) -> [Violation] {
        guard let layer = LayerTable.layer(target) else {
            return [Violation(path: source.path, line: 1, rule: "target \(target) has no row in the layer table")]
        }
        return source.codeLines.enumerated().compactMap { index, line in
            guard let module = importedModule(line) else { return nil }
            let allowed =
                layer.imports.contains(module) || LayerTable.language.contains(module)
                || LayerTable.system[module]?.contains(target) == true
            return allowed
                ? nil : Violation(path: source.path, line: index + 1, rule: "\(target) must not import \(module)")
        }
    }

    /// Words of code that stop the host app.
    static func traps(_ source: SourceText) -> [Violation] {
        var found: [Violation] = []
        for (index, line) in source.codeLines.enumerated() {
            for word in ["try!", "as!", "fatalError("] where contains(line, word: word) {
                found.append(Violation(path: source.path, line: index + 1, rule: word))
            }
            if hasForcedUnwrap(line) { found.append(Violation(path: source.path, line: index + 1, rule: "forced unwrap")) }
        }
        return found
    }

    /// Whether `word` stands in `line`, not as a part of a longer name.
    static func contains(_ line: Substring, word: String) -> Bool {
        func isName(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
        let endsOpen = word.last.map { !isName($0) } ?? true
        var rest = line
        while let range = rest.range(of: word) {
            let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
            let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
            if !isName(before), endsOpen || !isName(after) { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    /// A `!` that follows a value or a type without a space. `a != b`, `a !== b` and prefix `!a` are not.
    static func hasForcedUnwrap(_ codeLine: Substring) -> Bool {
        let bytes = Array(codeLine.utf8)
        for index in bytes.indices.dropFirst() where bytes[index] == UInt8(ascii: "!") {
            if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "=") { continue }
            let before = bytes[index - 1]
            let letter = before | 32
            let isName = (letter >= 97 && letter <= 122) || (before >= 48 && before <= 57) || before == 95 || before >= 128
            let closes = ")]}?>\"`".utf8.contains(before)
            guard isName || closes else { continue }
            let head = String(decoding: bytes[..<index], as: UTF8.self)
            if head.hasSuffix("try") || head.hasSuffix(" as") { continue }
            return true
        }
        return false
    }

    /// Unfinished work, and how a file begins, ends up too long, or names a place on one machine.
    static func text(_ source: SourceText) -> [Violation] {
        var found: [Violation] = []
        func add(_ line: Int, _ rule: String) { found.append(Violation(path: source.path, line: line, rule: rule)) }
        let unfinished = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
        for (index, line) in source.lines.enumerated() {
            for word in unfinished where contains(line, word: word) { add(index + 1, "unfinished: \(word)") }
        }
        if source.lines.first.map({ $0.hasPrefix("//") || $0.hasPrefix("/*") }) != true {
            add(1, "does not begin by saying what it is for")
        }
        if source.lines.count > longestFile + 1 { add(longestFile + 1, "longer than \(longestFile) lines") }
        return found + machinePaths(source)
    }

    /// Absolute paths of a developer's machine. Written in pieces, so that this file does not break its own rule.
    static func machinePaths(_ source: SourceText) -> [Violation] {
        let places = ["/wo" + "rk/", "/fa" + "rm/", "/ro" + "ot/", "/ho" + "me/", "/tmp/" + "bash_jobs", "/opt/" + "swift"]
        return source.lines.enumerated().compactMap { index, line in
            places.first { isAbsolute($0, in: line) }
                .map { Violation(path: source.path, line: index + 1, rule: "names a place on one machine: \($0)") }
        }
    }

    /// Whether `place` stands anywhere in `line` as the beginning of a path, not inside of a longer one.
    static func isAbsolute(_ place: String, in line: Substring) -> Bool {
        var rest = line
        while let range = rest.range(of: place) {
            let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
            if !before.isLetter, before != "." { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    /// Tests that are switched off.
    static func skippedTests(_ source: SourceText) -> [Violation] {
        let words = [".disab" + "led(", "XCT" + "Skip", "withKnown" + "Issue"]
        return source.codeLines.enumerated().flatMap { index, line in
            words.filter { line.contains($0) }.map { Violation(path: source.path, line: index + 1, rule: "test is off: \($0)") }
        }
    }
}
