// A cell as plain text and as JSON. Numbers never pass through a locale; what is printed reads back as the same value.
import InteractionAnalytics

extension Cell {
    /// The text of the cell outside JSON; nil for null. Lists print as `[a, b]`. In a table for eyes a time without a fraction is
    /// printed without one.
    func text(forEyes: Bool = false) -> String? {
        switch self {
        case .null: return nil
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .real(let value): return Self.number(value)
        case .exact(let text), .text(let text), .json(let text): return text
        case .timestamp(let value): return forEyes ? Self.short(value) : value.description
        case .date(let value): return value.description
        case .list(let cells):
            // Objects in a list stay JSON; everything else is printed as a cast to VARCHAR prints a list.
            let isJSON = cells.contains { if case .json = $0 { true } else { false } }
            return ListText.text(of: cells.map { $0.text(forEyes: forEyes) }, isNested: isJSON)
        }
    }

    /// Appends the cell as JSON. A double that JSON cannot say (NaN, infinity) is null.
    func writeJSON(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .real(let value): bytes.append(contentsOf: (value.isFinite ? Self.number(value) : "null").utf8)
        case .exact(let text): bytes.append(contentsOf: text.utf8)
        case .json(let text): bytes.append(contentsOf: JSONText.escaped(Array(text.utf8)))
        case .text(let text): JSONText.write(text, to: &bytes)
        case .timestamp(let value):
            bytes.append(UInt8(ascii: "\""))
            value.write(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        case .date(let value):
            bytes.append(UInt8(ascii: "\""))
            value.write(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        case .list(let cells):
            bytes.append(UInt8(ascii: "["))
            for (index, cell) in cells.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                cell.writeJSON(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        }
    }

    /// The shortest text that reads back as the same double.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }

    private static func short(_ value: Timestamp) -> String {
        let full = value.description
        if full.hasSuffix(".000000Z") { return full.dropLast(8) + "Z" }
        if full.hasSuffix("000Z") { return full.dropLast(4) + "Z" }
        return full
    }
}

/// Text as a JSON string.
enum JSONText {
    /// Appends `text` in quotes. Control characters, DEL, C1 and line separators are escaped, so that the bytes are as
    /// harmless on a terminal as in a script; everything reads back equal.
    static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: "\\\"".utf8)
            case "\\": bytes.append(contentsOf: "\\\\".utf8)
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            case _ where ShownText.isHidden(scalar): escape(scalar, to: &bytes)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// JSON as equal JSON without characters that a terminal acts on. They can only stand in strings, where `\u009b` is the same
    /// as the character. `keepingLines` leaves line feeds, which part the lines of NDJSON.
    static func escaped(_ json: [UInt8], keepingLines: Bool = false) -> [UInt8] {
        // ASCII is the common case: only DEL and controls are hidden there.
        if json.allSatisfy({ $0 >= 32 && $0 < 127 || $0 == 10 && keepingLines }) { return json }
        let text = String(decoding: json, as: UTF8.self)
        guard text.unicodeScalars.contains(where: { ShownText.isHidden($0) && !($0 == "\n" && keepingLines) }) else { return json }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count + 64)
        for scalar in text.unicodeScalars {
            if ShownText.isHidden(scalar), !(scalar == "\n" && keepingLines) {
                escape(scalar, to: &bytes)
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return bytes
    }

    private static func escape(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        let digits = String(scalar.value, radix: 16)
        bytes.append(contentsOf: ("\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits).utf8)
    }
}
