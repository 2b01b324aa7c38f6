// Reads a footer and checks that it agrees with itself: counts within limits, parts inside the body, chunks inside parts, row
// groups that add up.

import InteractionCoding
import InteractionModel

extension SegmentFooter {
    /// Decodes footer bytes. `bodyEnd` is the file offset where the parts end. Errors: `.damaged` with the offset inside the
    /// footer, `.unsupported` for an unknown required feature.
    init(_ bytes: [UInt8], bodyEnd: Int, place: String) throws(InteractionError) {
        var input = ByteReader(bytes, place: place + ", footer")
        func bad(_ what: String) -> InteractionError { input.damaged(what) }
        func count(_ limit: Int, _ what: String) throws(InteractionError) -> Int {
            let value = try input.varint()
            guard value <= UInt64(limit) else { throw bad("\(what) \(value) is over the limit \(limit)") }
            return Int(value)
        }
        func span(_ start: Int64, _ what: String) throws(InteractionError) -> Int64 {
            let length = try input.varint()
            guard length <= UInt64(Int64.max) else { throw bad("\(what) is out of range") }
            let (end, overflow) = start.addingReportingOverflow(Int64(length))
            guard !overflow else { throw bad("\(what) is out of range") }
            return end
        }
        guard try input.varint() & ~Self.knownFeatures == 0 else {
            throw input.unsupported(
                "the segment needs a feature this version does not know", hint: "use a newer version of this program")
        }
        guard let kind = SegmentKind(rawValue: try input.u8()), kind != .memory else { throw bad("unknown segment kind") }
        guard let day = Int32(exactly: try input.zigzag()) else { throw bad("day out of range") }
        let rowCount = try count(SegmentLimit.rows, "row count")
        let clusterCount = try count(rowCount, "cluster count")
        let firstSequence = try input.zigzag()
        let lastSequence = try span(firstSequence, "sequence range")
        let firstTimestamp = try input.zigzag()
        let lastTimestamp = try span(firstTimestamp, "time range")
        facts = SegmentFacts(
            kind: kind, day: Day(number: day), rowCount: rowCount, clusterCount: clusterCount,
            firstTimestamp: firstTimestamp, lastTimestamp: lastTimestamp, firstSequence: firstSequence,
            lastSequence: lastSequence)
        guard rowCount == 0
            || (Timestamp(microseconds: firstTimestamp).day == facts.day
                && Timestamp(microseconds: lastTimestamp).day == facts.day)
        else { throw bad("times outside the segment's day") }

        rowGroups = []
        var row = 0
        for _ in 0..<(try count(SegmentLimit.footerEntries, "row group count")) {
            let rows = try count(min(SegmentLimit.rowsPerGroup, rowCount - row), "row group size")
            guard rows > 0 else { throw bad("an empty row group") }
            let first = try span(firstTimestamp, "row group time")
            let last = try span(first, "row group time")
            guard last <= lastTimestamp else { throw bad("row group time outside the segment's") }
            rowGroups.append(RowGroup(firstRow: row, rowCount: rows, firstTimestamp: first, lastTimestamp: last))
            row += rows
        }
        guard row == rowCount else { throw bad("row groups hold \(row) rows, not \(rowCount)") }

        parts = []
        var offset = SegmentLayout.headerBytes
        for _ in 0..<(try count(SegmentLimit.footerEntries, "part count")) {
            let stored = try count(bodyEnd - offset, "part length")
            let raw = try count(SegmentLimit.partBytes, "raw part length")
            guard let codec = Codec(rawValue: try input.u8()) else { throw bad("unknown codec") }
            parts.append(
                PartEntry(offset: offset, storedLength: stored, rawLength: raw, codec: codec, checksum: try input.u32()))
            offset += stored
        }
        guard offset == bodyEnd else { throw bad("parts end at \(offset), not at \(bodyEnd)") }

        properties = []
        var known: Set<PropertyKey> = []
        for _ in 0..<(try count(SegmentLimit.propertyColumns, "property count")) {
            guard let root = PropertyRoot(rawValue: try input.u8()) else { throw bad("unknown property root") }
            guard let lane = PropertyLane(rawValue: try input.u8()) else { throw bad("unknown lane") }
            let values = try count(rowCount, "value count")
            var keys: [String] = []
            for _ in 0..<(try count(EventLimit.depth, "path depth")) {
                keys.append(String(decoding: try input.text(limit: EventLimit.eventBytes), as: UTF8.self))
            }
            let path = PropertyPath(root, keys)
            guard !keys.isEmpty, known.insert(PropertyKey(path: path, lane: lane)).inserted else {
                throw bad("a property column without a key, or a second one of a path and lane")
            }
            properties.append(PropertyColumn(path: path, lane: lane, valueCount: values))
        }

        let chunkCount = try count(SegmentLimit.footerEntries, "chunk count")
        // A table that grows entry by entry was half of the cost of opening. An entry takes at least seven bytes, so the count is
        // not believed beyond what is there.
        chunks = Dictionary(minimumCapacity: min(chunkCount, input.remaining / 7))
        var before: (UInt8, UInt64, Int)?
        for _ in 0..<chunkCount {
            let number = try input.u8()
            guard number != 0 else { throw bad("chunk number 0") }
            let property = try input.varint()
            let ordinal = try count(SegmentLimit.footerEntries, "chunk ordinal")
            let part = try count(max(0, parts.count - 1), "part index")
            guard parts.indices.contains(part) else { throw bad("a chunk without a part") }
            let start = try count(parts[part].rawLength, "chunk offset")
            let length = try count(parts[part].rawLength - start, "chunk length")
            let values = try count(SegmentLimit.rows, "chunk value count")
            let range: PropertyRange?
            switch try input.u8() {
            case 1: range = nil
            case 2: range = .ints(try input.zigzag(), try input.zigzag())
            case 3: range = .doubles(Double(bitPattern: try input.u64()), Double(bitPattern: try input.u64()))
            default: throw bad("unknown zone map kind")
            }
            guard range?.isOrdered ?? true else { throw bad("a zone map whose smallest value is not its smallest") }
            let name = (number, property, ordinal)
            if let before, before >= name { throw bad("chunks out of order") }
            before = name
            guard let kind = ChunkKind(rawValue: number) else { continue }
            let key = ChunkKey(kind, property: try Self.column(property, kind, of: properties.count, input), ordinal: ordinal)
            let lane = kind == .property ? properties[key.property].lane : nil
            switch (lane, range) {
            case (.int64, .ints), (.double, .doubles): break
            case (.int64, _), (.double, _): throw bad("no zone map of its lane at \(key)")
            case (_, nil): break
            default: throw bad("a zone map at \(key)")
            }
            chunks[key] = ChunkEntry(part: part, offset: start, length: length, valueCount: values, range: range)
        }
        lineage = SegmentLineage(storeId: Array(try input.bytes(SegmentLineage.storeIdBytes)))
        lineage.erasures = try input.varint()
        for _ in 0..<(try count(SegmentLimit.footerEntries, "replaced count")) {
            lineage.replaced.append(String(decoding: try input.text(limit: 4096), as: UTF8.self))
        }
        guard input.isAtEnd else { throw bad("bytes after the directory") }
    }

    /// The property column of a chunk of a known kind: one of `count` for property chunks and dictionaries, else 0.
    private static func column(
        _ number: UInt64, _ kind: ChunkKind, of count: Int, _ input: ByteReader
    ) throws(InteractionError) -> Int {
        let limit = kind == .property || kind == .propertyDictionary ? count : 1
        guard let column = Int(exactly: number), column < limit else { throw input.damaged("property \(number) at \(kind)") }
        return column
    }
}
