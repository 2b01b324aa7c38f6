// The columns that a store's events have: told by the shapes of its segments alone, without reading a value.

import InteractionCoding
import InteractionSegment

/// One column of `interactions` as a store has it.
public struct StoreColumn: Sendable, Hashable {
    /// As SQL writes it: `action`, `details.price`, `details['x y']`.
    public var column: String
    /// `TIMESTAMP`, `VARCHAR`, `BIGINT`, `DOUBLE`, `BOOLEAN`, `JSON` for lists, or `VARIANT` where several kinds of value meet.
    public var type: String
    /// Events that have a value there, null not counted.
    public var present: Int

    /// The columns of sources: the fields of an event, then properties by path. Cost: reads the shapes of each segment.
    package static func all(_ sources: [any SegmentSource]) throws(InteractionError) -> [StoreColumn] {
        var fields: [EnvelopeField: Int] = [:]
        var paths: [PropertyPath: (types: Set<String>, present: Int)] = [:]
        for source in sources {
            let table = try source.shapes()
            for (shape, rows) in zip(table.shapes, table.rowCounts) {
                for field in [EnvelopeField.sessionId, .userId, .component] where shape.presence(field) == .present {
                    fields[field, default: 0] += rows
                }
                for leaf in shape.leaves {
                    guard let type = typeName(leaf.tag) else { continue }
                    var known = paths[leaf.path] ?? ([], 0)
                    known.types.insert(type)
                    known.present += rows
                    paths[leaf.path] = known
                }
            }
        }
        let events = sources.reduce(0) { $0 + $1.facts.rowCount }
        var columns = [
            StoreColumn(column: "timestamp", type: "TIMESTAMP", present: events),
            StoreColumn(column: "session_id", type: "VARCHAR", present: fields[.sessionId] ?? 0),
            StoreColumn(column: "user_id", type: "VARCHAR", present: fields[.userId] ?? 0),
            StoreColumn(column: "action", type: "VARCHAR", present: events),
            StoreColumn(column: "component", type: "VARCHAR", present: fields[.component] ?? 0),
        ]
        let sorted = paths.sorted { a, b in
            a.key.root != b.key.root
                ? a.key.root < b.key.root
                : a.key.keys.lexicographicallyPrecedes(b.key.keys) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        for (path, found) in sorted {
            let isNumeric = found.types == ["BIGINT", "DOUBLE"]
            let type = found.types.count == 1 ? found.types.first ?? "VARIANT" : isNumeric ? "DOUBLE" : "VARIANT"
            columns.append(StoreColumn(column: path.description, type: type, present: found.present))
        }
        return columns
    }

    /// nil where a leaf holds no value: null, and an empty object.
    private static func typeName(_ tag: ShapeTag) -> String? {
        switch tag {
        case .null, .object: nil
        case .bool: "BOOLEAN"
        case .int64: "BIGINT"
        case .double: "DOUBLE"
        case .string: "VARCHAR"
        case .numberText: "VARIANT"
        case .emptyArray, .array: "JSON"
        }
    }
}
