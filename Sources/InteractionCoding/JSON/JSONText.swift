// Writing of JSON text: compact, keys in the order given, strings with the fewest escapes, doubles in their shortest form.

import InteractionModel

extension ByteWriter {
    /// A JSON string with its quotes. The bytes are UTF-8.
    package mutating func jsonString(_ text: ArraySlice<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = text.startIndex
        for index in text.indices {
            let byte = text[index]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
            bytes.append(contentsOf: text[start..<index])
            start = index + 1
            jsonEscape(byte)
        }
        bytes.append(contentsOf: text[start...])
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func jsonString(_ text: String) { jsonString(Array(text.utf8)[...]) }

    private mutating func jsonEscape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0a: bytes.append(UInt8(ascii: "n"))
        case 0x0c: bytes.append(UInt8(ascii: "f"))
        case 0x0d: bytes.append(UInt8(ascii: "r"))
        case 0x00..<0x20:
            bytes.append(contentsOf: [UInt8(ascii: "u"), 48, 48, 48 + byte / 16])
            bytes.append(byte % 16 < 10 ? 48 + byte % 16 : 87 + byte % 16)
        default: bytes.append(byte)
        }
    }

    /// A decimal integer.
    package mutating func jsonInteger(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(48 + rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// The shortest decimal that gives the double back. Infinities and NaN have no JSON form and become null; no encoder
    /// lets them in.
    package mutating func jsonDouble(_ value: Double) {
        append(text: value.isFinite ? value.description : "null")
    }

    /// Text as it is.
    mutating func append(text: String) { bytes.append(contentsOf: text.utf8) }

    /// Any value. Number text is written as it is.
    mutating func jsonValue(_ value: PropertyValue) {
        switch value {
        case .null: append(text: "null")
        case .bool(let flag): append(text: flag ? "true" : "false")
        case .int(let number): jsonInteger(number)
        case .double(let number): jsonDouble(number)
        case .number(let text): append(text: text)
        case .string(let text): jsonString(text)
        case .array(let elements):
            u8(UInt8(ascii: "["))
            for index in elements.indices {
                if index > 0 { u8(UInt8(ascii: ",")) }
                jsonValue(elements[index])
            }
            u8(UInt8(ascii: "]"))
        case .object(let properties):
            u8(UInt8(ascii: "{"))
            for index in properties.keys.indices {
                if index > 0 { u8(UInt8(ascii: ",")) }
                jsonString(properties.keys[index])
                u8(UInt8(ascii: ":"))
                jsonValue(properties.values[index])
            }
            u8(UInt8(ascii: "}"))
        }
    }
}
