// What events of one error have in common (SEMANTICS 9): a message without numbers and ids, and the top frames of a stack without
// places in files. Texts of any origin and of any language's stacks; linear in the text.

import InteractionCoding
import InteractionModel

/// The parts of an error's fingerprint.
package enum ErrorPattern {
    /// What stands for a number or an id.
    static let mark = UInt8(ascii: "#")
    /// Frames that count, from the place of the error outwards.
    static let frameCount = 3
    /// Longest message and frame, in bytes of UTF-8.
    static let messageBytes = 512
    static let frameBytes = 256

    /// The first line of a message with numbers and ids as `#` and single spaces, at most 512 bytes. Of a JSON object it is
    /// `name: message`. nil where nothing is left.
    package static func message(_ text: String) -> String? {
        let text = described(text) ?? text
        for line in text.utf8.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            let words = cut(NumberMarks.replaced(spaced(line), keepsWords: false), messageBytes)
            if !words.isEmpty { return words }
        }
        return nil
    }

    /// An error that was written as an object: its name and message.
    private static func described(_ text: String) -> String? {
        guard text.utf8.first == UInt8(ascii: "{"), case .object(let object)? = try? JSONDocument.value(Array(text.utf8)[...]) else { return nil }
        func part(_ key: String) -> String? {
            if case .string(let text)? = object[key], !text.isEmpty { return text }
            return nil
        }
        let parts = [part("name") ?? part("type"), part("message")].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }

    /// The top frames, one a line, each at most 256 bytes. nil where the text has none.
    package static func frames(_ text: String) -> String? {
        let lines = text.utf8.split(whereSeparator: { $0 == 10 || $0 == 13 }).map { spaced($0) }.filter { !$0.isEmpty }
        guard !lines.isEmpty else { return nil }
        var frames = lines
        for form in FrameForm.allCases {
            let found = lines.filter(form.matches)
            guard !found.isEmpty else { continue }
            frames = form == .python ? found.reversed() : found
            break
        }
        let top = frames.prefix(frameCount).map { line in
            let name = line.starts(with: FrameForm.atMark) ? Array(line.dropFirst(FrameForm.atMark.count)) : line
            return cut(withoutPlaces(NumberMarks.replaced(name, keepsWords: true)), frameBytes)
        }.filter { !$0.isEmpty }
        return top.isEmpty ? nil : top.joined(separator: "\n")
    }

    /// Without white space at the ends, and with one space for each run of it inside.
    private static func spaced(_ line: Substring.UTF8View) -> [UInt8] {
        Array(line.split(whereSeparator: { $0 == 32 || $0 >= 9 && $0 <= 13 }).joined(separator: [32]))
    }

    /// Without `:#` where it tells line and column: before another one, a bracket, or the end.
    private static func withoutPlaces(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: ":"), index + 1 < bytes.count, bytes[index + 1] == mark,
                index + 2 == bytes.count || [UInt8(ascii: ":"), UInt8(ascii: ")")].contains(bytes[index + 2])
            {
                index += 2
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// At most so many bytes, of whole scalars.
    private static func cut(_ bytes: [UInt8], _ most: Int) -> String {
        var end = min(bytes.count, most)
        while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}

/// How lines of a stack look, in the order in which they are looked for. Where none fits, every line is a frame.
private enum FrameForm: CaseIterable {
    /// `at f (file:1:2)`: V8, Java, .NET.
    case at
    /// `f@file:1:2`: Firefox, Safari.
    case mozilla
    /// `File "x.py", line 1, in f`, the innermost last.
    case python
    /// `0 App 0x1 f + 12`, `#0 0x1 in f`: Swift, gdb, PHP.
    case numbered

    static let atMark = Array("at ".utf8)

    func matches(_ line: [UInt8]) -> Bool {
        switch self {
        case .at: return line.starts(with: Self.atMark)
        case .mozilla:
            guard line.contains(UInt8(ascii: "@")), let colon = line.lastIndex(of: UInt8(ascii: ":")) else { return false }
            return colon + 1 < line.count && line[(colon + 1)...].allSatisfy { NumberMarks.isDigit($0) }
        case .python: return line.starts(with: Array("File \"".utf8))
        case .numbered:
            let rest = line.first == UInt8(ascii: "#") ? line.dropFirst() : line[...]
            let digits = rest.prefix { NumberMarks.isDigit($0) }
            return !digits.isEmpty && rest.dropFirst(digits.count).first == 32
        }
    }
}
