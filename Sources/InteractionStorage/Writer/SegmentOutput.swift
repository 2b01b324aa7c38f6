// Segment files on their way into a store: written, synced, with their directory; named by a manifest only after that [M1].

import InteractionFiles
import InteractionModel
import InteractionSegment

/// Writing segment files of a store.
enum SegmentOutput {
    /// A segment file that is written but not synced.
    struct Unsynced {
        fileprivate let file: any WritableFile
        fileprivate let files: any FileSystem
        fileprivate let entry: SegmentEntry

        /// Makes the file durable. It is removed when that fails.
        func synchronize() throws(InteractionError) -> SegmentEntry {
            do {
                try file.synchronize()
                try file.close()
                return entry
            } catch {
                discard()
                throw error
            }
        }

        /// Gives the file up and removes it.
        func discard() {
            try? file.close()
            try? files.remove(entry.name)
        }
    }

    /// Merges sources into a new, synced segment file. The caller syncs the directory and names the file in a manifest. A failed
    /// file is removed.
    static func write(
        _ sources: [any SegmentSource], day: Day, kind: SegmentKind, lineage: SegmentLineage, manifests: ManifestStore
    ) throws(InteractionError) -> SegmentEntry {
        try writeUnsynced(sources, day: day, kind: kind, lineage: lineage, manifests: manifests).synchronize()
    }

    /// The same without the sync.
    static func writeUnsynced(
        _ sources: [any SegmentSource], day: Day, kind: SegmentKind, lineage: SegmentLineage, manifests: ManifestStore
    ) throws(InteractionError) -> Unsynced {
        try writeUnsynced(day: day, kind: kind, manifests: manifests) { (file) throws(InteractionError) in
            try SegmentMerge.write(sources, day: day, kind: kind, lineage: lineage, to: file)
        }
    }

    /// A segment file whose content `write` appends.
    static func writeUnsynced(
        day: Day, kind: SegmentKind, manifests: ManifestStore,
        _ write: (any WritableFile) throws(InteractionError) -> SegmentSummary
    ) throws(InteractionError) -> Unsynced {
        let files = manifests.files
        let directory = StoreLayout.dayDirectory(day)
        if try !files.exists(directory) {
            do { try files.makeDirectory(directory) } catch where error.code == .alreadyExists {}
        }
        let name = StoreLayout.segment(day: day, isCompacted: kind == .compacted, id: manifests.randomness.next())
        let file = try files.create(name)
        do {
            let summary = try write(file)
            return Unsynced(file: file, files: files, entry: SegmentEntry(name: name, summary: summary))
        } catch {
            try? file.close()
            try? files.remove(name)
            throw error
        }
    }

    /// Makes the names of new segments durable. Of days that no manifest named before the directory's own name too: a crash may
    /// have left a directory that only memory knew.
    static func synchronizeDirectories(of days: [Day], known: Set<Day>, files: any FileSystem) throws(InteractionError) {
        if !known.isSuperset(of: days) { try files.synchronizeDirectory(StoreLayout.daysDirectory) }
        for day in days { try files.synchronizeDirectory(StoreLayout.dayDirectory(day)) }
    }
}
