// Files that no manifest names and no list of dropped files either: left by a process that died before its swap named them, or
// after a swap and before it removed what was due.

import InteractionFiles
import InteractionModel

enum Orphans {
    /// Removes them, as far as the caller's lock allows: `compacted` for the holder of the maintenance lock, else for that of the
    /// writer's. One that cannot be removed now is no reason not to go on. Cost: lists the directories.
    static func remove(files: any FileSystem, manifest: Manifest, compacted: Bool) throws(InteractionError) {
        var known = Set(manifest.segments.map(\.name))
        known.formUnion(manifest.dropped.map(\.name))
        // What is to go to quarantine is nobody's to remove.
        guard let records = try? manifest.quarantined() else { return }
        known.formUnion(records.map(\.name))
        if let late = manifest.late { known.insert(StoreLayout.late(late.number)) }
        func remove(_ path: String) { if !known.contains(path) { try? files.remove(path) } }

        let prefix = compacted ? "c-" : "h-"
        for day in try files.list(StoreLayout.daysDirectory) where Day(day) != nil {
            let directory = StoreLayout.daysDirectory + "/" + day
            guard try files.information(directory)?.kind == .directory else { continue }
            for name in try files.list(directory) where name.hasPrefix(prefix) && name.hasSuffix(StoreLayout.segmentSuffix) {
                remove(directory + "/" + name)
            }
        }
        // Manifests below the one in force: nobody writes them any more, whoever holds which lock.
        for name in try files.list("") {
            if let number = StoreLayout.generation(ofFile: name), number < manifest.generation { remove(name) }
        }
        guard !compacted else { return }
        // Only the writer makes these.
        for name in try files.list(StoreLayout.lateDirectory) where StoreLayout.number(ofFile: name, suffix: StoreLayout.lateSuffix) != nil {
            remove(StoreLayout.lateDirectory + "/" + name)
        }
        for name in try files.list(StoreLayout.journalDirectory) {
            if let number = StoreLayout.number(ofFile: name, suffix: StoreLayout.journalSuffix), number < manifest.journalStart {
                remove(StoreLayout.journalDirectory + "/" + name)
            }
        }
    }
}
