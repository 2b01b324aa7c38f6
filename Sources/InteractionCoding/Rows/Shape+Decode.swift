// Reading a shape with every limit of the event model checked: depth, number of keys, unique keys, known tags, UTF-8.

import InteractionModel

extension Shape {
    /// `baseOffset` is the offset of the shape in what `place` names.
    package static func decode(
        _ bytes: [UInt8], place: String = "shape", baseOffset: Int = 0
    ) throws(InteractionError) -> Shape {
        guard bytes.count <= EventLimit.eventBytes else {
            throw InteractionError(.damaged, "a shape of \(bytes.count) bytes, at most \(EventLimit.eventBytes) possible", place: place)
        }
        var reader = ByteReader(bytes, place: place, baseOffset: baseOffset)
        guard let envelope = ShapeEnvelope(bits: try reader.u16()) else { throw reader.damaged("an unknown presence") }
        var keysLeft = EventLimit.keys
        let details = envelope[.details] == .present ? try body(&reader, depth: 1, &keysLeft) : []
        let metadata = envelope[.metadata] == .present ? try body(&reader, depth: 1, &keysLeft) : []
        try reader.expectEnd()
        return Shape(bytes: bytes, envelope: envelope, details: details, metadata: metadata)
    }

    package static func decode(_ bytes: ArraySlice<UInt8>, place: String = "shape") throws(InteractionError) -> Shape {
        try decode(Array(bytes), place: place)
    }

    /// The keys of an object at a depth, 1 being details or metadata itself.
    private static func body(
        _ reader: inout ByteReader, depth: Int, _ keysLeft: inout Int
    ) throws(InteractionError) -> [ShapeNode] {
        guard depth <= EventLimit.depth else { throw reader.damaged("a shape is nested deeper than \(EventLimit.depth)") }
        let count = try reader.varint(atMost: keysLeft, "a shape's number of keys")
        keysLeft -= count
        var nodes: [ShapeNode] = []
        var keys: Set<ArraySlice<UInt8>> = []
        for _ in 0..<count {
            let key = try reader.text(limit: EventLimit.eventBytes)
            guard keys.insert(key).inserted else { throw reader.damaged("a key stands twice in one object") }
            let number = try reader.u8()
            guard let tag = ShapeTag(rawValue: number) else { throw reader.damaged("unknown tag \(number)") }
            if tag == .array || tag == .emptyArray, depth == EventLimit.depth {
                throw reader.damaged("a shape is nested deeper than \(EventLimit.depth)")
            }
            let children = tag == .object ? try body(&reader, depth: depth + 1, &keysLeft) : []
            nodes.append(ShapeNode(key: String(decoding: key, as: UTF8.self), tag: tag, children: children))
        }
        return nodes
    }
}
