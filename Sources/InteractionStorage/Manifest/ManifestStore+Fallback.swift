// Finding a state to read when CURRENT or its manifest is damaged: the newest whole manifest whose files are there. Readers go
// on with it and say so; writers do not, because only a repair may decide which state counts.

import InteractionFiles
import InteractionModel
import InteractionSegment

/// A manifest to read by.
package struct ManifestView: Sendable, Hashable {
    package var manifest: Manifest
    /// What is wrong when it is not the one in force.
    package var missing: [MissingFile]
}

extension ManifestStore {
    /// What to do about a store whose manifest is lost.
    static let repairHint = "`iaq verify --repair` makes it usable again; nothing is deleted"

    /// The manifest to read by: the one in force, or else the newest whole one. Errors: `.notFound` when there is no store,
    /// `.damaged` when no manifest is whole, `.unsupported`. Cost: two small reads.
    package func view() throws(InteractionError) -> ManifestView {
        var failure: InteractionError
        do {
            return ManifestView(manifest: try read(), missing: [])
        } catch {
            failure = error
        }
        guard failure.code == .damaged || failure.code == .notFound else { throw failure }
        let isThere = try files.exists(StoreLayout.current)
        if !isThere, try !holdsAnything() { throw failure }
        // Another process may have made the store since the first look.
        do {
            return ManifestView(manifest: try read(), missing: [])
        } catch {
            failure = error
        }
        guard let found = try newestWhole() else {
            throw InteractionError(
                .damaged, "no manifest is whole: " + failure.message, place: failure.place ?? StoreLayout.current,
                hint: Self.repairHint)
        }
        var file = StoreLayout.current
        if let named = (try? currentGeneration()) ?? nil { file = StoreLayout.manifest(named) }
        return ManifestView(
            manifest: found.manifest,
            missing: [
                MissingFile(
                    file: file,
                    reason: (failure.code == .notFound ? "is missing" : failure.message)
                        + "; answered from \(StoreLayout.manifest(found.manifest.generation)), which may be older")
            ])
    }

    /// The same, keeping a manifest that is still in force.
    func view(known: ManifestView?) throws(InteractionError) -> ManifestView {
        if let known, known.missing.isEmpty {
            do {
                if try currentGeneration() == known.manifest.generation { return known }
            } catch {
                guard error.code == .damaged else { throw error }
            }
        }
        return try view()
    }

    /// Errors: `.changed` when another manifest has taken the place of this one.
    func expectInForce(_ manifest: Manifest) throws(InteractionError) {
        guard try view().manifest.generation == manifest.generation else {
            throw InteractionError(.changed, "the store changed while it was read")
        }
    }

    /// Whether there is more in the directory than a store that was being made when its maker died. The first writer may have
    /// got as far as a second manifest, on top of a CURRENT that was never synced: manifests count for what they name.
    func holdsAnything() throws(InteractionError) -> Bool {
        if let found = try newestWhole() {
            let manifest = found.manifest
            let isEmpty = manifest.segments.isEmpty && manifest.late == nil && manifest.imports.isEmpty && manifest.sections.isEmpty
            if !isEmpty || !found.isComplete { return true }
        }
        for directory in StoreLayout.directories {
            guard try files.information(directory)?.kind == .directory else { continue }
            for name in try files.list(directory) {
                let path = directory + "/" + name
                if try isUnused(path) { continue }
                guard directory == StoreLayout.daysDirectory, try files.information(path)?.kind == .directory else { return true }
                if try !files.list(path).isEmpty { return true }
            }
        }
        return false
    }

    /// Whether a file is a journal file without a frame: left by a first writer that found a CURRENT whose maker had died before
    /// it was synced, and that lost it in a power cut.
    private func isUnused(_ file: String) throws(InteractionError) -> Bool {
        guard file.hasPrefix(StoreLayout.journalDirectory), file.hasSuffix(StoreLayout.journalSuffix) else { return false }
        guard let found = try files.information(file) else { return true }
        return found.kind == .file && found.size <= JournalFormat.frameStart
    }

    /// Numbers of the manifest files, descending.
    func manifestNumbers() throws(InteractionError) -> [UInt64] {
        try files.list("").compactMap(StoreLayout.generation(ofFile:)).sorted(by: >)
    }

    /// The newest whole manifest whose files are all there, or else the newest whole one. Errors: `.unsupported` when a newer
    /// program wrote one, `.inputOutput`.
    func newestWhole() throws(InteractionError) -> (manifest: Manifest, isComplete: Bool)? {
        var newest: Manifest?
        for number in try manifestNumbers() {
            do {
                let manifest = try read(number)
                if try isComplete(manifest) { return (manifest, true) }
                newest = newest ?? manifest
            } catch {
                guard error.code == .damaged || error.code == .notFound else { throw error }
            }
        }
        return newest.map { ($0, false) }
    }

    /// Whether every file that a manifest names is there, with its size.
    private func isComplete(_ manifest: Manifest) throws(InteractionError) -> Bool {
        func size(_ name: String) -> Int? {
            guard let found = (try? files.information(name)) ?? nil, found.kind == .file else { return nil }
            return found.size
        }
        for entry in manifest.segments where size(entry.name) != entry.summary.fileBytes { return false }
        if let late = manifest.late, size(StoreLayout.late(late.number)) != late.fileBytes { return false }
        return manifest.journalStart == 1 || size(StoreLayout.journal(manifest.journalStart)) != nil
    }
}
