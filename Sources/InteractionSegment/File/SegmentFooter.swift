// The directory of a segment file: facts, row groups, parts, property columns and chunks (Format/segment.md, "Footer").
// Numbers are varints unless said otherwise; every count is checked against a limit before anything is allocated for it.

import InteractionCoding
import InteractionModel

/// A decoded segment footer.
struct SegmentFooter: Sendable {
    var facts: SegmentFacts
    var rowGroups: [RowGroup]
    var parts: [PartEntry]
    var properties: [PropertyColumn]
    var chunks: [ChunkKey: ChunkEntry]
    var lineage: SegmentLineage

    /// Features a reader must know; none exist yet.
    static let knownFeatures: UInt64 = 0

    /// The footer's bytes. Cost: linear in the chunks.
    func encoded() -> [UInt8] {
        var out = ByteWriter()
        out.varint(Self.knownFeatures)
        out.u8(facts.kind.rawValue)
        out.zigzag(Int64(facts.day.number))
        out.varint(UInt64(facts.rowCount))
        out.varint(UInt64(facts.clusterCount))
        out.zigzag(facts.firstSequence)
        out.varint(UInt64(facts.lastSequence - facts.firstSequence))
        out.zigzag(facts.firstTimestamp)
        out.varint(UInt64(facts.lastTimestamp - facts.firstTimestamp))
        out.varint(UInt64(rowGroups.count))
        for group in rowGroups {
            out.varint(UInt64(group.rowCount))
            out.varint(UInt64(group.firstTimestamp - facts.firstTimestamp))
            out.varint(UInt64(group.lastTimestamp - group.firstTimestamp))
        }
        out.varint(UInt64(parts.count))
        for part in parts {
            out.varint(UInt64(part.storedLength))
            out.varint(UInt64(part.rawLength))
            out.u8(part.codec.rawValue)
            out.u32(part.checksum)
        }
        out.varint(UInt64(properties.count))
        for column in properties {
            out.u8(column.path.root.rawValue)
            out.u8(column.lane.rawValue)
            out.varint(UInt64(column.valueCount))
            out.varint(UInt64(column.path.keys.count))
            for key in column.path.keys { out.string(key) }
        }
        let sorted = chunks.sorted { a, b in
            (a.key.kind.rawValue, a.key.property, a.key.ordinal) < (b.key.kind.rawValue, b.key.property, b.key.ordinal)
        }
        out.varint(UInt64(sorted.count))
        for (key, entry) in sorted {
            out.u8(key.kind.rawValue)
            out.varint(UInt64(key.property))
            out.varint(UInt64(key.ordinal))
            out.varint(UInt64(entry.part))
            out.varint(UInt64(entry.offset))
            out.varint(UInt64(entry.length))
            out.varint(UInt64(entry.valueCount))
            switch entry.range {
            case nil: out.u8(1)
            case .ints(let low, let high):
                out.u8(2)
                out.zigzag(low)
                out.zigzag(high)
            case .doubles(let low, let high):
                out.u8(3)
                out.u64(low.bitPattern)
                out.u64(high.bitPattern)
            }
        }
        out.append(bytes: lineage.storeId)
        out.varint(lineage.erasures)
        out.varint(UInt64(lineage.replaced.count))
        for name in lineage.replaced { out.string(name) }
        return out.bytes
    }
}
