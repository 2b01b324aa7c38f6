// Makes rows of events, and refuses events that break a limit of the event model.
//   row = i64 timestamp, varint shape length, shape, varint length + action,
//         [varint length + session id], [.. user id], [.. component] where the shape says present, values in shape order

import InteractionModel

/// Writes events in the row form. Keeps its buffers: use one for many events.
package struct RowEncoder: Sendable {
    private var shape = ByteWriter()
    private var values = ByteWriter()
    private var arrayText = ByteWriter()
    /// Keys from details or metadata down to the object being written, for errors.
    private var trail: [String] = []
    private var keyCount = 0

    package init() {}

    /// Appends the row of an event. Throws `.invalidEvent` with the field as place; then nothing was appended.
    package mutating func encode(_ event: Interaction, into writer: inout ByteWriter) throws(InteractionError) {
        guard event.timestamp >= Timestamp.earliest, event.timestamp < Timestamp.end else {
            throw InteractionError(
                .invalidEvent, "the time is outside the years \(EventLimit.firstYear)-\(EventLimit.lastYear)", place: "timestamp")
        }
        guard !event.action.isEmpty else { throw InteractionError(.invalidEvent, "the action is empty", place: "action") }
        try Self.checkName(event.action, "action")
        var envelope = ShapeEnvelope()
        for (field, name) in [(EnvelopeField.sessionId, event.sessionId), (.userId, event.userId), (.component, event.component)] {
            guard let name else { continue }
            try Self.checkName(name, field.name)
            envelope[field] = .present
        }
        if event.details != nil { envelope[.details] = .present }
        if event.metadata != nil { envelope[.metadata] = .present }
        shape.removeAll()
        values.removeAll()
        keyCount = 0
        shape.u16(envelope.bits)
        if let details = event.details {
            trail = [EnvelopeField.details.name]
            try object(details, depth: 1)
        }
        if let metadata = event.metadata {
            trail = [EnvelopeField.metadata.name]
            try object(metadata, depth: 1)
        }
        let start = writer.count
        writer.i64(event.timestamp.microseconds)
        writer.string(bytes: shape.bytes)
        writer.string(event.action)
        if let name = event.sessionId { writer.string(name) }
        if let name = event.userId { writer.string(name) }
        if let name = event.component { writer.string(name) }
        writer.append(bytes: values.bytes)
        let length = writer.count - start
        if length > EventLimit.eventBytes {
            writer.bytes.removeLast(length)
            throw InteractionError(.invalidEvent, "the event takes \(length) bytes, at most \(EventLimit.eventBytes) possible")
        }
    }

    private static func checkName(_ name: String, _ field: String) throws(InteractionError) {
        let length = name.utf8.count
        guard length <= EventLimit.nameBytes else {
            throw InteractionError(.invalidEvent, "\(length) bytes long, at most \(EventLimit.nameBytes) possible", place: field)
        }
    }

    private func refused(_ message: String, key: String? = nil) -> InteractionError {
        InteractionError(.invalidEvent, message, place: (trail + (key.map { [$0] } ?? [])).joined(separator: "."))
    }

    /// Counts the keys of one object and checks its depth.
    private mutating func enter(_ properties: Properties, depth: Int) throws(InteractionError) {
        guard depth <= EventLimit.depth else { throw refused("nested deeper than \(EventLimit.depth)") }
        keyCount += properties.count
        guard keyCount <= EventLimit.keys else { throw refused("more than \(EventLimit.keys) keys in one event") }
    }

    private mutating func object(_ properties: Properties, depth: Int) throws(InteractionError) {
        try enter(properties, depth: depth)
        shape.varint(properties.count)
        for index in properties.keys.indices {
            let key = properties.keys[index]
            shape.string(key)
            switch properties.values[index] {
            case .null: shape.u8(ShapeTag.null.rawValue)
            case .bool(let flag): put(.bool, .bool(flag))
            case .int(let number): put(.int64, .int(number))
            case .double(let number):
                guard number.isFinite else { throw refused("the number is not finite", key: key) }
                put(.double, .double(number))
            case .number(let text): try number(text, key)
            case .string(let text):
                shape.u8(ShapeTag.string.rawValue)
                values.string(text)
            case .array(let elements):
                trail.append(key)
                try array(elements, depth: depth + 1)
                trail.removeLast()
            case .object(let inner):
                shape.u8(ShapeTag.object.rawValue)
                trail.append(key)
                try object(inner, depth: depth + 1)
                trail.removeLast()
            }
        }
    }

    private mutating func put(_ tag: ShapeTag, _ value: ShapeValue) {
        shape.u8(tag.rawValue)
        value.write(into: &values)
    }

    /// Number text is kept as a number wherever that gives it back, so that an event has one form only.
    private mutating func number(_ text: String, _ key: String) throws(InteractionError) {
        let bytes = Array(text.utf8)
        switch NumberText.classify(bytes[...]) {
        case .int(let number): put(.int64, .int(number))
        case .double(let number): put(.double, .double(number))
        case .text: put(.numberText, .text(bytes[...]))
        case nil: throw refused("the number text is not a JSON number", key: key)
        }
    }

    private mutating func array(_ elements: [PropertyValue], depth: Int) throws(InteractionError) {
        guard depth <= EventLimit.depth else { throw refused("nested deeper than \(EventLimit.depth)") }
        if elements.isEmpty {
            shape.u8(ShapeTag.emptyArray.rawValue)
            return
        }
        for element in elements { try check(element, depth: depth + 1) }
        shape.u8(ShapeTag.array.rawValue)
        arrayText.removeAll()
        arrayText.jsonValue(.array(elements))
        values.string(bytes: arrayText.bytes)
    }

    /// Checks what stands inside an array.
    private mutating func check(_ value: PropertyValue, depth: Int) throws(InteractionError) {
        switch value {
        case .null, .bool, .int, .string: return
        case .double(let number):
            guard number.isFinite else { throw refused("a number is not finite") }
        case .number(let text):
            guard NumberText.classify(Array(text.utf8)[...]) != nil else { throw refused("a number text is not a JSON number") }
        case .array(let elements):
            guard depth <= EventLimit.depth else { throw refused("nested deeper than \(EventLimit.depth)") }
            for element in elements { try check(element, depth: depth + 1) }
        case .object(let properties):
            try enter(properties, depth: depth)
            for value in properties.values { try check(value, depth: depth + 1) }
        }
    }
}
