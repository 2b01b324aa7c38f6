// Properties beyond the column limit: choosing which paths get columns, writing the rest as one entry a row, and reading such
// entries back as columns.

import InteractionCoding
import InteractionModel

enum Overflow {
    /// The keys that get a column, most values first, ties by path (its bytes) and lane so that the choice is the same
    /// everywhere. Very long paths get none.
    static func kept(_ counts: [PropertyKey: Int]) -> [PropertyKey] {
        let short = counts.filter { item in
            item.key.path.keys.reduce(0) { $0 + $1.utf8.count } <= SegmentLimit.columnPathBytes
        }
        let ranked = short.sorted { a, b in
            if a.value != b.value { return a.value > b.value }
            if a.key.path.root != b.key.path.root { return a.key.path.root < b.key.path.root }
            if a.key.path == b.key.path { return a.key.lane.rawValue < b.key.lane.rawValue }
            return a.key.path.keys.lexicographicallyPrecedes(b.key.path.keys) { first, second in
                first.utf8.lexicographicallyPrecedes(second.utf8)
            }
        }
        return ranked.prefix(SegmentLimit.propertyColumns).map(\.key)
    }

    /// The place of every leaf, given the property columns of a segment.
    static func places(shapes: [Shape], columns: [PropertyKey]) -> [[LeafPlace]] {
        var indexes: [PropertyKey: Int] = [:]
        for (index, key) in columns.enumerated() { indexes[key] = index }
        return shapes.map { shape in
            var ordinal = 0
            return shape.leaves.map { leaf in
                guard let lane = PropertyLane(tag: leaf.tag) else {
                    return leaf.tag == .null ? .null : leaf.tag == .emptyArray ? .emptyArray : .object
                }
                if let index = indexes[PropertyKey(path: leaf.path, lane: lane)] { return .column(index) }
                defer { ordinal += 1 }
                return .overflow(ordinal: ordinal, tag: leaf.tag)
            }
        }
    }

    /// Writes the overflow entries of rows in order. `columns` holds the overflowed columns with ascending rows.
    static func entries(
        shapeCodes: [UInt32], table: ShapeTable, columns: [PropertyKey: PropertyData]
    ) -> (rows: [UInt32], entries: OverflowRows) {
        var rows: [UInt32] = []
        var offsets: [UInt32] = [0]
        var writer = ByteWriter()
        for (row, code) in shapeCodes.enumerated() where table.overflowCounts[Int(code)] > 0 {
            let shape = table.shapes[Int(code)]
            for (leaf, place) in zip(shape.leaves, table.places[Int(code)]) {
                guard case .overflow = place, let lane = PropertyLane(tag: leaf.tag),
                    let data = columns[PropertyKey(path: leaf.path, lane: lane)]
                else { continue }
                let index = Int.lowerBound(in: data.rows, of: row)
                if index < data.rows.count, Int(data.rows[index]) == row { data.values.write(index, to: &writer) }
            }
            rows.append(UInt32(truncatingIfNeeded: row))
            offsets.append(UInt32(truncatingIfNeeded: writer.bytes.count))
        }
        return (rows, OverflowRows(offsets: offsets, bytes: writer.bytes))
    }

    /// Reads the overflow of a whole source back into columns. Errors: `.damaged` when entries do not match the shapes.
    static func columns(
        of source: any SegmentSource, shapeCodes: [UInt32], table: ShapeTable
    ) throws(InteractionError) -> [PropertyKey: PropertyData] {
        guard table.overflowCounts.contains(where: { $0 > 0 }) else { return [:] }
        var buffers: [PropertyBuffer] = []
        var indexes: [PropertyKey: Int] = [:]
        for (group, facts) in source.rowGroups.enumerated() {
            let overflow = try source.overflow(group: group)
            var entry = 0
            for row in facts.rows where table.overflowCounts[Int(shapeCodes[row])] > 0 {
                guard entry < overflow.count else { throw mismatch(source) }
                let code = Int(shapeCodes[row])
                let keys = zip(table.shapes[code].leaves, table.places[code]).compactMap { leaf, place -> PropertyKey? in
                    guard case .overflow = place, let lane = PropertyLane(tag: leaf.tag) else { return nil }
                    return PropertyKey(path: leaf.path, lane: lane)
                }
                let range = Int(overflow.offsets[entry])..<Int(overflow.offsets[entry + 1])
                entry += 1
                var targets: [ValueTarget] = []
                for key in keys {
                    let index = indexes[key] ?? buffers.count
                    if index == buffers.count {
                        buffers.append(PropertyBuffer(key: key))
                        indexes[key] = index
                    }
                    targets.append(ValueTarget(lane: key.lane, place: index))
                }
                let good = overflow.bytes.withUnsafeBytes { bytes in
                    ValueScan.append(
                        UnsafeRawBufferPointer(rebasing: bytes[range]), to: targets, in: &buffers,
                        row: UInt32(truncatingIfNeeded: row))
                }
                guard good else { throw mismatch(source) }
            }
        }
        return indexes.mapValues { buffers[$0].data() }
    }

    private static func mismatch(_ source: any SegmentSource) -> InteractionError {
        InteractionError(.damaged, "overflow entries do not match the shapes", place: source.facts.day.description)
    }
}

extension PropertyValues {
    /// Bytes of one value in the row format, at most.
    func storedBytes(_ index: Int) -> UInt32 {
        switch self {
        case .bools: 1
        case .ints: 10
        case .doubles: 8
        case .strings(let codes, let dictionary): UInt32(truncatingIfNeeded: dictionary.length(at: Int(codes[index])) + 4)
        }
    }

    /// Appends one value in the row format.
    func write(_ index: Int, to writer: inout ByteWriter) {
        switch self {
        case .bools(let values): writer.u8(values[index])
        case .ints(let values): writer.zigzag(values[index])
        case .doubles(let values): writer.f64(values[index])
        case .strings(let codes, let dictionary):
            dictionary.withBytes(at: Int(codes[index])) { bytes in
                writer.varint(UInt64(bytes.count))
                writer.append(bytes: bytes)
            }
        }
    }
}
