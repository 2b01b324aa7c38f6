// The manifest: the one statement of what a store consists of (Format/manifest.md). Immutable once written; a change makes the
// next generation and moves CURRENT to it.
//
// [M1] Every file it names was synced, and its directory was synced, before CURRENT named the manifest.
// [M2] Segments of one day have disjoint sequence ranges; a day's late rows are newer than all its segments.
// [M3] Sequences below `nextSequence` are in segments, the late file, or journal files from `journalStart` on.

import InteractionModel
import InteractionSegment

/// A segment as a manifest names it.
package struct SegmentEntry: Sendable, Hashable {
    /// File name relative to the store.
    package var name: String
    package var summary: SegmentSummary

    package init(name: String, summary: SegmentSummary) {
        self.name = name
        self.summary = summary
    }

    package var day: Day { summary.facts.day }
}

/// The file of rows that wait for their day to fill.
package struct LateEntry: Sendable, Hashable {
    package var number: UInt64
    package var rowCount: Int
    package var fileBytes: Int
}

/// A file that is no longer named but may still be read by older snapshots.
package struct DroppedFile: Sendable, Hashable {
    package var name: String
    /// When it was dropped.
    package var at: Timestamp
}

/// Features of a store, a bit each (Format/manifest.md, "Features").
package struct ManifestFeatures: Sendable, Hashable {
    /// Without knowing these nobody can read the store rightly.
    package var read: UInt64
    /// Without knowing these nobody may change the store; reading it is right.
    package var write: UInt64
}

/// A part of a manifest that only some programs know. One that is not known stays as it is through every swap.
package struct ManifestSection: Sendable, Hashable {
    /// Its number in Format/registry.md, at least 1.
    package var kind: UInt64
    package var bytes: [UInt8]

    package init(kind: UInt64, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }
}

/// What a store consists of.
package struct Manifest: Sendable, Hashable {
    /// Counts manifests; grows by one with each swap.
    package var generation: UInt64 = 0
    /// 16 random bytes that every file of the store carries.
    package var storeId: [UInt8]
    /// 16 random bytes keying the hashes that join users and sessions across days.
    package var joinKey: [UInt8]
    package var settings: [String: String] = [:]
    /// The first journal file whose rows are not in segments.
    package var journalStart: UInt64 = 1
    /// The sequence of the first row after everything in segments and the late file.
    package var nextSequence: Int64 = 1
    /// By day, then first sequence.
    package var segments: [SegmentEntry] = []
    package var late: LateEntry?
    package var imports: [ImportRecord] = []
    package var dropped: [DroppedFile] = []
    /// The greatest clock seen at a swap.
    package var clock = Timestamp(microseconds: 0)
    package var features = Self.knownFeatures
    /// Ascending by kind, each kind once.
    package var sections: [ManifestSection] = []

    package init(storeId: [UInt8], joinKey: [UInt8]) {
        self.storeId = storeId
        self.joinKey = joinKey
    }

    /// Refuses a change by a program that does not know what the store needs of its writers. Errors: `.unsupported`.
    func checkWritable() throws(InteractionError) {
        guard features.write & ~Self.knownFeatures.write == 0 else {
            throw InteractionError(
                .unsupported, "the store was made by a newer version: this one may read it, not change it",
                place: StoreLayout.manifest(generation), hint: "use a newer version of this program to change it")
        }
    }

    /// Adds a segment in its place.
    package mutating func insert(_ entry: SegmentEntry) {
        let index =
            segments.firstIndex { other in
                (entry.day, entry.summary.facts.firstSequence) < (other.day, other.summary.facts.firstSequence)
            } ?? segments.count
        segments.insert(entry, at: index)
    }

    /// Drops a file from use.
    package mutating func drop(_ name: String, now: Timestamp) { dropped.append(DroppedFile(name: name, at: now)) }

    /// Days that have segments, ascending.
    package var days: [Day] {
        var days: [Day] = []
        for entry in segments where days.last != entry.day { days.append(entry.day) }
        return days
    }
}
