// A consistent, immutable view of a store: the segments of one manifest and the rows that were not in segments at that moment.

import InteractionModel
import InteractionSegment

/// One view of a store. Its events never change.
package struct Snapshot: Sendable {
    package let manifest: Manifest
    /// All events, by day, then ingest sequence: segments, then late and journal rows of the day.
    package let sources: [any SegmentSource]
    /// Rows that are not in segment files.
    package let tailRows: Int

    /// Events in all.
    package var eventCount: Int { sources.reduce(0) { $0 + $1.facts.rowCount } }

    /// Puts segments and tail sources in order.
    init(manifest: Manifest, segments: [any SegmentSource], tail: [any SegmentSource]) {
        self.manifest = manifest
        tailRows = tail.reduce(0) { $0 + $1.facts.rowCount }
        sources = (segments + tail).filter { $0.facts.rowCount > 0 }.sorted {
            ($0.facts.day, $0.facts.firstSequence) < ($1.facts.day, $1.facts.firstSequence)
        }
    }
}
