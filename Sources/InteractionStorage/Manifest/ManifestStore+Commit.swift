// Making a store and swapping its manifest (Format/store.md, "Order of a change"). An error before the rename of CURRENT leaves
// everything as it was; an error after it is `.uncertain`: what a power cut would bring back is not known, so nobody may remove
// files that the new manifest names, and a writer stops.

import InteractionCoding
import InteractionFiles
import InteractionModel

extension InteractionError.Code {
    /// A change may or may not have become durable. Open the store again to see.
    public static let uncertain = Self(rawValue: "uncertain")
    /// What an act was based on changed before it could be finished; doing it again is right.
    public static let changed = Self(rawValue: "changed")
}

extension ManifestStore {
    /// Makes the store when there is none: directories and an empty manifest. Safe against another process doing the same.
    /// Errors: `.invalidArgument` for a directory with other things in it, `.damaged` for a store that lost its CURRENT.
    package func createIfMissing(settings: [String: String] = [:]) throws(InteractionError) {
        do {
            if try currentGeneration() != nil { return }
        } catch {
            throw error.code == .damaged ? error.hinted(Self.repairHint) : error
        }
        try checkRoom()
        try withCommitLock { () throws(InteractionError) in
            if try currentGeneration() != nil { return }
            for directory in StoreLayout.directories where try !files.exists(directory) { try files.makeDirectory(directory) }
            var manifest = Manifest(storeId: random16(), joinKey: random16())
            manifest.generation = 1
            manifest.settings = settings
            manifest.clock = clock.now()
            try write(manifest)
        }
    }

    /// Refuses to make a store where its files could be taken for someone else's, or hide what is left of another store.
    private func checkRoom() throws(InteractionError) {
        // What is there now may be the work of another process that made the store meanwhile.
        if try holdsAnything() {
            if try currentGeneration() != nil { return }
            throw InteractionError(
                .damaged, "holds a store but CURRENT is missing", place: files.place, hint: Self.repairHint)
        }
        for name in try files.list("") {
            if StoreLayout.directories.contains(name) { continue }
            if !StoreLayout.isOwn(name) {
                throw InteractionError(
                    .invalidArgument, "the directory holds other things than a store, such as \(name)", place: files.place,
                    hint: "name a new or empty directory")
            }
        }
    }

    /// Swaps the manifest: under COMMIT re-reads the one in force, lets `edit` change it, writes and names the next. `edit` may
    /// throw to give up (an input is gone, say); nothing changes then. Files that `edit` drops are unlinked by a later swap.
    /// Errors: those of `edit`, `.locked` after 30 s, `.uncertain` when the swap may have happened, others when it did not.
    /// Cost: three syncs.
    @discardableResult
    package func commit(
        _ edit: (inout Manifest) throws(InteractionError) -> Void
    ) throws(InteractionError) -> Manifest {
        var committed: Manifest?
        try withCommitLock { () throws(InteractionError) in
            var manifest = try readToChange()
            try manifest.checkWritable()
            let before = manifest.generation
            let now = clock.now()
            try edit(&manifest)
            manifest.generation = try StoreLayout.number(after: before)
            manifest.clock = max(manifest.clock, now)
            manifest.drop(StoreLayout.manifest(before), now: now)
            let due = Self.due(manifest, now: now)
            if !due.isEmpty {
                let names = Set(due.map(\.name))
                manifest.dropped.removeAll { names.contains($0.name) }
            }
            try write(manifest)
            // Done whatever happens now; a file that stays is an orphan for the next opening.
            for file in due { try? files.remove(file.name) }
            committed = manifest
        }
        guard let committed else { throw InteractionError(.closed, "the swap did not run") }
        return committed
    }

    /// Whether a swap now would remove files that were dropped long enough ago.
    func hasDueFiles(_ manifest: Manifest) -> Bool { !Self.due(manifest, now: clock.now()).isEmpty }

    /// A clock that jumped must not keep files for ever: the distance counts, in either direction.
    private static func due(_ manifest: Manifest, now: Timestamp) -> [DroppedFile] {
        manifest.dropped.filter { $0.at.distance(to: now) >= StoreLimit.dropDelayMicroseconds }
    }

    /// Puts a manifest in force under COMMIT, whatever was in force: for a repair. Its generation must be above all others.
    func install(_ manifest: Manifest) throws(InteractionError) {
        try withCommitLock { () throws(InteractionError) in try write(manifest) }
    }

    private func write(_ manifest: Manifest) throws(InteractionError) {
        let name = StoreLayout.manifest(manifest.generation)
        try replace(name, with: manifest.encoded())
        let checksum = String(CRC32C.checksum(Array(name.utf8)), radix: 16)
        try replace(StoreLayout.currentDraft, with: Array("\(name) \(checksum)\n".utf8))
        try files.synchronizeDirectory("")
        do {
            try files.rename(StoreLayout.currentDraft, to: StoreLayout.current)
            try files.synchronizeDirectory("")
        } catch {
            throw InteractionError(.uncertain, "the store's manifest may or may not have changed", place: error.place, hint: error.message)
        }
    }

    /// Writes and syncs a file that no manifest names; one left by a crash is replaced. A directory of the name, which no crash
    /// leaves, is moved out of the way.
    private func replace(_ name: String, with bytes: [UInt8]) throws(InteractionError) {
        if let left = try files.information(name) {
            if left.kind == .directory {
                try Quarantine(self).clear(name, wanting: .file)
            } else {
                try files.remove(name)
            }
        }
        let file = try files.create(name)
        try file.append(bytes)
        try file.synchronize()
        try file.close()
    }

    private func withCommitLock(_ body: () throws(InteractionError) -> Void) throws(InteractionError) {
        guard let lock = try files.lockWaiting(StoreLayout.commitLock, milliseconds: 30_000) else {
            throw InteractionError(.locked, "another process holds the manifest for over 30 s", place: StoreLayout.commitLock)
        }
        defer { lock.release() }
        try body()
    }

    func random16() -> [UInt8] {
        var out = ByteWriter()
        out.u64(randomness.next())
        out.u64(randomness.next())
        return out.bytes
    }
}

extension Timestamp {
    /// Microseconds between two instants, without sign, bounded.
    func distance(to other: Timestamp) -> Int64 {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        return overflow ? .max : Int64(clamping: difference.magnitude)
    }
}
