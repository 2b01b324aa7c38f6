// The vectors of Format/vectors: bytes with what they mean, or with the rule of Format/ that they break.
import Foundation
import InteractionModel

/// One entry of the index.
struct FormatVector: Decodable, Sendable, CustomStringConvertible {
    /// What an error must name: from which to which offset, in which section of a segment, of which file.
    struct Place: Decodable, Sendable {
        var file: String?
        var section: String?
        var from: Int?
        var to: Int?
    }

    var name: String
    var what: String
    var bytes: String?
    var files: [String: String]?
    var value: FormatValue?
    var error: String?
    var place: Place?
    // What a decoder must be told beside the bytes.
    var count: Int?
    var codec: UInt8?
    var raw: Int?
    var form: Int?
    var store: String?
    var number: UInt64?
    var rows: Int?
    var size: Int?
    var kind: String?

    var description: String { "\(what): \(name)" }

    /// The bytes of a vector that is no store.
    var content: [UInt8] { Self.parsed(bytes ?? "") }
    var storeId: [UInt8] { Self.parsed(store ?? "") }
    var contents: [String: [UInt8]] { (files ?? [:]).mapValues(Self.parsed) }

    /// Hexadecimal runs; `hex*times` is repeated.
    static func parsed(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        for token in text.split(separator: " ") {
            let parts = token.split(separator: "*")
            let digits = Array(parts[0].utf8)
            var run: [UInt8] = []
            for index in stride(from: 0, to: digits.count - 1, by: 2) {
                run.append(UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) ?? 0)
            }
            for _ in 0..<(parts.count > 1 ? Int(parts[1]) ?? 0 : 1) { out += run }
        }
        return out
    }

    /// All vectors.
    static let all: [FormatVector] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        guard let data = try? Data(contentsOf: root.appendingPathComponent("Format/vectors/index.json")) else { return [] }
        return (try? JSONDecoder().decode([FormatVector].self, from: data)) ?? []
    }()
}

/// JSON as the index holds it: whole numbers, texts, lists, objects.
enum FormatValue: Decodable, Hashable, Sendable {
    case null
    case int(Int64)
    /// Above the largest Int64.
    case large(UInt64)
    case text(String)
    case list([FormatValue])
    case object([String: FormatValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .int(value)
        } else if let value = try? container.decode(UInt64.self) {
            self = .large(value)
        } else if let value = try? container.decode([FormatValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: FormatValue].self))
        }
    }

    static func unsigned(_ value: UInt64) -> FormatValue { Int64(exactly: value).map { .int($0) } ?? .large(value) }
    static func int(_ value: Int) -> FormatValue { .int(Int64(value)) }
    static func hex(_ bytes: [UInt8]) -> FormatValue {
        .text(bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
    }
}
