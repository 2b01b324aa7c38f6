// Atoms of a pattern: plain scalars, the dot, classes in brackets, escapes.

import InteractionModel

extension RegexParser {
    /// One atom; nil for flags alone.
    mutating func parseAtom() throws(InteractionError) -> RegexNode? {
        guard let scalar = current else { return nil }
        position += 1
        switch scalar {
        case "(": return try parseGroup()
        case "[": return .set(try parseClass())
        case ".": return .set(flags.dotTakesNewlines ? .any : RegexSet.newline.inverted)
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try parseEscape()
        default: return .set(RegexSet(scalar, ignoringCase: flags.ignoresCase))
        }
    }

    private mutating func parseEscape() throws(InteractionError) -> RegexNode {
        switch current {
        case "A":
            position += 1
            return .assertion(.textStart)
        case "z":
            position += 1
            return .assertion(.textEnd)
        case "b":
            position += 1
            return .assertion(.wordBoundary)
        case "B":
            position += 1
            return .assertion(.noWordBoundary)
        default: break
        }
        if let set = try escapedClass() { return .set(set) }
        return .set(RegexSet(try escapedScalar(), ignoringCase: flags.ignoresCase))
    }

    /// `\d`, `\pL` and their like after the backslash; nil when it is none.
    private mutating func escapedClass() throws(InteractionError) -> RegexSet? {
        let set: RegexSet
        switch current {
        case "d": set = .digits
        case "D": set = RegexSet.digits.inverted
        case "s": set = .spaces
        case "S": set = RegexSet.spaces.inverted
        case "w": set = .word
        case "W": set = RegexSet.word.inverted
        case "p", "P": return try category()
        default: return nil
        }
        position += 1
        return set
    }

    /// `\pL`, `\p{Lu}`, `\p{^Lu}`.
    private mutating func category() throws(InteractionError) -> RegexSet {
        var isNegated = current == "P"
        position += 1
        var name = ""
        if accept("{") {
            if accept("^") { isNegated.toggle() }
            while let scalar = current, scalar != "}" {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            guard accept("}") else { throw wrong("\\p{ has no }") }
        } else if let scalar = current {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard var set = RegexSet.category(name) else {
            throw wrong("\\p{\(name)} is not supported; Unicode's general categories such as \\p{L} and \\p{Nd} are")
        }
        if flags.ignoresCase { set = set.foldingCase() }
        return isNegated ? set.inverted : set
    }

    /// One scalar after a backslash.
    private mutating func escapedScalar() throws(InteractionError) -> Unicode.Scalar {
        guard let scalar = current else { throw wrong("a \\ stands at the end") }
        position += 1
        switch scalar {
        case "a": return "\u{7}"
        case "f": return "\u{c}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{b}"
        case "x": return try hexadecimal()
        case "0"..."7": return try octal(scalar)
        default:
            if scalar.isASCII, !RegexSet.word.contains(scalar.value) || scalar == "_" { return scalar }
            throw wrong(scalar == "C" ? "\\C is not supported" : "\\\(scalar) has no meaning")
        }
    }

    /// `\123`, `\0`: a lone digit from 1 would be a backreference.
    private mutating func octal(_ first: Unicode.Scalar) throws(InteractionError) -> Unicode.Scalar {
        func digit(_ scalar: Unicode.Scalar?) -> UInt32? { scalar.flatMap { ("0"..."7").contains($0) ? $0.value - 48 : nil } }
        if first != "0", digit(current) == nil { throw wrong("\\\(first): references back are not supported") }
        var value = first.value - 48
        for _ in 0..<2 {
            guard let next = digit(current) else { break }
            value = value * 8 + next
            position += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw wrong("an octal number is too large") }
        return scalar
    }

    /// `\x7f`, `\x{10ffff}`.
    private mutating func hexadecimal() throws(InteractionError) -> Unicode.Scalar {
        var digits = ""
        if accept("{") {
            while let scalar = current, scalar != "}", digits.utf8.count < 8 {
                digits.unicodeScalars.append(scalar)
                position += 1
            }
            guard accept("}") else { throw wrong("\\x{ has no }") }
        } else {
            for _ in 0..<2 {
                guard let scalar = current else { break }
                digits.unicodeScalars.append(scalar)
                position += 1
            }
            if digits.utf8.count != 2 { throw wrong("\\x takes two digits or {...}") }
        }
        guard digits.utf8.first != 43, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw wrong("\\x\(digits) is no character")
        }
        return scalar
    }

    /// A class after its `[`.
    private mutating func parseClass() throws(InteractionError) -> RegexSet {
        let isNegated = accept("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while true {
            guard let scalar = current else { throw wrong("a [ has no ]") }
            if scalar == "]", !isFirst {
                position += 1
                break
            }
            isFirst = false
            if scalar == "[", peek() == ":", let set = try posixClass() {
                ranges += set.ranges
                continue
            }
            if scalar == "\\" {
                position += 1
                if let set = try escapedClass() {
                    ranges += set.ranges
                    continue
                }
                position -= 1
            }
            let low = try classScalar()
            var high = low
            if current == "-", let next = peek(), next != "]" {
                position += 1
                high = try classScalar()
            }
            guard low <= high else { throw wrong("the range \(low)-\(high) is the wrong way round") }
            ranges.append(low.value...high.value)
        }
        var set = RegexSet(ranges)
        if flags.ignoresCase { set = set.foldingCase() }
        return isNegated ? set.inverted : set
    }

    private mutating func classScalar() throws(InteractionError) -> Unicode.Scalar {
        guard let scalar = current else { throw wrong("a [ has no ]") }
        position += 1
        return scalar == "\\" ? try escapedScalar() : scalar
    }

    /// `[:alpha:]` or `[:^alpha:]`; nil when it is text.
    private mutating func posixClass() throws(InteractionError) -> RegexSet? {
        var index = position + 2
        var name = ""
        while index < scalars.count, scalars[index] != ":", scalars[index] != "]" {
            name.unicodeScalars.append(scalars[index])
            index += 1
        }
        guard index + 1 < scalars.count, scalars[index] == ":", scalars[index + 1] == "]" else { return nil }
        let isNegated = name.hasPrefix("^")
        guard let set = RegexSet.posix(isNegated ? String(name.dropFirst()) : name) else { throw wrong("[:\(name):] is no class") }
        position = index + 2
        return isNegated ? set.inverted : set
    }
}
