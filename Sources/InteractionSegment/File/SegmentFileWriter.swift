// Writes the bytes of a segment file: chunks go in column by column, small ones share a part, and the footer names them all.
// Parts are compressed only where that saves enough to pay for the time a reader spends on it.

import InteractionCoding
import InteractionFiles
import InteractionModel

/// What a manifest keeps of a written segment.
package struct SegmentSummary: Sendable, Hashable {
    package var facts: SegmentFacts
    /// Size of the file in bytes.
    package var fileBytes: Int
    /// CRC32C of the stored footer; the manifest and the file must agree.
    package var footerChecksum: UInt32

    package init(facts: SegmentFacts, fileBytes: Int, footerChecksum: UInt32) {
        self.facts = facts
        self.fileBytes = fileBytes
        self.footerChecksum = footerChecksum
    }
}

/// Collects chunks and writes them as parts.
final class SegmentFileWriter {
    private let file: any WritableFile
    private let kind: SegmentKind
    private var offset = 0
    private var parts: [PartEntry] = []
    private var chunks: [ChunkKey: ChunkEntry] = [:]
    private var pool: [UInt8] = []
    private var pooled: [(key: ChunkKey, entry: ChunkEntry)] = []

    /// Starts a file of the given kind by writing its header.
    init(file: any WritableFile, kind: SegmentKind) throws(InteractionError) {
        self.file = file
        self.kind = kind
        var header = ByteWriter()
        header.append(bytes: SegmentLayout.magic)
        header.u16(SegmentLayout.version)
        header.u8(kind.rawValue)
        header.u8(0)
        header.u32(CRC32C.checksum(header.bytes))
        try put(header.bytes)
    }

    private func put(_ bytes: [UInt8]) throws(InteractionError) {
        try file.append(bytes)
        offset += bytes.count
    }

    /// Adds a chunk. `isText` allows compression for a smaller saving: text is read rarely and compresses well.
    func add(
        _ key: ChunkKey, _ bytes: [UInt8], valueCount: Int, range: PropertyRange? = nil, isText: Bool = false
    ) throws(InteractionError) {
        guard bytes.count <= SegmentLimit.partBytes else {
            throw InteractionError(.limitReached, "a column chunk of \(bytes.count) bytes", hint: "limit \(SegmentLimit.partBytes)")
        }
        // What a decoder takes; a dictionary may have more texts.
        guard isText || valueCount <= CodingLimit.chunkValues else {
            throw InteractionError(.limitReached, "a chunk of \(valueCount) values", hint: "limit \(CodingLimit.chunkValues)")
        }
        var entry = ChunkEntry(part: -1, offset: 0, length: bytes.count, valueCount: valueCount, range: range)
        if bytes.count >= SegmentLimit.pooledChunkBytes {
            entry.part = parts.count
            chunks[key] = entry
            try writePart(bytes, percentToSave: isText ? 4 : 20)
            return
        }
        entry.offset = pool.count
        pool += bytes
        pooled.append((key, entry))
        if pool.count >= SegmentLimit.pooledPartBytes { try writePool() }
    }

    private func writePool() throws(InteractionError) {
        guard !pooled.isEmpty else { return }
        for (key, entry) in pooled {
            var placed = entry
            placed.part = parts.count
            chunks[key] = placed
        }
        let bytes = pool
        pool = []
        pooled = []
        try writePart(bytes, percentToSave: 1)
    }

    private var codec: Codec { kind == .compacted ? .zstd : .lz4 }

    private func writePart(_ raw: [UInt8], percentToSave: Int) throws(InteractionError) {
        var stored = raw
        var used = Codec.none
        if raw.count >= 32 {
            let smaller = codec.compress(raw, level: 3)
            if !smaller.isEmpty, smaller.count * 100 <= raw.count * (100 - percentToSave) {
                stored = smaller
                used = codec
            }
        }
        parts.append(
            PartEntry(
                offset: offset, storedLength: stored.count, rawLength: raw.count, codec: used,
                checksum: CRC32C.checksum(stored)))
        try put(stored)
    }

    /// Writes the directory and the tail. The caller syncs and closes the file.
    func finish(
        facts: SegmentFacts, rowGroups: [RowGroup], properties: [PropertyColumn], lineage: SegmentLineage
    ) throws(InteractionError) -> SegmentSummary {
        try writePool()
        var facts = facts
        facts.kind = kind
        let raw = SegmentFooter(
            facts: facts, rowGroups: rowGroups, parts: parts, properties: properties, chunks: chunks, lineage: lineage
        ).encoded()
        guard raw.count <= SegmentLimit.footerBytes else {
            throw InteractionError(.limitReached, "a segment footer of \(raw.count) bytes")
        }
        let smaller = Codec.zstd.compress(raw, level: 3)
        let used = !smaller.isEmpty && smaller.count < raw.count ? Codec.zstd : Codec.none
        let stored = used == .zstd ? smaller : raw
        let checksum = CRC32C.checksum(stored)
        var tail = ByteWriter()
        tail.u32(UInt32(truncatingIfNeeded: stored.count))
        tail.u32(UInt32(truncatingIfNeeded: raw.count))
        tail.u32(checksum)
        tail.u8(used.rawValue)
        tail.append(bytes: [0, 0, 0])
        tail.u32(CRC32C.checksum(tail.bytes))
        tail.append(bytes: SegmentLayout.endMagic)
        try put(stored)
        try put(tail.bytes)
        return SegmentSummary(facts: facts, fileBytes: offset, footerChecksum: checksum)
    }
}
