// The bytes of a journal or late file (Format/journal.md): a fixed header, two slots for the durable mark, then frames.
//
//   offset 0     magic 8, version u16, kind u8 (1 journal, 2 late), reserved u8, features u32, store id 16, file number u64,
//                crc32c u32
//   offset 512   slot A: durable end u64, counter u32, crc32c of the 12 bytes before u32
//   offset 1024  slot B: the same; slots are written in turn, each in a sector of its own, so a torn write leaves the other
//   offset 1536  frames: mark "IAFR" 4, payload length u32, row count u32, first sequence i64, batch id u64,
//                crc32c of the payload u32, crc32c of the 32 bytes before u32, payload
//
// A journal payload is `row count` times varint length, row; sequences ascend by one from the first. In a late payload each row
// is preceded by the varint distance of its sequence from the row before.

import InteractionCoding
import InteractionModel

enum JournalFormat {
    static let magic: [UInt8] = [0x49, 0x41, 0x4a, 0x52, 0x4e, 0x0d, 0x0a, 0x1a]
    static let version: UInt16 = 1
    /// Features that a reader must know; none exist yet.
    static let knownFeatures: UInt32 = 0
    static let headerBytes = 44
    static let slotOffsets = [512, 1024]
    static let slotBytes = 16
    static let frameStart = 1536
    static let frameMark: [UInt8] = [0x49, 0x41, 0x46, 0x52]
    static let frameHeaderBytes = 36

    enum Kind: UInt8 {
        case journal = 1
        case late = 2
    }

    /// The first 1,536 bytes of a new file.
    static func start(kind: Kind, storeId: [UInt8], number: UInt64) -> [UInt8] {
        var out = ByteWriter()
        out.append(bytes: magic)
        out.u16(version)
        out.u8(kind.rawValue)
        out.u8(0)
        out.u32(knownFeatures)
        out.append(bytes: storeId)
        out.u64(number)
        out.u32(CRC32C.checksum(out.bytes))
        return out.bytes + [UInt8](repeating: 0, count: frameStart - out.bytes.count)
    }

    /// Checks a header. Errors: `.damaged`, `.unsupported`.
    static func check(header bytes: [UInt8], kind: Kind, storeId: [UInt8], number: UInt64, place: String) throws(InteractionError) {
        var input = ByteReader(bytes, place: place)
        guard Array(try input.bytes(8)) == magic else { throw input.damaged("not a journal") }
        let found = try input.u16()
        let foundKind = try input.u8()
        let reserved = try input.u8()
        let features = try input.u32()
        let id = Array(try input.bytes(16))
        let foundNumber = try input.u64()
        guard try input.u32() == CRC32C.checksum(bytes.prefix(headerBytes - 4)) else { throw input.damaged("header checksum") }
        func wrong(
            _ code: InteractionError.Code, _ what: String, at offset: Int, hint: String? = nil
        ) -> InteractionError {
            InteractionError(code, what, place: "\(place), offset \(offset)", hint: hint)
        }
        guard found == version else {
            throw wrong(
                .unsupported, "journal version \(found)", at: 8,
                hint: "use a newer version of this program; this one reads version \(version)")
        }
        guard features & ~knownFeatures == 0 else {
            throw wrong(
                .unsupported, "the journal needs a feature this version does not know", at: 12,
                hint: "use a newer version of this program")
        }
        guard foundKind == kind.rawValue else { throw wrong(.damaged, "journal kind \(foundKind)", at: 10) }
        guard reserved == 0 else { throw wrong(.damaged, "a reserved byte is not 0", at: 11) }
        guard id == storeId else { throw wrong(.damaged, "a journal of another store", at: 16) }
        guard foundNumber == number else { throw wrong(.damaged, "a journal of another number", at: 32) }
    }

    /// The store id of a header whose checksum is right; nil for anything else.
    static func storeId(of bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count == headerBytes, Array(bytes.prefix(8)) == magic else { return nil }
        var input = ByteReader(bytes[(headerBytes - 4)...], place: "header")
        guard let checksum = try? input.u32(), checksum == CRC32C.checksum(bytes.prefix(headerBytes - 4)) else { return nil }
        return Array(bytes[16..<32])
    }

    static func slot(durableEnd: Int, counter: UInt32) -> [UInt8] {
        var out = ByteWriter()
        out.u64(UInt64(durableEnd))
        out.u32(counter)
        out.u32(CRC32C.checksum(out.bytes))
        return out.bytes
    }

    /// The newest whole slot; the start of frames when none was written yet.
    static func mark(in bytes: [UInt8]) -> (durableEnd: Int, counter: UInt32) {
        var best = (durableEnd: frameStart, counter: UInt32(0))
        for offset in slotOffsets where bytes.count >= offset + slotBytes {
            var input = ByteReader(bytes[offset..<(offset + slotBytes)], place: "slot")
            guard let end = try? input.u64(), let counter = try? input.u32(), let checksum = try? input.u32(),
                checksum == CRC32C.checksum(bytes[offset..<(offset + slotBytes - 4)]), counter > best.counter,
                let value = Int(exactly: end), value >= frameStart
            else { continue }
            best = (value, counter)
        }
        return best
    }

    /// Whether a slot holds something that was never written to it: neither zeros nor a whole slot. A slot lies in a sector of its
    /// own, so that no crash leaves it half written. Zeros beside a mark of the counter 2 or more are bad too: the slot before it
    /// was on disk when that mark was written.
    static func hasBadSlot(in bytes: [UInt8]) -> Bool {
        let counter = mark(in: bytes).counter
        return slotOffsets.contains { offset in
            guard bytes.count >= offset + slotBytes else { return false }
            let slot = bytes[offset..<(offset + slotBytes)]
            if slot.allSatisfy({ $0 == 0 }) { return counter > 1 }
            return mark(in: [UInt8](repeating: 0, count: offset) + slot).counter == 0
        }
    }

    /// A frame around a payload.
    static func frame(payload: [UInt8], rowCount: Int, firstSequence: Int64, batch: UInt64) -> [UInt8] {
        var out = ByteWriter(capacity: frameHeaderBytes + payload.count)
        out.append(bytes: frameMark)
        out.u32(UInt32(truncatingIfNeeded: payload.count))
        out.u32(UInt32(truncatingIfNeeded: rowCount))
        out.i64(firstSequence)
        out.u64(batch)
        out.u32(CRC32C.checksum(payload))
        out.u32(CRC32C.checksum(out.bytes))
        out.append(bytes: payload)
        return out.bytes
    }
}

/// The header of a frame, checked by its own checksum: it tells where the next frame starts even when the payload is damaged.
struct JournalFrameHeader {
    var rowCount: Int
    var firstSequence: Int64
    var batch: UInt64
    var payloadBytes: Int
    var payloadChecksum: UInt32

    /// nil when the bytes at `start` are no whole header within limits.
    init?(_ bytes: [UInt8], at start: Int) {
        guard start >= 0, bytes.count - start >= JournalFormat.frameHeaderBytes else { return nil }
        let header = bytes[start..<(start + JournalFormat.frameHeaderBytes)]
        var input = ByteReader(header, place: "frame")
        guard let mark = try? input.bytes(4), Array(mark) == JournalFormat.frameMark, let length = try? input.u32(),
            let rows = try? input.u32(), let sequence = try? input.i64(), let batch = try? input.u64(),
            let payloadChecksum = try? input.u32(), let checksum = try? input.u32(),
            checksum == CRC32C.checksum(header.dropLast(4)), length <= StoreLimit.frameBytes, rows <= StoreLimit.frameRows,
            rows > 0, sequence > 0, sequence < StoreLimit.sequenceEnd
        else { return nil }
        rowCount = Int(rows)
        firstSequence = sequence
        self.batch = batch
        payloadBytes = Int(length)
        self.payloadChecksum = payloadChecksum
    }
}

/// A frame read back.
struct JournalFrame: Sendable {
    var rowCount: Int
    var firstSequence: Int64
    var batch: UInt64
    var payload: ArraySlice<UInt8>
    /// File offset behind it.
    var end: Int
    /// File offset of the payload.
    var payloadOffset: Int { end - payload.count }

    /// Reads the frame that starts at `offset` of the file, `bytes` being the file from `base` on. nil when the bytes there are
    /// not one whole, checksummed frame.
    static func read(_ bytes: [UInt8], base: Int, at offset: Int) -> JournalFrame? {
        guard let header = JournalFrameHeader(bytes, at: offset - base) else { return nil }
        let first = offset - base + JournalFormat.frameHeaderBytes
        guard bytes.count - first >= header.payloadBytes else { return nil }
        let payload = bytes[first..<(first + header.payloadBytes)]
        guard CRC32C.checksum(payload) == header.payloadChecksum else { return nil }
        return JournalFrame(
            rowCount: header.rowCount, firstSequence: header.firstSequence, batch: header.batch, payload: payload,
            end: offset + JournalFormat.frameHeaderBytes + header.payloadBytes)
    }
}
