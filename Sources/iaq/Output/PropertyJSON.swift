// Property values as JSON text, for cells that show details.
import InteractionAnalytics

enum PropertyJSON {
    /// Compact JSON. Nesting is bounded by the limits of an event.
    static func text(_ value: PropertyValue) -> String {
        var bytes: [UInt8] = []
        write(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ value: PropertyValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: Cell.null.writeJSON(to: &bytes)
        case .bool(let flag): Cell.bool(flag).writeJSON(to: &bytes)
        case .int(let number): Cell.integer(number).writeJSON(to: &bytes)
        case .double(let number): Cell.real(number).writeJSON(to: &bytes)
        case .number(let text): Cell.exact(text).writeJSON(to: &bytes)
        case .string(let text): JSONText.write(text, to: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let properties):
            bytes.append(UInt8(ascii: "{"))
            for (index, (key, element)) in zip(properties.keys, properties.values).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONText.write(key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                write(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
