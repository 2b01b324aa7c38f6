// Reads a footer and checks that it agrees with itself: counts within limits, parts inside the body, chunks inside parts, row
// groups that add up.

import InteractionCoding
import InteractionModel

extension SegmentFooter {
    /// Decodes footer bytes. `bodyEnd` is the file offset where the parts end. Errors: `.damaged` with the offset inside the
    /// footer, `.unsupported` for an unknown required feature.
    init(_ bytes: [UInt8], bodyEnd: Int, place: String) throws(InteractionError) {
        var input = ByteReader(bytes, place: place)
        func bad(_ what: String) -> InteractionError { InteractionError(.damaged, what, place: place + ", footer") }
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
            throw InteractionError(.unsupported, "the segment needs a feature this version does not know", place: place,
                hint: "use a newer version of this program")
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
        for _ in 0..<(try count(SegmentLimit.propertyColumns, "property count")) {
            guard let root = PropertyRoot(rawValue: try input.u8()) else { throw bad("unknown property root") }
            guard let lane = PropertyLane(rawValue: try input.u8()) else { throw bad("unknown lane") }
            let values = try count(rowCount, "value count")
            var keys: [String] = []
            for _ in 0..<(try count(EventLimit.depth, "path depth")) {
                keys.append(String(decoding: try input.text(limit: EventLimit.eventBytes), as: UTF8.self))
            }
            properties.append(PropertyColumn(path: PropertyPath(root, keys), lane: lane, valueCount: values))
        }

        chunks = [:]
        for _ in 0..<(try count(SegmentLimit.footerEntries, "chunk count")) {
            let number = try input.u8()
            let property = try count(max(0, properties.count), "property index")
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
            guard let kind = ChunkKind(rawValue: number) else {
                if number == 0 { throw bad("chunk number 0") }
                continue
            }
            let entry = ChunkEntry(part: part, offset: start, length: length, valueCount: values, range: range)
            guard chunks.updateValue(entry, forKey: ChunkKey(kind, property: property, ordinal: ordinal)) == nil else {
                throw bad("a chunk named twice")
            }
        }
        lineage = SegmentLineage(storeId: Array(try input.bytes(SegmentLineage.storeIdBytes)))
        lineage.erasures = try input.varint()
        for _ in 0..<(try count(SegmentLimit.footerEntries, "replaced count")) {
            lineage.replaced.append(String(decoding: try input.text(limit: 4096), as: UTF8.self))
        }
        guard input.isAtEnd else { throw bad("bytes after the directory") }
    }
}
