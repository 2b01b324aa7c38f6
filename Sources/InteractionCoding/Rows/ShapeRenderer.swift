// From a shape and values, wherever they come from (a row, columns, overflow), back to the event: as JSON text as it was
// written, or as an `Interaction`.

import InteractionModel

/// The values of one event beside its shape. Names are nil unless the shape says present.
package struct ShapeFilling: Sendable {
    /// Microseconds UTC.
    package var timestamp: Int64
    package var session: ArraySlice<UInt8>?
    package var user: ArraySlice<UInt8>?
    package var action: ArraySlice<UInt8>
    package var component: ArraySlice<UInt8>?
    /// In value order.
    package var values: [ShapeValue]

    package init(
        timestamp: Int64, session: ArraySlice<UInt8>?, user: ArraySlice<UInt8>?, action: ArraySlice<UInt8>,
        component: ArraySlice<UInt8>?, values: [ShapeValue]
    ) {
        self.timestamp = timestamp
        self.session = session
        self.user = user
        self.action = action
        self.component = component
        self.values = values
    }
}

/// Rebuilds events.
package enum ShapeRenderer {
    /// Appends the event as one line of JSON without line end: absent stays absent, null stays null, keys in the order
    /// written. Throws `.damaged` when the values do not fit the shape.
    package static func render(
        _ shape: Shape, _ filling: ShapeFilling, into writer: inout ByteWriter
    ) throws(InteractionError) {
        try check(shape, filling)
        let template = shape.template
        var start = 0
        var next = 0
        for index in template.holes.indices {
            writer.append(bytes: template.text[start..<template.cuts[index]])
            start = template.cuts[index]
            switch template.holes[index] {
            case .timestamp: Timestamp(microseconds: filling.timestamp).write(to: &writer.bytes)
            case .action: writer.jsonString(filling.action)
            case .session: writer.jsonString(filling.session ?? [])
            case .user: writer.jsonString(filling.user ?? [])
            case .component: writer.jsonString(filling.component ?? [])
            case .value:
                switch filling.values[next] {
                case .bool(let flag): writer.append(text: flag ? "true" : "false")
                case .int(let number): writer.jsonInteger(number)
                case .double(let number): writer.jsonDouble(number)
                case .text(let bytes):
                    if shape.valueTags[next] == .string { writer.jsonString(bytes) } else { writer.append(bytes: bytes) }
                }
                next += 1
            }
        }
        writer.append(bytes: template.text[start...])
    }

    /// The event for an app. Null and absent fields both become nil, as `Interaction` does not tell them apart.
    package static func interaction(_ shape: Shape, _ filling: ShapeFilling) throws(InteractionError) -> Interaction {
        try check(shape, filling)
        var next = 0
        func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
        let details = shape.envelope[.details] == .present ? try properties(shape.details, filling.values, &next) : nil
        let metadata = shape.envelope[.metadata] == .present ? try properties(shape.metadata, filling.values, &next) : nil
        return Interaction(
            timestamp: Timestamp(microseconds: filling.timestamp), sessionId: filling.session.map(text),
            userId: filling.user.map(text), action: text(filling.action), component: filling.component.map(text),
            details: details, metadata: metadata)
    }

    private static func properties(
        _ nodes: [ShapeNode], _ filling: [ShapeValue], _ next: inout Int
    ) throws(InteractionError) -> Properties {
        var values: [PropertyValue] = []
        values.reserveCapacity(nodes.count)
        for node in nodes {
            switch node.tag {
            case .null: values.append(.null)
            case .emptyArray: values.append(.array([]))
            case .object: values.append(.object(try properties(node.children, filling, &next)))
            case .bool, .int64, .double, .string, .numberText, .array:
                values.append(try filling[next].propertyValue(node.tag))
                next += 1
            }
        }
        return Properties(uniqueKeys: nodes.map(\.key), values: values)
    }

    private static func check(_ shape: Shape, _ filling: ShapeFilling) throws(InteractionError) {
        var fits =
            filling.values.count == shape.valueTags.count
            && (filling.session != nil) == (shape.envelope[.sessionId] == .present)
            && (filling.user != nil) == (shape.envelope[.userId] == .present)
            && (filling.component != nil) == (shape.envelope[.component] == .present)
        if fits {
            for index in filling.values.indices where !filling.values[index].matches(shape.valueTags[index]) { fits = false }
        }
        guard fits else { throw InteractionError(.damaged, "the values of an event do not fit its shape", place: "event") }
    }
}
