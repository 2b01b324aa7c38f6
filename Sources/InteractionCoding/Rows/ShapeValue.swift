// One value of a row, outside of its row: the currency between rows, columns and rendered events.
//   bool: 1 byte 0 or 1; int64: zigzag varint; double: 8 bytes; string, number text, array: varint length and bytes

import InteractionModel

/// A value of one of the six kinds that rows carry.
package enum ShapeValue: Sendable, Hashable {
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// String, number text or array text, by the shape's tag; UTF-8.
    case text(ArraySlice<UInt8>)

    /// Appends the row form.
    package func write(into writer: inout ByteWriter) {
        switch self {
        case .bool(let flag): writer.u8(flag ? 1 : 0)
        case .int(let number): writer.zigzag(number)
        case .double(let number): writer.f64(number)
        case .text(let bytes): writer.string(bytes: bytes)
        }
    }

    /// Reads the row form of a value with a tag. Texts are checked to be UTF-8, doubles to be finite; number and array
    /// texts are not parsed.
    package static func read(_ tag: ShapeTag, from reader: inout ByteReader) throws(InteractionError) -> ShapeValue {
        switch tag {
        case .bool: return .bool(try readBool(&reader) == 1)
        case .int64: return .int(try reader.zigzag())
        case .double: return .double(try readDouble(&reader))
        case .string, .numberText, .array: return .text(try reader.text(limit: EventLimit.eventBytes))
        case .null, .emptyArray, .object: throw reader.damaged("a value where the shape has none")
        }
    }

    static func readBool(_ reader: inout ByteReader) throws(InteractionError) -> UInt8 {
        let byte = try reader.u8()
        guard byte <= 1 else { throw reader.damaged("a bool is \(byte)") }
        return byte
    }

    static func readDouble(_ reader: inout ByteReader) throws(InteractionError) -> Double {
        let number = try reader.f64()
        guard number.isFinite else { throw reader.damaged("a double is not finite") }
        return number
    }

    /// True when the value can stand for the tag.
    package func matches(_ tag: ShapeTag) -> Bool {
        switch self {
        case .bool: tag == .bool
        case .int: tag == .int64
        case .double: tag == .double
        case .text: tag == .string || tag == .numberText || tag == .array
        }
    }

    /// The value for an app.
    func propertyValue(_ tag: ShapeTag) throws(InteractionError) -> PropertyValue {
        switch self {
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .double(let number): return .double(number)
        case .text(let bytes):
            if tag == .array { return .array(try JSONArrayReader.elements(bytes)) }
            let text = String(decoding: bytes, as: UTF8.self)
            return tag == .numberText ? .number(text) : .string(text)
        }
    }
}
