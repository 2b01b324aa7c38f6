// Which kind of text an input is: as the user says, else by its name, else by how it begins.

import CSimdjson
import InteractionModel

/// The text formats that import reads.
package enum InputFormat: String, Sendable, Hashable, CaseIterable {
    /// One JSON object a line.
    case ndjson
    /// An array of objects, one object, or objects one after another.
    case json
    /// RFC 4180 with a header.
    case csv

    /// The format of an input that begins with `head` (at least one line of it when there is one) and is called `name`.
    static func detect(_ head: [UInt8], name: String, mapping: FieldMapping) -> InputFormat {
        let plain = InputCompression.plainName(name)
        if plain.hasSuffix(".csv") { return .csv }
        if plain.hasSuffix(".ndjson") || plain.hasSuffix(".jsonl") { return .ndjson }
        guard let first = head.firstIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return .ndjson }
        if head[first] == 0x5B { return .json }
        if head[first] == 0x7B {
            // One object a line, unless the first object goes on behind its line.
            var scanner = ia_scanner()
            var lines: UInt64 = 0
            head.withUnsafeBufferPointer { buffer in
                _ = ia_scan(&scanner, buffer.baseAddress.map { $0 + first }, buffer.count - first, &lines)
            }
            return lines == 0 ? .ndjson : .json
        }
        if plain.hasSuffix(".json") { return .json }
        return looksLikeHeader(head[first...], mapping) ? .csv : .ndjson
    }

    /// Whether the first line names the time and the action as columns.
    private static func looksLikeHeader(_ head: ArraySlice<UInt8>, _ mapping: FieldMapping) -> Bool {
        let line = head.prefix { $0 != 0x0A && $0 != 0x0D }
        let names = line.split(separator: 0x2C).map { cell in
            String(decoding: cell.filter { $0 != 0x22 }, as: UTF8.self)
        }
        let fields = names.compactMap { mapping.field(ofColumn: $0)?.field }
        return fields.contains(.timestamp) && fields.contains(.action)
    }
}
