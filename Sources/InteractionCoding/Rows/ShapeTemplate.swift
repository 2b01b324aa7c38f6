// The JSON text of a shape, made once, with holes where a row's values go. Writing an event is then copying and filling.

/// What goes into a hole.
enum ShapeHole: UInt8, Sendable {
    case timestamp
    case action
    case session
    case user
    case component
    /// The next value in value order.
    case value
}

/// JSON text with holes.
struct ShapeTemplate: Sendable {
    /// All text between the holes, one piece after another.
    private(set) var text: [UInt8] = []
    /// For each hole, the end of the text before it.
    private(set) var cuts: [Int] = []
    private(set) var holes: [ShapeHole] = []

    init(envelope: ShapeEnvelope, details: [ShapeNode], metadata: [ShapeNode]) {
        var writer = ByteWriter()
        writer.append(text: "{\"timestamp\":\"")
        hole(.timestamp, &writer)
        writer.append(text: "\"")
        field(.sessionId, .session, envelope, &writer)
        field(.userId, .user, envelope, &writer)
        writer.append(text: ",\"action\":")
        hole(.action, &writer)
        field(.component, .component, envelope, &writer)
        root(.details, details, envelope, &writer)
        root(.metadata, metadata, envelope, &writer)
        writer.append(text: "}")
        text = writer.bytes
    }

    private mutating func hole(_ hole: ShapeHole, _ writer: inout ByteWriter) {
        cuts.append(writer.count)
        holes.append(hole)
    }

    private mutating func field(
        _ field: EnvelopeField, _ filling: ShapeHole, _ envelope: ShapeEnvelope, _ writer: inout ByteWriter
    ) {
        guard envelope[field] != .absent else { return }
        writer.append(text: ",\"\(field.name)\":")
        if envelope[field] == .null { writer.append(text: "null") } else { hole(filling, &writer) }
    }

    private mutating func root(
        _ field: EnvelopeField, _ nodes: [ShapeNode], _ envelope: ShapeEnvelope, _ writer: inout ByteWriter
    ) {
        guard envelope[field] != .absent else { return }
        writer.append(text: ",\"\(field.name)\":")
        if envelope[field] == .null { writer.append(text: "null") } else { object(nodes, &writer) }
    }

    private mutating func object(_ nodes: [ShapeNode], _ writer: inout ByteWriter) {
        writer.append(text: "{")
        for (index, node) in nodes.enumerated() {
            if index > 0 { writer.append(text: ",") }
            writer.jsonString(node.key)
            writer.append(text: ":")
            switch node.tag {
            case .null: writer.append(text: "null")
            case .emptyArray: writer.append(text: "[]")
            case .object: object(node.children, &writer)
            case .bool, .int64, .double, .string, .numberText, .array: hole(.value, &writer)
            }
        }
        writer.append(text: "}")
    }
}
