// One event's text into one row: the C shim behind a Swift face that owns its memory and reads the time.

import CSimdjson
import InteractionModel

/// Makes rows of texts. Keeps buffers from event to event; one owner at a time.
package final class EventParser {
    private let parser: OpaquePointer
    private let timeForm: Timestamp.TextForm
    private let mapping: FieldMapping
    /// Top-level keys and columns that went under details so far.
    package private(set) var movedKeys = 0

    /// Errors: `.limitReached` without memory.
    package init(
        mapping: FieldMapping = FieldMapping(), timeForm: Timestamp.TextForm = .utcAssumed
    ) throws(InteractionError) {
        let limits = ia_limits(
            name_bytes: EventLimit.nameBytes, event_bytes: EventLimit.eventBytes, depth: EventLimit.depth,
            keys: EventLimit.keys)
        guard let parser = ia_parser_create(limits) else {
            throw InteractionError(.limitReached, "no memory for a parser")
        }
        self.parser = parser
        self.timeForm = timeForm
        self.mapping = mapping
        for (field, name) in mapping.names {
            var name = name
            let result = name.withUTF8 { ia_parser_map(parser, field.rawValue, $0.baseAddress, $0.count) }
            guard result == 0 else { throw InteractionError(.limitReached, "no memory for a parser") }
        }
    }

    deinit { ia_parser_destroy(parser) }

    /// Appends the row of a JSON object behind its varint length, or says why there is none (then nothing is appended).
    /// 64 bytes behind the range must be inside `bytes`.
    func parseJSON(_ bytes: Span<UInt8>, _ range: Range<Int>, into payload: inout [UInt8]) -> EventFault? {
        guard range.upperBound <= bytes.count - Int(IA_PADDING) else {
            return EventFault(field: nil, reason: "the text has no padding")
        }
        var event = ia_event()
        bytes.withUnsafeBufferPointer { buffer in
            _ = ia_event_parse_json(parser, buffer.baseAddress.map { $0 + range.lowerBound }, range.count, &event)
        }
        return take(event, &payload)
    }

    /// As `parseJSON`, for text on its own. Cost: copies it.
    package func parseJSON(_ text: [UInt8], into payload: inout [UInt8]) -> EventFault? {
        let padded = text + [UInt8](repeating: 0x20, count: Int(IA_PADDING))
        return parseJSON(padded.span, 0..<text.count, into: &payload)
    }

    /// Appends the row of a CSV record; `cells` are its texts by column.
    func parseRecord(_ record: CSVRecord, _ header: CSVHeader, into payload: inout [UInt8]) -> EventFault? {
        guard record.cells.count == header.columns.count else {
            return EventFault(
                field: nil, reason: "\(record.cells.count) cells, the header names \(header.columns.count)")
        }
        var event = ia_event()
        let isText = record.text.withUnsafeBufferPointer { text in
            guard ia_valid_utf8(text.baseAddress, text.count) == 1 else { return false }
            header.keyText.withUnsafeBufferPointer { keys in
                ia_event_begin(parser)
                for (column, cell) in zip(header.columns, record.cells) where cell.isPresent {
                    put(cell, of: text, in: column, keys)
                }
                _ = ia_event_end(parser, &event)
            }
            return true
        }
        return isText ? take(event, &payload, isCell: true) : EventFault(field: nil, reason: "not valid UTF-8")
    }

    private func put(
        _ cell: CSVCell, of text: UnsafeBufferPointer<UInt8>, in column: CSVColumn, _ keys: UnsafeBufferPointer<UInt8>
    ) {
        let start = text.baseAddress.map { $0 + cell.range.lowerBound }
        switch column {
        case .field(.details) where cell.range.isEmpty, .field(.metadata) where cell.range.isEmpty:
            // Writers that quote every cell mean nothing by "" where an object belongs.
            break
        case .field(let field):
            ia_event_field(parser, field.rawValue, start, cell.range.count)
        case .property(let root, let ranges):
            property(root, ranges, keys, start, cell, cell.isQuoted ? 0 : Int32(IA_PROPERTY_TYPED))
        case .moved(let range):
            let flags = Int32(IA_PROPERTY_MOVED) | (cell.isQuoted ? 0 : Int32(IA_PROPERTY_TYPED))
            property(.details, [range], keys, start, cell, flags)
        }
    }

    private func property(
        _ root: EventField, _ ranges: [Range<Int>], _ keys: UnsafeBufferPointer<UInt8>, _ start: UnsafePointer<UInt8>?,
        _ cell: CSVCell, _ flags: Int32
    ) {
        let pointers = ranges.map { range in keys.baseAddress.map { $0 + range.lowerBound } }
        ia_event_property(
            parser, root.rawValue, pointers, ranges.map(\.count), ranges.count, start, cell.range.count, flags)
    }

    /// Whether a cell holds a number and no date: digits with at most a sign in front and a point.
    private static func isNumber(_ text: Span<UInt8>) -> Bool {
        for index in text.indices {
            let byte = text[index]
            guard byte &- 48 <= 9 || byte == 0x2E || (byte == 0x2D && index == 0) else { return false }
        }
        return text.count > 0
    }

    /// Reads the time of a finished event and appends its row.
    private func take(_ event: ia_event, _ payload: inout [UInt8], isCell: Bool = false) -> EventFault? {
        if let reason = event.reason {
            let field = String(decoding: UnsafeBufferPointer(start: event.field, count: event.field_length), as: UTF8.self)
            var text = String(cString: reason) + (event.offset > 0 ? " (at byte \(event.offset))" : "")
            if text == "missing", let own = EventField.named(field).flatMap({ mapping.names[$0] }) {
                text = "missing: the mapping names '\(own)' for it"
            }
            return EventFault(field: field.isEmpty ? nil : field, reason: text)
        }
        if let framed = event.framed {
            movedKeys += Int(event.moved_keys)
            payload.append(contentsOf: UnsafeBufferPointer(start: framed, count: event.framed_length))
            return nil
        }
        guard let row = event.row, event.row_length > 8 else { return EventFault(field: nil, reason: "not an event") }
        let timestamp: Timestamp
        do throws(InteractionError) {
            let text = UnsafeBufferPointer(start: event.time, count: event.time_length)
            if event.time_kind == Int32(IA_TIME_NUMBER) || (isCell && Self.isNumber(text.span)) {
                timestamp = try Timestamp(epochText: text.span)
            } else {
                timestamp = try Timestamp(parsing: text.span, form: timeForm)
            }
        } catch {
            return EventFault(field: "timestamp", reason: error.message)
        }
        movedKeys += Int(event.moved_keys)
        var length = UInt64(event.row_length)
        while length >= 0x80 {
            payload.append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        payload.append(UInt8(truncatingIfNeeded: length))
        withUnsafeBytes(of: timestamp.microseconds.littleEndian) { payload.append(contentsOf: $0) }
        payload.append(contentsOf: UnsafeBufferPointer(start: row + 8, count: event.row_length - 8))
        return nil
    }
}

/// Why a text is no event.
package struct EventFault: Sendable, Hashable {
    /// The path of the field to blame; nil when it is the text as a whole.
    package var field: String?
    package var reason: String
}
