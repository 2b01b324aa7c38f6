// A consistent, immutable view of a store: the segments of one manifest and the rows that were not in segments at that moment.

import InteractionModel
import InteractionSegment

/// One view of a store. Its events never change.
package struct Snapshot: Sendable {
    package let manifest: Manifest
    /// All events, by day, then ingest sequence: segments, then late and journal rows of the day.
    package let sources: [any SegmentSource]
    /// Files whose events are not among them because they are damaged or missing.
    package let missing: [MissingFile]
    /// Rows that are not in segment files.
    package let tailRows: Int
    let pool: SegmentPool

    /// Events in all.
    package var eventCount: Int { sources.reduce(0) { $0 + $1.facts.rowCount } }

    /// Puts segments and tail sources in order.
    init(
        manifest: Manifest, segments: [any SegmentSource], tail: [any SegmentSource], missing: [MissingFile], pool: SegmentPool
    ) {
        self.manifest = manifest
        self.missing = MissingFile.unique(missing)
        self.pool = pool
        tailRows = tail.reduce(0) { $0 + $1.facts.rowCount }
        sources = (segments + tail).filter { $0.facts.rowCount > 0 }.sorted {
            ($0.facts.day, $0.facts.firstSequence) < ($1.facts.day, $1.facts.firstSequence)
        }
    }
}
