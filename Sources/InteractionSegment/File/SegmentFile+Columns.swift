// The columns of a segment file, decoded a row group at a time.

import InteractionCoding
import InteractionModel

extension SegmentFile {
    package func codes(_ column: CodeColumn, group: Int) throws(InteractionError) -> [UInt32] {
        let facts = try checked(group)
        let key = ChunkKey(column.chunk, ordinal: group)
        let codes = try CodeChunk.decode(try chunk(key, count: facts.rowCount), count: facts.rowCount, place: place(key))
        try check(CodeScan.range(codes), of: column, key)
        return codes
    }

    package func codes(_ column: CodeColumn, group: Int, rows: [UInt32]) throws(InteractionError) -> [UInt32] {
        let facts = try checked(group)
        let key = ChunkKey(column.chunk, ordinal: group)
        let codes = try CodeChunk.decode(
            try chunk(key, count: facts.rowCount), count: facts.rowCount, rows: rows, place: place(key))
        try check(CodeScan.range(codes), of: column, key)
        return codes
    }

    package func textCodes(
        property: Int, group: Int, rows: [UInt32]
    ) throws(InteractionError) -> (codes: [UInt32], dictionary: StringDictionary)? {
        let facts = try checked(group)
        let key = ChunkKey(.property, property: property, ordinal: group)
        guard properties.indices.contains(property), properties[property].lane == .string,
            footer.chunks[key]?.valueCount == facts.rowCount, let found = try chunk(key)
        else { return nil }
        let dictionary = try propertyDictionary(property, group: group)
        let codes = try CodeChunk.decode(found.bytes, count: found.count, rows: rows, place: place(key))
        try check(CodeScan.range(codes)?.upperBound, below: dictionary.count, key)
        return (codes, dictionary)
    }

    package func runs(_ column: CodeColumn, group: Int) throws(InteractionError) -> CodeRuns? {
        let facts = try checked(group)
        let key = ChunkKey(column.chunk, ordinal: group)
        let bytes = try chunk(key, count: facts.rowCount)
        guard let runs = try CodeChunk.decodeRuns(bytes, count: facts.rowCount, place: place(key)) else { return nil }
        try check(CodeScan.range(runs.values), of: column, key)
        return runs
    }

    package func histogram(_ column: CodeColumn, group: Int) throws(InteractionError) -> [UInt32] {
        let facts = try checked(group)
        let key = ChunkKey(column.chunk, ordinal: group)
        let bytes = try chunk(key, count: facts.rowCount)
        var counts = [UInt32](repeating: 0, count: try codeLimit(column))
        if let packed = try CodeChunk.packed(bytes, count: facts.rowCount, place: place(key)) {
            guard packed.add(to: &counts) == 0 else { throw bad("a code beyond a dictionary of \(counts.count)", key) }
            if column == .action, let none = counts.first, none > 0 { throw bad("a row without an action", key) }
        } else if let runs = try CodeChunk.decodeRuns(bytes, count: facts.rowCount, place: place(key)) {
            try check(CodeScan.range(runs.values), of: column, key)
            CodeScan.add(runs, to: &counts)
        } else {
            CodeScan.add(try codes(column, group: group), to: &counts)
        }
        return counts
    }

    package func rows(_ column: CodeColumn, in table: [UInt8], group: Int) throws(InteractionError) -> RowBits {
        // Which rows have a property is asked again and again, and takes an eighth of a byte a row to remember.
        guard column == .shape else { return try makeRows(column, in: table, group: group) }
        if let known = shapeRows.find(group, table) { return known }
        let rows = try makeRows(column, in: table, group: group)
        shapeRows.keep(rows, group, table, of: facts.rowCount)
        return rows
    }

    private func makeRows(_ column: CodeColumn, in table: [UInt8], group: Int) throws(InteractionError) -> RowBits {
        let facts = try checked(group)
        let key = ChunkKey(column.chunk, ordinal: group)
        let bytes = try chunk(key, count: facts.rowCount)
        if let packed = try CodeChunk.packed(bytes, count: facts.rowCount, place: place(key)) {
            let (rows, range) = packed.rows(in: table)
            try check(range, of: column, key)
            return rows
        }
        if let runs = try CodeChunk.decodeRuns(bytes, count: facts.rowCount, place: place(key)) {
            try check(CodeScan.range(runs.values), of: column, key)
            guard let rows = RowBits(runs, in: table, rowCount: facts.rowCount) else { throw bad("runs of other rows than the group's", key) }
            return rows
        }
        return RowBits(try codes(column, group: group), in: table)
    }

    private func check(_ range: ClosedRange<UInt32>?, of column: CodeColumn, _ key: ChunkKey) throws(InteractionError) {
        try check(range?.upperBound, below: try codeLimit(column), key)
        if column == .action, range?.lowerBound == 0 { throw bad("a row without an action", key) }
    }

    /// Codes index dictionaries without further checks, so a code out of range must not leave this file.
    private func check(_ largest: UInt32?, below limit: Int, _ key: ChunkKey) throws(InteractionError) {
        guard let largest, Int(largest) >= limit else { return }
        throw bad("code \(largest) in a dictionary of \(limit)", key)
    }

    package func values(property: Int, group: Int) throws(InteractionError) -> PropertyValues {
        _ = try checked(group)
        guard properties.indices.contains(property) else {
            throw InteractionError(.invalidArgument, "no property column \(property)", place: name)
        }
        let key = ChunkKey(.property, property: property, ordinal: group)
        let found = try chunk(key) ?? (bytes: [], count: 0)
        let place = place(key)
        switch properties[property].lane {
        case .bool:
            return .bools(found.count == 0 ? [] : try BoolChunk.decode(found.bytes, count: found.count, place: place))
        case .int64:
            return .ints(found.count == 0 ? [] : try IntegerChunk.decode(found.bytes, count: found.count, place: place))
        case .double:
            return .doubles(found.count == 0 ? [] : try DoubleChunk.decode(found.bytes, count: found.count, place: place))
        case .string, .numberText, .arrayText:
            if found.count == 0 { return .strings(codes: [], dictionary: .empty) }
            let dictionary = try propertyDictionary(property, group: group)
            let codes = try CodeChunk.decode(found.bytes, count: found.count, place: place)
            try check(CodeScan.range(codes)?.upperBound, below: dictionary.count, key)
            return .strings(codes: codes, dictionary: dictionary)
        }
    }

    package func valueRuns(
        property: Int, group: Int
    ) throws(InteractionError) -> (runs: CodeRuns, dictionary: StringDictionary)? {
        _ = try checked(group)
        guard properties.indices.contains(property) else {
            throw InteractionError(.invalidArgument, "no property column \(property)", place: name)
        }
        let lane = properties[property].lane
        guard lane == .string || lane == .numberText || lane == .arrayText else { return nil }
        let key = ChunkKey(.property, property: property, ordinal: group)
        guard let found = try chunk(key), let runs = try CodeChunk.decodeRuns(found.bytes, count: found.count, place: place(key))
        else { return nil }
        let dictionary = try propertyDictionary(property, group: group)
        try check(CodeScan.range(runs.values)?.upperBound, below: dictionary.count, key)
        return (runs, dictionary)
    }

    package func range(property: Int, group: Int) -> PropertyRange? {
        footer.chunks[ChunkKey(.property, property: property, ordinal: group)]?.range
    }

    package func overflow(group: Int) throws(InteractionError) -> OverflowRows {
        _ = try checked(group)
        let key = ChunkKey(.overflow, ordinal: group)
        guard let found = try chunk(key) else { return OverflowRows(offsets: [0], bytes: []) }
        var input = ByteReader(found.bytes, place: place(key))
        let length = try input.varint(atMost: input.remaining, "length of overflow lengths")
        let lengths = try IntegerChunk.decode(try input.bytes(length), count: found.count, in: input)
        let start = input.offset
        let bytes = Array(input.rest())
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(found.count + 1)
        var end: Int64 = 0
        for length in lengths {
            guard length >= 0, length <= Int64(bytes.count) - end else { throw bad("entries longer than the chunk", key) }
            end += length
            offsets.append(UInt32(truncatingIfNeeded: end))
        }
        guard end == Int64(bytes.count) else { throw bad("bytes after the last entry", key) }
        return OverflowRows(offsets: offsets, bytes: bytes, start: start)
    }
}
