// The quarantine section of a manifest (Format/manifest.md, "Quarantine"): which files were taken out of use because they were
// damaged or missing, where they lie now, and what was in them. Answers name them for as long as a record stands.

import InteractionCoding
import InteractionModel
import InteractionSegment

/// A file that was taken out of use.
package struct QuarantineRecord: Sendable, Hashable {
    /// What the file held.
    package enum Content: Sendable, Hashable {
        /// A segment, as the manifest named it.
        case segment(SegmentEntry)
        /// Rows of any days: how many are lost, nil where that is not known.
        case rows(Int?)
    }

    /// Name in the store before.
    package var name: String
    /// Name in the store now; empty when there was nothing to move.
    package var movedTo: String
    package var at: Timestamp
    /// What was wrong, at most 1,024 bytes.
    package var reason: String
    package var content: Content

    package init(name: String, movedTo: String, at: Timestamp, reason: String, content: Content) {
        self.name = name
        self.movedTo = movedTo
        self.at = at
        self.reason = Self.shortened(reason)
        self.content = content
    }

    /// At most as many bytes as a record holds, cut between scalars: a character may have any number of them.
    private static func shortened(_ text: String) -> String {
        var count = 0
        let kept = text.unicodeScalars.prefix { scalar in
            count += UTF8.width(scalar)
            return count <= reasonBytes
        }
        return String(kept)
    }

    static let reasonBytes = 1024
    /// Number of the section in Format/registry.md.
    static let section: UInt64 = 1
    /// Most records of a section.
    static let limit = 65_536

    /// What answers say of it.
    var missing: MissingFile {
        let place = movedTo.isEmpty ? "" : "; now \(movedTo)"
        switch content {
        case .segment(let entry):
            var missing = MissingFile(entry, reason: "in quarantine: " + reason + place)
            missing.file = name
            return missing
        case .rows(let count):
            return MissingFile(file: name, events: count, reason: "in quarantine: " + reason + place)
        }
    }
}

extension QuarantineRecord {
    static func encode(_ records: [QuarantineRecord]) -> [UInt8] {
        var out = ByteWriter()
        out.varint(UInt64(records.count))
        for record in records {
            out.string(record.name)
            out.string(record.movedTo)
            out.i64(record.at.microseconds)
            out.string(record.reason)
            switch record.content {
            case .segment(let entry):
                out.u8(1)
                entry.encode(to: &out)
            case .rows(let count):
                out.u8(2)
                out.varint(count.map { UInt64(clamping: $0) &+ 1 } ?? 0)
            }
        }
        return out.bytes
    }

    /// Errors: `.damaged`.
    static func decode(_ bytes: [UInt8], place: String) throws(InteractionError) -> [QuarantineRecord] {
        var input = ByteReader(bytes, place: place + ", quarantine")
        func text() throws(InteractionError) -> String { String(decoding: try input.text(limit: 1024), as: UTF8.self) }
        var records: [QuarantineRecord] = []
        for _ in 0..<(try input.varint(atMost: limit, "record count")) {
            let name = try text()
            let movedTo = try text()
            let at = Timestamp(microseconds: try input.i64())
            let reason = try text()
            let content: Content
            switch try input.u8() {
            case 1: content = .segment(try SegmentEntry(from: &input))
            case 2:
                let count = try input.varint()
                content = .rows(count == 0 ? nil : Int(clamping: count - 1))
            default: throw input.damaged("kind of a quarantine record")
            }
            records.append(QuarantineRecord(name: name, movedTo: movedTo, at: at, reason: reason, content: content))
        }
        try input.expectEnd()
        return records
    }
}

extension Manifest {
    /// The files taken out of use. Errors: `.damaged` when the section breaks its rules.
    package func quarantined() throws(InteractionError) -> [QuarantineRecord] {
        guard let section = sections.first(where: { $0.kind == QuarantineRecord.section }) else { return [] }
        return try QuarantineRecord.decode(section.bytes, place: StoreLayout.manifest(generation))
    }

    /// Replaces the records; the section goes with the last of them. Errors: `.limitReached`.
    mutating func setQuarantined(_ records: [QuarantineRecord]) throws(InteractionError) {
        guard records.count <= QuarantineRecord.limit else {
            throw InteractionError(.limitReached, "more than \(QuarantineRecord.limit) files in quarantine")
        }
        sections.removeAll { $0.kind == QuarantineRecord.section }
        guard !records.isEmpty else { return }
        sections.append(ManifestSection(kind: QuarantineRecord.section, bytes: QuarantineRecord.encode(records)))
        sections.sort { $0.kind < $1.kind }
    }

    /// Takes whole days out: their segments, and what of them lies in quarantine.
    mutating func expire(_ days: Set<Day>, now: Timestamp) throws(InteractionError) {
        for entry in segments where days.contains(entry.day) { drop(entry.name, now: now) }
        segments.removeAll { days.contains($0.day) }
        var kept: [QuarantineRecord] = []
        let records = try quarantined()
        for record in records {
            if case .segment(let entry) = record.content, days.contains(entry.day) {
                if !record.movedTo.isEmpty { drop(record.movedTo, now: now) }
            } else {
                kept.append(record)
            }
        }
        if kept.count < records.count { try setQuarantined(kept) }
    }
}
