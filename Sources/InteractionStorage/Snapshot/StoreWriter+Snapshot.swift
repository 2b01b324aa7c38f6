// Snapshots in the writer's own process: all rows appended so far, synced or not.

import InteractionModel
import InteractionSegment

extension StoreWriter {
    /// The store as this writer sees it now. Maintenance by other processes is picked up here. A damaged CURRENT or manifest is
    /// told and the one last known goes on. Errors: `.changed` when maintenance was quicker: take another.
    package func snapshot(pool: SegmentPool) throws(InteractionError) -> Snapshot {
        try checkOpen()
        var missing: [MissingFile] = []
        do {
            if try manifests.currentGeneration() != manifest.generation {
                manifest = try manifests.read()
                pool.keep(only: manifest)
            }
        } catch {
            guard error.code == .damaged || error.code == .notFound else { throw error }
            missing.append(
                MissingFile(file: StoreLayout.current, reason: error.message + "; answered from the state last known"))
        }
        let found = try pool.sources(of: manifest, manifests)
        return Snapshot(
            manifest: manifest, segments: found.segments, tail: tailSources(), missing: missing + found.missing, pool: pool)
    }
}
