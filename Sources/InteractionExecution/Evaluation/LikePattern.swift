// Patterns of LIKE and ILIKE, compiled once: `%` any text, `_` one Unicode scalar. Matching works on bytes.

import InteractionModel

/// A compiled pattern.
struct LikePattern: Sendable {
    private enum Part: Sendable {
        case bytes([UInt8])
        case anyScalar
        case anyText
    }
    private var parts: [Part] = []
    let ignoresCase: Bool
    /// Set for `%text%`, the commonest pattern.
    private(set) var needle: [UInt8]?

    init(_ pattern: String, escape: Unicode.Scalar?, ignoringCase: Bool) {
        ignoresCase = ignoringCase
        var literal: [UInt8] = []
        func flush(_ parts: inout [Part]) {
            if !literal.isEmpty { parts.append(.bytes(ignoringCase ? CaseMapping.lower(literal[...]) : literal)) }
            literal = []
        }
        var isEscaped = false
        for scalar in pattern.unicodeScalars {
            if !isEscaped, let escape, scalar == escape {
                isEscaped = true
                continue
            }
            if !isEscaped, scalar == "%" {
                flush(&parts)
                if case .anyText? = parts.last {} else { parts.append(.anyText) }
            } else if !isEscaped, scalar == "_" {
                flush(&parts)
                parts.append(.anyScalar)
            } else {
                literal.append(contentsOf: Array(String(scalar).utf8))
            }
            isEscaped = false
        }
        flush(&parts)
        if parts.count == 3, case .anyText = parts[0], case .bytes(let text) = parts[1], case .anyText = parts[2] {
            needle = text
        }
    }

    func matches(_ text: ArraySlice<UInt8>) -> Bool {
        let text = ignoresCase ? CaseMapping.lower(text)[...] : text
        if let needle { return ByteSearch.firstIndex(of: needle, in: text) != nil }
        // The usual backtracking to the last `%` only: linear times the longest literal.
        var part = 0
        var position = text.startIndex
        var retryPart = -1
        var retryPosition = position
        while true {
            var fits = false
            if part < parts.count {
                switch parts[part] {
                case .anyText:
                    retryPart = part + 1
                    retryPosition = position
                    part += 1
                    continue
                case .anyScalar:
                    if position < text.endIndex {
                        position = Self.next(text, position)
                        fits = true
                    }
                case .bytes(let bytes):
                    if text.endIndex - position >= bytes.count, text[position..<position + bytes.count].elementsEqual(bytes) {
                        position += bytes.count
                        fits = true
                    }
                }
                if fits {
                    part += 1
                    continue
                }
            } else if position == text.endIndex {
                return true
            }
            guard retryPart >= 0, retryPosition < text.endIndex else { return false }
            retryPosition = Self.next(text, retryPosition)
            position = retryPosition
            part = retryPart
        }
    }

    /// The index after the scalar that starts here.
    private static func next(_ text: ArraySlice<UInt8>, _ index: Int) -> Int {
        var next = index + 1
        while next < text.endIndex, text[next] & 0xc0 == 0x80 { next += 1 }
        return next
    }
}

/// Case of texts, scalar by scalar: a scalar whose other case is several scalars stays as it is, but for the sharp s, whose
/// upper case is U+1E9E, and the Turkish dotted I, whose lower case is i, as in DuckDB.
enum CaseMapping {
    static func lower(_ text: ArraySlice<UInt8>) -> [UInt8] {
        map(text, range: 65...90) { $0 == "\u{130}" ? "i" : $0.properties.lowercaseMapping }
    }

    static func upper(_ text: ArraySlice<UInt8>) -> [UInt8] {
        map(text, range: 97...122) { $0 == "\u{df}" ? "\u{1e9e}" : $0.properties.uppercaseMapping }
    }

    private static func map(
        _ text: ArraySlice<UInt8>, range: ClosedRange<UInt8>, _ mapping: (Unicode.Scalar) -> String
    ) -> [UInt8] {
        if text.allSatisfy({ $0 < 0x80 }) { return text.map { range.contains($0) ? $0 ^ 32 : $0 } }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            let mapped = mapping(scalar)
            if mapped.unicodeScalars.count == 1 {
                result.append(contentsOf: Array(mapped.utf8))
            } else {
                result.append(contentsOf: Array(String(scalar).utf8))
            }
        }
        return result
    }
}
