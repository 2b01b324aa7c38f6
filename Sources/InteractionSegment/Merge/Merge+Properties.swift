// Writes the property columns, their dictionaries, and the overflow of paths that get no column.

import InteractionCoding
import InteractionModel

extension Merge {
    mutating func writeProperties(to writer: SegmentFileWriter) throws(InteractionError) {
        var counts: [PropertyKey: Int] = [:]
        for input in inputs { counts.merge(input.valueCounts) { $0 + $1 } }
        let kept = Overflow.kept(counts)
        for (index, key) in kept.enumerated() {
            let column = try merged(key)
            properties.append(PropertyColumn(path: key.path, lane: key.lane, valueCount: column.rows.count))
            try write(column, index: index, to: writer)
        }
        guard counts.count > kept.count else { return }

        var shapes: [Shape] = []
        for bytes in shapeTexts { shapes.append(try Shape.decode(bytes)) }
        let table = ShapeTable(
            shapes: shapes, places: Overflow.places(shapes: shapes, columns: kept),
            rowCounts: [Int](repeating: 0, count: shapes.count))
        var columns: [PropertyKey: PropertyData] = [:]
        let known = Set(kept)
        for key in counts.keys where !known.contains(key) { columns[key] = try merged(key) }
        let overflow = Overflow.entries(shapeCodes: shapeCodes, table: table, columns: columns)
        for (ordinal, group) in rowGroups.enumerated() {
            let entries = overflow.entries.entries(
                Int.lowerBound(in: overflow.rows, of: group.firstRow)..<Int.lowerBound(
                    in: overflow.rows, of: group.firstRow + group.rowCount))
            guard entries.count > 0 else { continue }
            var out = ByteWriter()
            let lengths = zip(entries.offsets, entries.offsets.dropFirst()).map { Int64($1 - $0) }
            let encoded = IntegerChunk.encode(lengths)
            out.varint(UInt64(encoded.count))
            out.append(bytes: encoded)
            out.append(bytes: entries.bytes)
            try writer.add(ChunkKey(.overflow, ordinal: ordinal), out.bytes, valueCount: entries.count, isText: true)
        }
    }

    /// The column of a key over all inputs, in output order.
    private func merged(_ key: PropertyKey) throws(InteractionError) -> PropertyData {
        // One source in memory is in output order, and each text of its dictionaries is there once.
        if inputs.count == 1, inputs[0].source is MemorySegment, let column = try inputs[0].column(key) { return column }
        var rows: [UInt32] = []
        var joined: PropertyValues?
        var table = StringTable()
        for input in inputs {
            guard let column = try input.column(key) else { continue }
            let base = UInt32(truncatingIfNeeded: input.firstRow)
            rows += column.rows.map { places[Int($0 + base)] }
            switch (joined, column.values) {
            case (nil, .strings(let codes, let dictionary)):
                let map = table.intern(all: dictionary)
                joined = .strings(codes: codes.map { map[Int($0)] }, dictionary: .empty)
            case (.strings(let before, _), .strings(let codes, let dictionary)):
                let map = table.intern(all: dictionary)
                joined = .strings(codes: before + codes.map { map[Int($0)] }, dictionary: .empty)
            case (let before?, let values): joined = before.joined(with: values)
            case (nil, let values): joined = values
            }
        }
        var values = joined ?? .bools([])
        if case .strings(let codes, _) = values { values = .strings(codes: codes, dictionary: table.dictionary()) }
        let order = RadixOrder.order(by: rows)
        return PropertyData(
            path: key.path, lane: key.lane, rows: order.map { rows[Int($0)] }, values: values.gathered(order))
    }

    private func write(_ column: PropertyData, index: Int, to writer: SegmentFileWriter) throws(InteractionError) {
        var values = column.values
        var localDictionaries = false
        if case .strings(let codes, let dictionary) = values {
            localDictionaries = dictionary.byteCount > SegmentLimit.dictionaryBytes
            if !localDictionaries {
                let (ordered, renamed) = Self.ordered(codes: codes, dictionary: dictionary)
                values = .strings(codes: renamed, dictionary: ordered)
                try writer.add(
                    ChunkKey(.propertyDictionary, property: index), ordered.encoded(), valueCount: ordered.count,
                    isText: true)
            }
        }
        for (ordinal, group) in rowGroups.enumerated() {
            let part = values.slice(column.indexes(rowsFrom: group.firstRow, to: group.firstRow + group.rowCount))
            guard part.count > 0 else { continue }
            let bytes: [UInt8]
            switch part {
            case .bools(let values): bytes = BoolChunk.encode(values)
            case .ints(let values): bytes = IntegerChunk.encode(values)
            case .doubles(let values): bytes = DoubleChunk.encode(values)
            case .strings(var codes, let dictionary):
                if localDictionaries {
                    var table = StringTable()
                    codes = codes.map { code in dictionary.withBytes(at: Int(code)) { table.intern($0) } }
                    let (ordered, renamed) = Self.ordered(codes: codes, dictionary: table.dictionary())
                    codes = renamed
                    try writer.add(
                        ChunkKey(.propertyDictionary, property: index, ordinal: ordinal + 1), ordered.encoded(),
                        valueCount: ordered.count, isText: true)
                }
                bytes = CodeChunk.encode(codes)
            }
            try writer.add(
                ChunkKey(.property, property: index, ordinal: ordinal), bytes, valueCount: part.count, range: part.range)
        }
    }

    /// Gives a dictionary its stored order: by bytes, or by first use where most values are distinct (codes then cost nothing).
    private static func ordered(codes: [UInt32], dictionary: StringDictionary) -> (StringDictionary, [UInt32]) {
        var order: [UInt32]
        let byUse = dictionary.count * 10 > codes.count * 6
        if byUse {
            order = []
            var seen = [Bool](repeating: false, count: dictionary.count)
            for code in codes where !seen[Int(code)] {
                seen[Int(code)] = true
                order.append(code)
            }
        } else {
            order = dictionary.sortedOrder()
        }
        var rank = [UInt32](repeating: 0, count: dictionary.count)
        for (position, entry) in order.enumerated() { rank[Int(entry)] = UInt32(truncatingIfNeeded: position) }
        return (dictionary.reordered(order, isSorted: !byUse), codes.map { rank[Int($0)] })
    }
}
