// Whole events back from columns, a row group at a time: for export, timelines and checks.

import InteractionCoding
import InteractionModel

/// One event read back: its shape, what fills it, and its place in the day's order.
package struct EventRow: Sendable {
    /// Row number in the segment.
    package var row: Int
    /// Tie ordinal among equal timestamps of other clusters; then the row number decides.
    package var tie: UInt32
    package var shape: Shape
    package var filling: ShapeFilling
}

/// Reads the events of row groups.
package struct EventRows {
    private let source: any SegmentSource
    private let clusters: ClusterTable
    private let shapes: ShapeTable
    private let users: StringDictionary
    private let actions: StringDictionary
    private let components: StringDictionary

    /// Loads the tables of a source. Errors: `.damaged`, `.inputOutput`.
    package init(_ source: any SegmentSource) throws(InteractionError) {
        self.source = source
        clusters = try source.clusters()
        shapes = try source.shapes()
        users = try source.dictionary(.user)
        actions = try source.dictionary(.action)
        components = try source.dictionary(.component)
    }

    /// Calls `body` with the events of a row group, in row order, leaving out rows that `isWanted` (by row number in the
    /// segment) refuses. Cost: decodes the group's columns; about a microsecond an event wanted.
    package func forEach(
        group: Int, where isWanted: (Int) -> Bool = { _ in true },
        _ body: (EventRow) throws(InteractionError) -> Void
    ) throws(InteractionError) {
        let facts = source.rowGroups[group]
        let times = try source.timestamps(group: group)
        let ties = try source.ties(group: group)
        let userCodes = try source.codes(.user, group: group)
        let actionCodes = try source.codes(.action, group: group)
        let componentCodes = try source.codes(.component, group: group)
        let shapeCodes = try source.codes(.shape, group: group)
        let sessions = clusters.sessionCodes(of: facts)
        let overflow = try source.overflow(group: group)
        var columns: [PropertyValues?] = Array(repeating: nil, count: source.properties.count)
        var next = [Int](repeating: 0, count: source.properties.count)
        var nextEntry = 0
        let overflowPlace = "\((source as? SegmentFile)?.name ?? source.facts.day.description), \(ChunkKey(.overflow, ordinal: group))"

        func wrong(_ what: String, _ kind: ChunkKind, _ property: Int = 0) -> InteractionError {
            mismatch(what, ChunkKey(kind, property: property, ordinal: group))
        }
        func text(_ codes: [UInt32], _ row: Int, _ dictionary: StringDictionary) -> ArraySlice<UInt8>? {
            codes[row] == 0 ? nil : dictionary.slice(at: Int(codes[row]) - 1)
        }
        for row in 0..<facts.rowCount {
            let code = Int(shapeCodes[row])
            let shape = shapes.shapes[code]
            let places = shapes.places[code]
            let wanted = isWanted(facts.firstRow + row)
            var values: [ShapeValue] = []
            var entry: ByteReader?
            if shapes.overflowCounts[code] > 0 {
                guard nextEntry < overflow.count else { throw wrong("fewer entries than rows with overflow", .overflow) }
                let bytes = overflow.bytes[Int(overflow.offsets[nextEntry])..<Int(overflow.offsets[nextEntry + 1])]
                entry = ByteReader(bytes, place: overflowPlace, baseOffset: overflow.start + bytes.startIndex)
                nextEntry += 1
            }
            for leaf in shape.valueLeaves {
                switch places[leaf] {
                case .column(let column):
                    if columns[column] == nil { columns[column] = try source.values(property: column, group: group) }
                    if wanted {
                        guard let value = columns[column]?.value(at: next[column]) else {
                            throw wrong("fewer values than rows with the leaf", .property, column)
                        }
                        if case .double(let number) = value, !number.isFinite {
                            throw wrong("a double is not finite", .property, column)
                        }
                        values.append(value)
                    }
                    next[column] += 1
                case .overflow(_, let tag):
                    guard entry != nil, let value = try entry.map({ (reader) throws(InteractionError) in
                        var reader = reader
                        let value = try ShapeValue.read(tag, from: &reader)
                        entry = reader
                        return value
                    }) else { throw wrong("a leaf without an entry", .overflow) }
                    if wanted { values.append(value) }
                case .absent, .null, .emptyArray, .object: continue
                }
            }
            try entry?.expectEnd()
            let names = (sessions[row] != 0, userCodes[row] != 0, componentCodes[row] != 0)
            guard
                names == (
                    shape.envelope[.sessionId] == .present, shape.envelope[.userId] == .present, shape.envelope[.component] == .present
                )
            else { throw wrong("names of row \(facts.firstRow + row) are not those of its shape", .shape) }
            guard wanted else { continue }
            try body(
                EventRow(
                    row: facts.firstRow + row, tie: ties.isEmpty ? 0 : ties[row], shape: shape,
                    filling: ShapeFilling(
                        timestamp: times[row], session: text(sessions, row, clusters.ids), user: text(userCodes, row, users),
                        action: text(actionCodes, row, actions) ?? [], component: text(componentCodes, row, components),
                        values: values)))
        }
        guard nextEntry == overflow.count else { throw wrong("more entries than rows with overflow", .overflow) }
        for (column, values) in columns.enumerated() {
            guard let values, values.count != next[column] else { continue }
            throw wrong("more values than rows with the leaf", .property, column)
        }
    }

    private func mismatch(_ what: String, _ key: ChunkKey) -> InteractionError {
        let place = (source as? SegmentFile)?.name ?? source.facts.day.description
        return InteractionError(.damaged, what, place: "\(place), \(key), offset 0")
    }
}

extension PropertyValues {
    /// One value; nil past the end.
    func value(at index: Int) -> ShapeValue? {
        guard index < count else { return nil }
        switch self {
        case .bools(let values): return .bool(values[index] != 0)
        case .ints(let values): return .int(values[index])
        case .doubles(let values): return .double(values[index])
        case .strings(let codes, let dictionary): return .text(dictionary.slice(at: Int(codes[index])))
        }
    }
}
