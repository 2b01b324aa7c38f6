// Work on a store beside its writer: everything here runs under the MAINTAIN lock, never the writer's, and changes the store
// only by manifest swaps whose inputs are checked to be still in force.

import InteractionFiles
import InteractionModel
import InteractionSegment

/// The holder of the maintenance lock.
package final class StoreMaintenance: Sendable {
    let manifests: ManifestStore
    let pool: SegmentPool
    private let lock: any FileLock

    /// Takes the lock and removes what a dead holder left. Errors: `.notFound` without a store, `.locked`.
    package init(_ manifests: ManifestStore) throws(InteractionError) {
        self.manifests = manifests
        pool = SegmentPool(files: manifests.files)
        _ = try manifests.readToChange()
        guard let lock = try manifests.files.lock(StoreLayout.maintenanceLock) else {
            throw InteractionError(
                .locked, "another process is maintaining this store", place: StoreLayout.maintenanceLock)
        }
        self.lock = lock
        do {
            // Read under the lock: what another holder made meanwhile must not be taken for a dead one's.
            let manifest = try manifests.readToChange()
            try manifest.checkWritable()
            try Orphans.remove(files: manifests.files, manifest: manifest, compacted: true)
            // Files dropped a minute ago go with a swap, and a quiet store has no other. What fails here fails again, and is
            // told, at the swap that the caller came for.
            if manifests.hasDueFiles(manifest) { _ = try? manifests.commit { (_) throws(InteractionError) in } }
        } catch {
            lock.release()
            throw error
        }
    }

    /// Gives the lock back.
    package func close() { lock.release() }
}

/// One thing that maintenance did or would do.
package struct MaintenanceAct: Sendable, Hashable {
    /// `compact` or `expire`.
    package var act: String
    package var day: Day
    /// Events concerned.
    package var events: Int
    /// Bytes of segment files concerned.
    package var bytes: Int
    /// What happened or would happen: `compacted`, `dropped`, `would drop`, ...
    package var action: String
    /// Why.
    package var reason: String
}
