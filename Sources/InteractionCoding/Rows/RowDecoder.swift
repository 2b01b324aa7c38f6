// From rows to events: as `Interaction` or as JSON text. Shapes repeat, so the decoded ones are kept.

import InteractionModel

/// Decodes rows. Keeps up to 1,024 shapes: use one for many rows.
package struct RowDecoder: Sendable {
    private var table = StringTable()
    /// By their code in `table`.
    private var shapes: [Shape] = []
    private var words: [UInt64] = []
    private static let kept = 1024

    package init() {}

    /// The decoded shape of a row.
    package mutating func shape(of row: RowView) throws(InteractionError) -> Shape {
        let bytes = row.bytes[row.shape]
        if let code = bytes.withUnsafeBytes({ table.find($0) }) { return shapes[Int(code)] }
        let shape = try Shape.decode(Array(bytes), place: row.place, baseOffset: row.offset(of: row.shape))
        if shapes.count >= Self.kept {
            table = StringTable()
            shapes = []
        }
        _ = table.intern(shape.bytes)
        shapes.append(shape)
        return shape
    }

    /// Checks a whole row against Format/rows.md. Cost: half a microsecond.
    package mutating func check(_ row: RowView) throws(InteractionError) { try row.readWords(try shape(of: row), into: &words) }

    package mutating func interaction(_ row: RowView) throws(InteractionError) -> Interaction {
        let shape = try shape(of: row)
        return try ShapeRenderer.interaction(shape, try Self.filling(row, shape))
    }

    /// Appends the row's event as JSON text.
    package mutating func writeJSON(_ row: RowView, into writer: inout ByteWriter) throws(InteractionError) {
        let shape = try shape(of: row)
        try ShapeRenderer.render(shape, try Self.filling(row, shape), into: &writer)
    }

    private static func filling(_ row: RowView, _ shape: Shape) throws(InteractionError) -> ShapeFilling {
        ShapeFilling(
            timestamp: row.timestamp, session: row.session.map { row.bytes[$0] }, user: row.user.map { row.bytes[$0] },
            action: row.bytes[row.action], component: row.component.map { row.bytes[$0] },
            values: try row.readValues(shape))
    }
}
