// Further functions of texts, a row at a time.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum MoreTextFunctions {
    static func call(
        _ function: TextFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        switch function {
        case .concatWithSeparator:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                guard values[0] != .null else { return .null }
                return .text(values.dropFirst().filter { $0 != .null }.map(\.plainText).joined(separator: values[0].plainText))
            }
        case .split:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                if values[0] == .null { return .null }
                if values[1] == .null { return .list([values[0]]) }
                return .list(parts(values[0].plainText, values[1].plainText).map { .text($0) })
            }
        default:
            return try RowWise.map(arguments, type, count: count) { (values) throws(InteractionError) in
                try value(function, values)
            }
        }
    }

    private static func value(_ function: TextFunction, _ values: [ResultValue]) throws(InteractionError) -> ResultValue {
        let text = values[0].plainText
        func number(_ index: Int) -> Int64 {
            if case .int(let number) = values[index] { return number }
            return 0
        }
        func second() -> String { values[1].plainText }
        switch function {
        case .character:
            let scalars = Array(text.unicodeScalars)
            return .text(Positions.index(number(1), scalars.count).map { String(scalars[$0]) } ?? "")
        case .slice:
            let scalars = Array(text.unicodeScalars)
            return .text(Self.text(scalars[Positions.range(number(1), number(2), scalars.count)]))
        case .position: return .int(position(of: Array(second().utf8), in: Array(text.utf8)))
        case .splitPart:
            let parts = parts(text, second())
            return .text(Positions.index(number(2), parts.count).map { parts[$0] } ?? "")
        case .padLeft, .padRight: return .text(try padded(text, number(1), values[2].plainText, isLeft: function == .padLeft))
        case .reverse: return .text(String(text.reversed()))
        case .repeat: return .text(try repeated(text, number(1)))
        case .translate: return .text(translated(text, second(), values[2].plainText))
        case .ascii: return .int(text.unicodeScalars.first.map { Int64($0.value) } ?? 0)
        case .unicode: return .int(text.unicodeScalars.first.map { Int64($0.value) } ?? -1)
        case .chr:
            guard let code = UInt32(exactly: number(0)), let scalar = Unicode.Scalar(code) else {
                throw InteractionError(.invalidQuery, "chr(\(number(0))): there is no such character")
            }
            return .text(String(scalar))
        case .levenshtein:
            let (a, b) = (Array(text.utf8), Array(second().utf8))
            guard a.count.multipliedReportingOverflow(by: b.count).partialValue <= TextDistance.workLimit else {
                throw InteractionError(.limitReached, "levenshtein() of \(a.count) and \(b.count) bytes takes too long")
            }
            return .int(TextDistance.edits(a, b))
        case .hamming:
            let (a, b) = (Array(text.utf8), Array(second().utf8))
            guard a.count == b.count else {
                throw InteractionError(.invalidQuery, "hamming() takes texts of one length, not \(a.count) and \(b.count) bytes")
            }
            return .int(zip(a, b).reduce(into: Int64(0)) { if $1.0 != $1.1 { $0 += 1 } })
        case .bitLength: return .int(Int64(text.utf8.count) * 8)
        case .graphemes: return .int(Int64(text.count))
        case .urlEncode: return .text(URLText.encoded(text))
        case .urlDecode: return .text(URLText.decoded(text))
        case .escapePattern:
            var bytes: [UInt8] = []
            for byte in text.utf8 {
                if byte < 0x80, !RegexSet.word.contains(UInt32(byte)) { bytes.append(92) }
                bytes.append(byte)
            }
            return .text(String(decoding: bytes, as: UTF8.self))
        case .split, .concatWithSeparator: return .null
        }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func position(of part: [UInt8], in text: [UInt8]) -> Int64 {
        guard let found = ByteSearch.firstIndex(of: part, in: text[...]) else { return 0 }
        if part.isEmpty { return 1 }
        return Int64(TextFunctions.length(text[..<found])) + 1
    }

    /// The parts between separators; without a separator the scalars, of an empty text one empty part.
    static func parts(_ text: String, _ separator: String) -> [String] {
        if separator.isEmpty { return text.isEmpty ? [""] : text.unicodeScalars.map { String($0) } }
        let needle = Array(separator.utf8)
        var rest = Array(text.utf8)[...]
        var parts: [String] = []
        while let found = ByteSearch.firstIndex(of: needle, in: rest) {
            parts.append(String(decoding: rest[..<found], as: UTF8.self))
            rest = rest[(found + needle.count)...]
        }
        return parts + [String(decoding: rest, as: UTF8.self)]
    }

    /// Most bytes that a padded or repeated text may have.
    private static let lengthLimit = 64 << 20

    private static func tooLong(_ name: String) -> InteractionError {
        InteractionError(.limitReached, "the text of \(name)() would be longer than \(lengthLimit >> 20) MiB")
    }

    private static func padded(_ text: String, _ length: Int64, _ filler: String, isLeft: Bool) throws(InteractionError) -> String {
        let scalars = Array(text.unicodeScalars)
        guard length > Int64(scalars.count) else { return Self.text(scalars.prefix(Int(max(0, length)))) }
        let marks = Array(filler.unicodeScalars)
        let name = isLeft ? "lpad" : "rpad"
        if marks.isEmpty { throw InteractionError(.invalidQuery, "\(name)() has nothing to fill up with") }
        guard length <= Int64(lengthLimit / 4) else { throw tooLong(name) }
        let missing = Int(length) - scalars.count
        let fill = Self.text((0..<missing).map { marks[$0 % marks.count] }[...])
        return isLeft ? fill + text : text + fill
    }

    private static func repeated(_ text: String, _ count: Int64) throws(InteractionError) -> String {
        guard count > 0, !text.isEmpty else { return "" }
        let (length, overflow) = Int64(text.utf8.count).multipliedReportingOverflow(by: count)
        guard !overflow, length <= Int64(lengthLimit) else { throw tooLong("repeat") }
        return String(repeating: text, count: Int(count))
    }

    private static func translated(_ text: String, _ from: String, _ to: String) -> String {
        let targets = Array(to.unicodeScalars)
        var map: [Unicode.Scalar: Unicode.Scalar?] = [:]
        for (index, scalar) in from.unicodeScalars.enumerated() where map[scalar] == nil {
            map[scalar] = .some(index < targets.count ? targets[index] : nil)
        }
        return Self.text(text.unicodeScalars.compactMap { scalar in map[scalar] ?? scalar }[...])
    }
}

/// Distances between texts.
enum TextDistance {
    /// Largest product of two lengths.
    static let workLimit = 1 << 30

    /// Insertions, deletions and replacements of bytes that make one the other (Wagner and Fischer). Cost: the product of
    /// the lengths.
    static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int64 {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let replaced = corner + (x == y ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(replaced, corner + 1, row[j] + 1)
            }
        }
        return Int64(row[b.count])
    }
}

/// Percent signs of URLs.
enum URLText {
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if RegexSet.word.contains(UInt32(byte)) || byte == 45 || byte == 46 || byte == 126 {
                bytes.append(byte)
            } else {
                bytes += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decoded(_ text: String) -> String {
        let source = Array(text.utf8)
        func digit(_ index: Int) -> UInt8? { index < source.count ? Character(Unicode.Scalar(source[index])).hexDigitValue.map { UInt8($0) } : nil }
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            if source[index] == 37, let high = digit(index + 1), let low = digit(index + 2) {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
