// What a segment file decodes once and keeps: dictionaries, the cluster table, the shapes, the rollup.

import InteractionCoding
import InteractionModel
import Synchronization

extension SegmentFile {
    package func dictionary(_ column: CodeColumn) throws(InteractionError) -> StringDictionary {
        if let kept = cache.withLock({ $0.dictionaries[column] }) { return kept }
        guard let kind = column.dictionaryChunk else { return .empty }
        var pieces: [StringDictionary] = []
        while let found = try chunk(ChunkKey(kind, ordinal: pieces.count)) {
            let key = ChunkKey(kind, ordinal: pieces.count)
            let piece = try decoded(found, key)
            guard piece.isSorted, piece.count > 0, piece.count <= SegmentLimit.pieceEntries else { throw bad("a piece of \(piece.count) texts, sorted: \(piece.isSorted)", key) }
            if let before = pieces.last, piece.compare(0, Array(before.slice(at: before.count - 1))) <= 0 {
                throw bad("a piece out of order", key)
            }
            pieces.append(piece)
        }
        let dictionary = pieces.count == 1 ? pieces[0] : StringDictionary.joined(pieces)
        guard dictionary.isSorted else { throw bad("pieces out of order", ChunkKey(kind)) }
        cache.withLock { $0.dictionaries[column] = dictionary }
        return dictionary
    }

    private func decoded(
        _ found: (bytes: ArraySlice<UInt8>, count: Int), _ key: ChunkKey
    ) throws(InteractionError) -> StringDictionary {
        var input = ByteReader(found.bytes, place: place(key))
        let dictionary = try StringDictionary.decode(from: &input)
        guard input.isAtEnd, dictionary.count == found.count else { throw bad("\(dictionary.count) texts", key) }
        return dictionary
    }

    /// The dictionary of a text property for a row group that has values: the group's own, else the segment's.
    func propertyDictionary(_ property: Int, group: Int) throws(InteractionError) -> StringDictionary {
        let local = ChunkKey(.propertyDictionary, property: property, ordinal: group + 1)
        if let found = try chunk(local) { return try decoded(found, local) }
        if let kept = cache.withLock({ $0.propertyDictionaries[property] }) { return kept }
        let whole = ChunkKey(.propertyDictionary, property: property)
        guard let found = try chunk(whole) else { throw bad("a chunk is missing", whole) }
        let dictionary = try decoded(found, whole)
        cache.withLock { $0.propertyDictionaries[property] = dictionary }
        return dictionary
    }

    package func clusters() throws(InteractionError) -> ClusterTable {
        if let kept = cache.withLock({ $0.clusters }) { return kept }
        var kinds: [ClusterKind] = []
        var ids: [StringDictionary] = []
        var firstRows: [UInt32] = [0]
        var starts: [Int64] = []
        var ends: [Int64] = []
        var now = facts.day.start.microseconds
        var row: Int64 = 0
        var ordinal = 0
        while kinds.count < facts.clusterCount {
            func key(_ kind: ChunkKind) -> ChunkKey { ChunkKey(kind, ordinal: ordinal) }
            let first = kinds.count
            guard let found = try chunk(key(.clusterKind)) else { throw bad("a chunk is missing", key(.clusterKind)) }
            let count = found.count
            guard count > 0, count <= min(SegmentLimit.pieceEntries, facts.clusterCount - first) else {
                throw bad("a piece of \(count) clusters", key(.clusterKind))
            }
            func integers(_ kind: ChunkKind) throws(InteractionError) -> [Int64] {
                try IntegerChunk.decode(try chunk(key(kind), count: count), count: count, place: place(key(kind)))
            }
            let codes = try CodeChunk.decode(found.bytes, count: count, place: place(key(.clusterKind)))
            for code in codes {
                guard let kind = ClusterKind(rawValue: UInt8(truncatingIfNeeded: code)), code < 256 else {
                    throw bad("cluster kind \(code)", key(.clusterKind))
                }
                kinds.append(kind)
            }
            let texts = try decoded((try chunk(key(.clusterId), count: count), count), key(.clusterId))
            guard !texts.isSorted else { throw bad("ids in the form of sorted texts", key(.clusterId)) }
            for index in 0..<count where kinds[first + index] == .none {
                guard texts.length(at: index) == 0 else { throw bad("an id of nobody", key(.clusterId)) }
            }
            ids.append(texts)
            for rows in try integers(.clusterRows) {
                guard rows > 0, rows <= Int64(facts.rowCount) - row else { throw bad("\(rows) rows in a cluster", key(.clusterRows)) }
                row += rows
                firstRows.append(UInt32(truncatingIfNeeded: row))
            }
            for step in try integers(.clusterStart) {
                now = now &+ step
                starts.append(now)
            }
            for duration in try integers(.clusterDuration) { ends.append(starts[ends.count] &+ duration) }
            ordinal += 1
        }
        guard row == Int64(facts.rowCount) else { throw bad("clusters hold \(row) rows", ChunkKey(.clusterRows)) }
        let table = ClusterTable(
            kinds: kinds, ids: ids.count == 1 ? ids[0] : StringDictionary.joined(ids), firstRows: firstRows, starts: starts,
            ends: ends)
        cache.withLock { $0.clusters = table }
        return table
    }

    package func shapes() throws(InteractionError) -> ShapeTable {
        if let kept = cache.withLock({ $0.shapes }) { return kept }
        var shapes: [Shape] = []
        var known: Set<[UInt8]> = []
        var rows: [Int64] = []
        var ordinal = 0
        repeat {
            let key = ChunkKey(.shapeTable, ordinal: ordinal)
            guard let found = try chunk(key) else { throw bad("a chunk is missing", key) }
            var input = ByteReader(found.bytes, place: place(key))
            let before = shapes.count
            while !input.isAtEnd {
                let length = try input.varint(atMost: input.remaining, "shape length")
                let bytes = try input.bytes(length)
                guard known.insert(Array(bytes)).inserted else { throw input.damaged("a shape stands twice") }
                shapes.append(try Shape.decode(Array(bytes), place: input.place, baseOffset: input.offset(of: bytes)))
            }
            let count = shapes.count - before
            guard count == found.count, count > 0 || facts.rowCount == 0, count <= SegmentLimit.pieceEntries else { throw bad("\(count) shapes", key) }
            let rowsKey = ChunkKey(.shapeRows, ordinal: ordinal)
            rows += try IntegerChunk.decode(try chunk(rowsKey, count: count), count: count, place: place(rowsKey))
            ordinal += 1
        } while footer.chunks[ChunkKey(.shapeTable, ordinal: ordinal)] != nil
        let keys = properties.map { PropertyKey(path: $0.path, lane: $0.lane) }
        let table = ShapeTable(
            shapes: shapes, places: Overflow.places(shapes: shapes, columns: keys),
            rowCounts: rows.map { Int(clamping: $0) })
        cache.withLock { $0.shapes = table }
        return table
    }

    package func rollup() throws(InteractionError) -> Rollup? {
        if let kept = cache.withLock({ $0.rollup }) { return kept }
        let key = ChunkKey(.rollup)
        guard let found = try chunk(key) else { return nil }
        var input = ByteReader(found.bytes, place: place(key))
        let width = Int64(try input.varint(atMost: Merge.rollupActions + 1, "rollup width"))
        let length = try input.varint(atMost: input.remaining, "rollup key length")
        let cells = try IntegerChunk.decode(try input.bytes(length), count: found.count, in: input)
        let counts = try IntegerChunk.decode(input.rest(), count: found.count, in: input)
        // Its codes index the dictionary, and its counts stand for the rows, without further checks.
        guard width == Int64(try dictionary(.action).count) + 1 else { throw bad("a rollup of \(width - 1) actions", key) }
        guard cells.allSatisfy({ $0 >= 0 && $0 < 96 * width && $0 % width > 0 }) else { throw bad("a cell outside the day", key) }
        guard zip(cells, cells.dropFirst()).allSatisfy({ $0 < $1 }) else { throw bad("cells out of order", key) }
        var rest = Int64(facts.rowCount)
        for count in counts {
            guard count > 0, count <= rest else { throw bad("a rollup count of \(count)", key) }
            rest -= count
        }
        guard rest == 0 else { throw bad("a rollup of \(rest) rows too few", key) }
        let rollup = Rollup(
            quarters: cells.map { UInt8(truncatingIfNeeded: $0 / width) },
            actions: cells.map { UInt32(truncatingIfNeeded: $0 % width) }, counts: counts)
        cache.withLock { $0.rollup = rollup }
        return rollup
    }
}
