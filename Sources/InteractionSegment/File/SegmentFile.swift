// Reads a segment file: header, tail and footer at opening, everything else on demand. Every part is checked against its CRC
// before it is decompressed, every chunk against its directory entry before a value is returned.

import InteractionCoding
import InteractionFiles
import InteractionModel
import Synchronization

/// A day segment on disk.
package final class SegmentFile: SegmentSource {
    /// Name used in errors, relative to the store.
    package let name: String
    package let facts: SegmentFacts
    package let rowGroups: [RowGroup]
    package let properties: [PropertyColumn]
    /// Whose it is, and which files it replaced.
    package let lineage: SegmentLineage
    /// CRC32C of the stored footer.
    package let footerChecksum: UInt32
    package let fileBytes: Int

    let file: any ReadableFile
    let footer: SegmentFooter
    let cache = Mutex(SegmentCache())
    let shapeRows = ShapeRowCache()
    private let remembered = SegmentMemo()
    package var memo: SegmentMemo? { remembered }
    private let counter = TrafficCounter()

    package var traffic: SegmentTraffic { counter.value }

    /// Opens a segment. `footerChecksum` is the manifest's; a file with another footer is refused. Errors: `.damaged`,
    /// `.unsupported` for another version, `.inputOutput`. Cost: two small reads.
    package init(file: any ReadableFile, name: String, footerChecksum expected: UInt32?) throws(InteractionError) {
        func bad(_ what: String, at offset: Int) -> InteractionError {
            InteractionError(.damaged, what, place: "\(name), offset \(offset)")
        }
        let size = try file.size
        guard size >= SegmentLayout.headerBytes + SegmentLayout.tailBytes else { throw bad("too short for a segment", at: size) }

        let headerBytes = try file.read(offset: 0, count: SegmentLayout.headerBytes)
        guard Array(headerBytes.prefix(8)) == SegmentLayout.magic else { throw bad("not a segment file", at: 0) }
        var header = ByteReader(Array(headerBytes[8...]), place: name, baseOffset: 8)
        let version = try header.u16()
        let kind = try header.u8()
        let reserved = try header.u8()
        guard try header.u32() == CRC32C.checksum(headerBytes[..<12]) else { throw bad("header checksum", at: 12) }
        guard version == SegmentLayout.version else {
            throw InteractionError(
                .unsupported, "segment version \(version)", place: "\(name), offset 8",
                hint: "use a newer version of this program; this one reads version \(SegmentLayout.version)")
        }
        guard reserved == 0 else { throw bad("a reserved byte is not 0", at: 11) }

        let tailOffset = size - SegmentLayout.tailBytes
        let tailBytes = try file.read(offset: tailOffset, count: SegmentLayout.tailBytes)
        guard Array(tailBytes.suffix(4)) == SegmentLayout.endMagic else { throw bad("no end mark", at: size - 4) }
        var tail = ByteReader(tailBytes, place: name, baseOffset: tailOffset)
        let stored = Int(try tail.u32())
        let raw = Int(try tail.u32())
        let checksum = try tail.u32()
        let codecNumber = try tail.u8()
        let padding = try tail.bytes(3)
        guard try tail.u32() == CRC32C.checksum(tailBytes[..<16]) else { throw bad("tail checksum", at: tailOffset + 16) }
        guard let codec = Codec(rawValue: codecNumber), padding.allSatisfy({ $0 == 0 }) else {
            throw bad("unknown footer codec", at: tailOffset + 12)
        }
        let bodyEnd = tailOffset - stored
        guard bodyEnd >= SegmentLayout.headerBytes, raw <= SegmentLimit.footerBytes else {
            throw bad("footer length \(stored)", at: tailOffset)
        }
        guard expected == nil || expected == checksum else {
            throw bad("not the segment the manifest names (footer checksum)", at: tailOffset + 8)
        }
        let footerBytes = try file.read(offset: bodyEnd, count: stored)
        guard CRC32C.checksum(footerBytes) == checksum else { throw bad("footer checksum", at: bodyEnd) }
        let content = try Self.decompressed(footerBytes, codec, raw, place: "\(name), offset \(bodyEnd)")
        footer = try SegmentFooter(content, bodyEnd: bodyEnd, place: name)
        guard footer.facts.kind.rawValue == kind else { throw bad("header and footer name two kinds", at: 10) }

        self.file = file
        self.name = name
        facts = footer.facts
        rowGroups = footer.rowGroups
        properties = footer.properties
        lineage = footer.lineage
        self.footerChecksum = checksum
        fileBytes = size
    }

    /// How errors name a chunk; offsets behind it count from the chunk's first byte.
    func place(_ key: ChunkKey) -> String { "\(name), \(key)" }

    func bad(_ what: String, _ key: ChunkKey) -> InteractionError {
        InteractionError(.damaged, what, place: place(key) + ", offset 0")
    }

    /// Decompresses, and names the place in an error.
    private static func decompressed(
        _ bytes: [UInt8], _ codec: Codec, _ rawLength: Int, place: String
    ) throws(InteractionError) -> [UInt8] {
        do {
            return try codec.decompress(bytes, rawLength: rawLength)
        } catch {
            throw InteractionError(error.code, error.message, place: place)
        }
    }

    /// The raw bytes of a part, checked. Parts shared by several chunks are kept.
    private func part(_ index: Int) throws(InteractionError) -> [UInt8] {
        if let kept = cache.withLock({ $0.parts[index] }) { return kept }
        let entry = footer.parts[index]
        let stored = try file.read(offset: entry.offset, count: entry.storedLength)
        counter.addRead(entry.storedLength)
        guard CRC32C.checksum(stored) == entry.checksum else {
            throw InteractionError(.damaged, "part checksum", place: "\(name), offset \(entry.offset)")
        }
        let raw = try Self.decompressed(stored, entry.codec, entry.rawLength, place: "\(name), offset \(entry.offset)")
        if raw.count <= SegmentLimit.pooledPartBytes + SegmentLimit.pooledChunkBytes {
            cache.withLock { $0.parts[index] = raw }
        }
        return raw
    }

    /// A chunk's bytes and value count; nil when the segment has no such chunk.
    func chunk(_ key: ChunkKey) throws(InteractionError) -> (bytes: ArraySlice<UInt8>, count: Int)? {
        guard let entry = footer.chunks[key] else { return nil }
        let raw = try part(entry.part)
        counter.addDecoded(entry.length)
        return (raw[entry.offset..<(entry.offset + entry.length)], entry.valueCount)
    }

    /// A chunk that must exist with exactly `count` values.
    func chunk(_ key: ChunkKey, count: Int) throws(InteractionError) -> ArraySlice<UInt8> {
        guard let found = try chunk(key) else { throw bad("a chunk is missing", key) }
        guard found.count == count else { throw bad("\(found.count) values, not \(count)", key) }
        return found.bytes
    }

    func checked(_ group: Int) throws(InteractionError) -> RowGroup {
        guard rowGroups.indices.contains(group) else {
            throw InteractionError(.invalidArgument, "no row group \(group)", place: name)
        }
        return rowGroups[group]
    }
}

/// What a segment file keeps decoded.
struct SegmentCache {
    var parts: [Int: [UInt8]] = [:]
    var dictionaries: [CodeColumn: StringDictionary] = [:]
    var propertyDictionaries: [Int: StringDictionary] = [:]
    var clusters: ClusterTable?
    var shapes: ShapeTable?
    var rollup: Rollup?
}
