// Snapshots in the writer's own process: all rows appended so far, synced or not.

import InteractionModel
import InteractionSegment

extension StoreWriter {
    /// The store as this writer sees it now. Maintenance by other processes is picked up here. Errors: `.damaged`.
    package func snapshot(pool: SegmentPool) throws(InteractionError) -> Snapshot {
        try checkOpen()
        if try manifests.currentGeneration() != manifest.generation {
            manifest = try manifests.read()
            pool.keep(only: manifest)
        }
        var segments: [any SegmentSource] = []
        for entry in manifest.segments { segments.append(try pool.segment(entry, of: manifest)) }
        return Snapshot(manifest: manifest, segments: segments, tail: tailSources())
    }
}
