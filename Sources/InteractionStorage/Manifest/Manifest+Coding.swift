// The bytes of a manifest (Format/manifest.md): two equal copies, each with a header of magic 8, version u16, reserved u16,
// body length u32, CRC32C of the body u32, CRC32C of the header u32. One damaged copy is survived.

import InteractionCoding
import InteractionModel
import InteractionSegment

extension Manifest {
    static let magic: [UInt8] = [0x49, 0x41, 0x4d, 0x41, 0x4e, 0x0d, 0x0a, 0x1a]
    static let version: UInt16 = 1
    static let headerBytes = 24
    /// Features that a reader, and those that a writer must know; none exist yet.
    static let knownFeatures = ManifestFeatures(read: 0, write: 0)

    /// The whole file: both copies.
    func encoded() -> [UInt8] {
        let body = encodedBody()
        var out = ByteWriter()
        out.append(bytes: Self.magic)
        out.u16(Self.version)
        out.u16(0)
        out.u32(UInt32(truncatingIfNeeded: body.count))
        out.u32(CRC32C.checksum(body))
        out.u32(CRC32C.checksum(out.bytes))
        out.append(bytes: body)
        return out.bytes + out.bytes
    }

    private func encodedBody() -> [UInt8] {
        var out = ByteWriter()
        out.varint(features.read)
        out.varint(features.write)
        out.varint(generation)
        out.append(bytes: storeId)
        out.append(bytes: joinKey)
        out.i64(clock.microseconds)
        out.varint(journalStart)
        out.zigzag(nextSequence)
        out.varint(UInt64(settings.count))
        for (name, value) in settings.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            out.string(name)
            out.string(value)
        }
        out.varint(UInt64(segments.count))
        for entry in segments { entry.encode(to: &out) }
        out.u8(late == nil ? 1 : 2)
        if let late {
            out.varint(late.number)
            out.varint(UInt64(late.rowCount))
            out.varint(UInt64(late.fileBytes))
        }
        out.varint(UInt64(imports.count))
        for record in imports {
            out.u64(record.id)
            out.varint(record.inputLength)
            out.string(bytes: record.inputHash)
            out.varint(record.stored)
            out.varint(record.rejected)
        }
        out.varint(UInt64(dropped.count))
        for file in dropped {
            out.string(file.name)
            out.i64(file.at.microseconds)
        }
        out.varint(UInt64(sections.count))
        for section in sections.sorted(by: { $0.kind < $1.kind }) {
            out.varint(section.kind)
            out.string(bytes: section.bytes)
        }
        return out.bytes
    }

    /// Decodes a manifest file from whichever copy is whole. Errors: `.damaged` when neither is, `.unsupported` for another
    /// version.
    init(file bytes: [UInt8], place: String) throws(InteractionError) {
        do {
            self = try Self.copy(in: bytes[...], place: place)
        } catch {
            if error.code == .unsupported { throw error }
            guard bytes.count > Self.headerBytes, bytes.count % 2 == 0 else { throw error }
            do {
                self = try Self.copy(in: bytes[(bytes.count / 2)...], place: place)
            } catch let second {
                throw second.code == .unsupported ? second : error
            }
        }
    }

    private static func copy(in bytes: ArraySlice<UInt8>, place: String) throws(InteractionError) -> Manifest {
        var header = ByteReader(bytes, place: place, baseOffset: bytes.startIndex)
        let start = Array(try header.bytes(8))
        guard start == magic else { throw header.damaged("not a manifest") }
        let version = try header.u16()
        let reserved = try header.u16()
        let length = Int(try header.u32())
        let checksum = try header.u32()
        let headerChecksum = try header.u32()
        guard headerChecksum == CRC32C.checksum(bytes.prefix(headerBytes - 4)) else { throw header.damaged("header checksum") }
        guard version == Self.version else {
            throw InteractionError(
                .unsupported, "store version \(version)", place: "\(place), offset \(bytes.startIndex + 8)",
                hint: "use a newer version of this program; this one reads version \(Self.version)")
        }
        guard reserved == 0, length <= StoreLimit.manifestBytes else { throw header.damaged("manifest length \(length)") }
        let body = try header.bytes(length)
        guard CRC32C.checksum(body) == checksum else { throw header.damaged("body checksum") }
        var input = ByteReader(body, place: place, baseOffset: header.offset(of: body))
        return try decodedBody(&input)
    }

    private static func decodedBody(_ input: inout ByteReader) throws(InteractionError) -> Manifest {
        let readFeatures = try input.varint()
        guard readFeatures & ~knownFeatures.read == 0 else {
            throw input.unsupported("the store needs a feature this version does not know", hint: "use a newer version of this program")
        }
        let features = ManifestFeatures(read: readFeatures, write: try input.varint())
        let generation = try input.number("generation")
        let storeId = Array(try input.bytes(16))
        var manifest = Manifest(storeId: storeId, joinKey: Array(try input.bytes(16)))
        manifest.features = features
        manifest.generation = generation
        manifest.clock = Timestamp(microseconds: try input.i64())
        manifest.journalStart = try input.number("first journal file")
        manifest.nextSequence = try input.zigzag()
        guard manifest.nextSequence > 0 else { throw input.damaged("next sequence \(manifest.nextSequence)") }
        func text(_ limit: Int) throws(InteractionError) -> String {
            String(decoding: try input.text(limit: limit), as: UTF8.self)
        }
        var before: String?
        for _ in 0..<(try input.varint(atMost: 4096, "setting count")) {
            let name = try text(1024)
            guard before?.utf8.lexicographicallyPrecedes(name.utf8) ?? true else { throw input.damaged("settings out of order") }
            before = name
            manifest.settings[name] = try text(65_536)
        }
        for _ in 0..<(try input.varint(atMost: StoreLimit.segments, "segment count")) {
            let entry = try SegmentEntry(from: &input)
            if let last = manifest.segments.last {
                guard (last.day, last.summary.facts.firstSequence) <= (entry.day, entry.summary.facts.firstSequence) else {
                    throw input.damaged("segments out of order")
                }
            }
            manifest.segments.append(entry)
        }
        switch try input.u8() {
        case 1: manifest.late = nil
        case 2:
            let number = try input.number("number of the late file")
            let rows = try input.varint(atMost: SegmentLimit.rows, "late row count")
            manifest.late = LateEntry(
                number: number, rowCount: rows, fileBytes: try input.varint(atMost: StoreLimit.fileBytes, "late file size"))
        default: throw input.damaged("late file mark")
        }
        for _ in 0..<(try input.varint(atMost: StoreLimit.importRecords, "import count")) {
            let id = try input.u64()
            let length = try input.varint()
            let hash = Array(try input.string(limit: StoreLimit.importHashBytes))
            guard !hash.isEmpty else { throw input.damaged("an import record without progress") }
            let stored = try input.varint()
            manifest.imports.append(
                ImportRecord(id: id, inputLength: length, inputHash: hash, stored: stored, rejected: try input.varint()))
        }
        for _ in 0..<(try input.varint(atMost: StoreLimit.segments, "dropped count")) {
            let name = try text(1024)
            manifest.dropped.append(DroppedFile(name: name, at: Timestamp(microseconds: try input.i64())))
        }
        for _ in 0..<(try input.varint(atMost: StoreLimit.manifestSections, "section count")) {
            let kind = try input.varint()
            guard kind > manifest.sections.last?.kind ?? 0 else { throw input.damaged("sections out of order") }
            manifest.sections.append(
                ManifestSection(kind: kind, bytes: Array(try input.string(limit: StoreLimit.manifestBytes))))
        }
        try input.expectEnd()
        return manifest
    }
}

extension SegmentEntry {
    /// The bytes of an entry of the segment table.
    func encode(to out: inout ByteWriter) {
        let facts = summary.facts
        out.string(name)
        out.u8(facts.kind.rawValue)
        out.zigzag(Int64(facts.day.number))
        out.varint(UInt64(facts.rowCount))
        out.varint(UInt64(facts.clusterCount))
        out.zigzag(facts.firstTimestamp)
        out.zigzag(facts.lastTimestamp)
        out.zigzag(facts.firstSequence)
        out.zigzag(facts.lastSequence)
        out.varint(UInt64(summary.fileBytes))
        out.u32(summary.footerChecksum)
    }

    /// Errors: `.damaged`.
    init(from input: inout ByteReader) throws(InteractionError) {
        let name = String(decoding: try input.text(limit: 1024), as: UTF8.self)
        guard let kind = SegmentKind(rawValue: try input.u8()), kind != .memory else { throw input.damaged("segment kind") }
        guard let number = Int32(exactly: try input.zigzag()), Timestamp.earliest.day.number <= number,
            number < Timestamp.end.day.number
        else { throw input.damaged("day out of range") }
        let day = Day(number: number)
        guard StoreLayout.isSegment(name, day: day, isCompacted: kind == .compacted) else {
            throw input.damaged("no name of a segment of \(day)")
        }
        let rows = try input.varint(atMost: SegmentLimit.rows, "row count")
        let clusters = try input.varint(atMost: rows, "cluster count")
        let firstTimestamp = try input.zigzag()
        let lastTimestamp = try input.zigzag()
        let firstSequence = try input.zigzag()
        let lastSequence = try input.zigzag()
        guard firstTimestamp <= lastTimestamp, firstSequence <= lastSequence else { throw input.damaged("an empty range") }
        let bytes = try input.varint(atMost: StoreLimit.fileBytes, "file size")
        self.init(
            name: name,
            summary: SegmentSummary(
                facts: SegmentFacts(
                    kind: kind, day: day, rowCount: rows, clusterCount: clusters, firstTimestamp: firstTimestamp,
                    lastTimestamp: lastTimestamp, firstSequence: firstSequence, lastSequence: lastSequence),
                fileBytes: bytes, footerChecksum: try input.u32()))
    }
}

extension ByteReader {
    /// A generation or the number of a file. Errors: `.damaged` above the largest.
    fileprivate mutating func number(_ what: String) throws(InteractionError) -> UInt64 {
        UInt64(try varint(atMost: Int(StoreLimit.fileNumber), what))
    }
}
