// The functions of texts that `TextFunction` names, a row at a time.

import InteractionCoding
import InteractionModel
import InteractionPlan

enum TextCalls {
    static func call(
        _ function: TextFunction, _ arguments: [Vector], _ type: ScalarType, count: Int
    ) throws(InteractionError) -> Vector {
        switch function {
        case .concatWithSeparator:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                guard values[0] != .null else { return .null }
                return .text(try ValueLimit.joined(values.dropFirst().filter { $0 != .null }.map(\.plainText), values[0].plainText, "concat_ws"))
            }
        case .split:
            return try RowWise.map(arguments, type, count: count, skipsNulls: false) { (values) throws(InteractionError) in
                if values[0] == .null { return .null }
                if values[1] == .null { return .list([values[0]]) }
                return .list(TextParts.parts(values[0].plainText, values[1].plainText).map { .text($0) })
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
            return .text(TextParts.text(scalars[Positions.range(number(1), number(2), scalars.count)]))
        case .position: return .int(TextParts.position(of: Array(second().utf8), in: Array(text.utf8)))
        case .splitPart:
            let parts = TextParts.parts(text, second())
            return .text(Positions.index(number(2), parts.count).map { parts[$0] } ?? "")
        case .padLeft, .padRight: return .text(try TextFilling.padded(text, number(1), values[2].plainText, isLeft: function == .padLeft))
        case .reverse: return .text(String(text.reversed()))
        case .repeat: return .text(try TextFilling.repeated(text, number(1)))
        case .translate: return .text(TextFilling.translated(text, second(), values[2].plainText))
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
        case .errorMessage: return ErrorPattern.message(text).map { .text($0) } ?? .null
        case .errorFrames: return ErrorPattern.frames(text).map { .text($0) } ?? .null
        case .cleanURL: return URLPattern.cleaned(text).map { .text($0) } ?? .null
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
}
