// Facts about a store, from the manifest and the journal alone.

import InteractionFiles
import InteractionModel
import InteractionSegment

/// What `iaq stats` prints.
package struct StoreFacts: Sendable, Hashable {
    /// Events that a reader sees now.
    package var events: Int
    /// Days with events.
    package var days: Int
    /// Segment files.
    package var segments: Int
    /// Bytes of all files of the store.
    package var bytes: Int
    /// First and last timestamp; nil in an empty store.
    package var first: Timestamp?
    package var last: Timestamp?
    /// Bytes of journal and late files in use.
    package var journalBytes: Int

    package init(_ snapshot: Snapshot, files: any FileSystem) throws(InteractionError) {
        events = snapshot.eventCount
        var known: Set<Day> = []
        for source in snapshot.sources {
            let facts = source.facts
            known.insert(facts.day)
            let low = Timestamp(microseconds: facts.firstTimestamp)
            let high = Timestamp(microseconds: facts.lastTimestamp)
            first = min(first ?? low, low)
            last = max(last ?? high, high)
        }
        days = known.count
        let manifest = snapshot.manifest
        let bad = Set(snapshot.missing.map(\.file))
        let whole = manifest.segments.filter { !bad.contains($0.name) }
        segments = whole.count
        journalBytes = manifest.late?.fileBytes ?? 0
        // A journal that cannot be listed is among what is missing.
        for number in (try? JournalRecovery.journalNumbers(files: files, from: manifest.journalStart)) ?? [] {
            journalBytes += try files.information(StoreLayout.journal(number))?.size ?? 0
        }
        let manifestBytes = try files.information(StoreLayout.manifest(manifest.generation))?.size ?? 0
        bytes = whole.reduce(0) { $0 + $1.summary.fileBytes } + journalBytes + manifestBytes
    }
}
