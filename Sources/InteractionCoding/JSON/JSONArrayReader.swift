// Reads the stored text of an array back into values. The text was written by a row maker, so anything that is not JSON is
// damage; depth is bounded so that damage cannot exhaust the stack.

import InteractionModel

/// A parser for the array texts of rows.
struct JSONArrayReader {
    private let text: ArraySlice<UInt8>
    private var position: Int

    /// The elements of a JSON array text.
    static func elements(_ text: ArraySlice<UInt8>) throws(InteractionError) -> [PropertyValue] {
        var reader = JSONArrayReader(text: text, position: text.startIndex)
        guard case .array(let elements) = try reader.value(depth: 1), reader.position == text.endIndex else {
            throw reader.damaged("an array's text is not an array")
        }
        return elements
    }

    /// The value of a whole JSON text.
    static func document(_ text: ArraySlice<UInt8>) throws(InteractionError) -> PropertyValue {
        var reader = JSONArrayReader(text: text, position: text.startIndex)
        let value = try reader.value(depth: 0)
        guard reader.position == text.endIndex else { throw reader.damaged("something follows the value") }
        return value
    }

    private func damaged(_ message: String) -> InteractionError {
        InteractionError(.damaged, message, place: "array text, offset \(position - text.startIndex)")
    }

    private var byte: UInt8? { position < text.endIndex ? text[position] : nil }

    private mutating func take(_ expected: UInt8) -> Bool {
        guard byte == expected else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte, byte == 32 || byte == 9 || byte == 10 || byte == 13 { position += 1 }
    }

    private mutating func value(depth: Int) throws(InteractionError) -> PropertyValue {
        guard depth <= EventLimit.depth + 1 else { throw damaged("an array's text is nested too deep") }
        skipSpace()
        defer { skipSpace() }
        switch byte {
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: PropertyValue) throws(InteractionError) -> PropertyValue {
        for expected in word.utf8 where !take(expected) { throw damaged("\(word) expected") }
        return value
    }

    private mutating func number() throws(InteractionError) -> PropertyValue {
        let start = position
        while let byte, byte >= 48 && byte <= 57 || byte == 43 || byte == 45 || byte == 46 || byte | 32 == 101 { position += 1 }
        switch NumberText.classify(text[start..<position]) {
        case .int(let value): return .int(value)
        case .double(let value): return .double(value)
        case .text: return .number(String(decoding: text[start..<position], as: UTF8.self))
        case nil: throw damaged("a value expected")
        }
    }

    private mutating func array(depth: Int) throws(InteractionError) -> PropertyValue {
        position += 1
        var elements: [PropertyValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw damaged(", or ] expected") }
        }
    }

    private mutating func object(depth: Int) throws(InteractionError) -> PropertyValue {
        position += 1
        var keys = StringTable()
        var names: [String] = []
        var values: [PropertyValue] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([:]) }
        while true {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw damaged("a key expected") }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw damaged(": expected") }
            let value = try value(depth: depth + 1)
            let index = Int(keys.intern(key))
            if index < values.count {
                values[index] = value
            } else {
                names.append(key)
                values.append(value)
            }
            if take(UInt8(ascii: "}")) { return .object(Properties(uniqueKeys: names, values: values)) }
            guard take(UInt8(ascii: ",")) else { throw damaged(", or } expected") }
        }
    }

    private mutating func string() throws(InteractionError) -> String {
        position += 1
        var bytes: [UInt8] = []
        while let byte {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard UTF8Check.isValid(bytes) else { throw damaged("a string is not UTF-8") }
                return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &bytes)
            case 0..<32: throw damaged("a control character in a string")
            default: bytes.append(byte)
            }
        }
        throw damaged("a string has no end")
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(InteractionError) {
        guard let byte else { throw damaged("a string has no end") }
        position += 1
        switch byte {
        case UInt8(ascii: "b"): bytes.append(8)
        case UInt8(ascii: "t"): bytes.append(9)
        case UInt8(ascii: "n"): bytes.append(10)
        case UInt8(ascii: "f"): bytes.append(12)
        case UInt8(ascii: "r"): bytes.append(13)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if code >= 0xd800, code < 0xdc00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = try hexadecimal()
                guard low >= 0xdc00, low < 0xe000 else { throw damaged("half a surrogate pair") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw damaged("half a surrogate pair") }
            bytes.append(contentsOf: Character(scalar).utf8)
        default: throw damaged("an unknown escape in a string")
        }
    }

    private mutating func hexadecimal() throws(InteractionError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw damaged("four hexadecimal digits expected")
            }
            value = value * 16 + UInt32(truncatingIfNeeded: digit)
            position += 1
        }
        return value
    }
}
