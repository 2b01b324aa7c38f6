// Reading the manifest in force, and swapping it: the one place where a store's state changes (DESIGN 5).

import InteractionCoding
import InteractionFiles
import InteractionModel

/// Access to CURRENT and the manifests of one store. Stateless; safe from any thread and process.
package struct ManifestStore: Sendable {
    package let files: any FileSystem
    package let clock: any TimeSource
    package let randomness: any Randomness

    package init(files: any FileSystem, clock: any TimeSource, randomness: any Randomness) {
        self.files = files
        self.clock = clock
        self.randomness = randomness
    }

    /// The generation that CURRENT names; nil when there is no store. CURRENT is `MANIFEST-<generation> <crc>\n`, the CRC32C of
    /// the name in hexadecimal.
    package func currentGeneration() throws(InteractionError) -> UInt64? {
        guard try files.exists(StoreLayout.current) else { return nil }
        let file = try files.openForReading(StoreLayout.current)
        let bytes = try file.read(offset: 0, count: min(try file.size, 128))
        let parts = String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard parts.count == 2, parts[0].hasPrefix(StoreLayout.manifestPrefix),
            let generation = UInt64(parts[0].dropFirst(StoreLayout.manifestPrefix.count)),
            UInt32(parts[1], radix: 16) == CRC32C.checksum(Array(parts[0].utf8))
        else { throw InteractionError(.damaged, "does not name a manifest", place: StoreLayout.current) }
        return generation
    }

    /// The manifest in force. Errors: `.notFound` when there is no store, `.damaged`.
    package func read() throws(InteractionError) -> Manifest {
        // A swap between reading CURRENT and the manifest leaves the older manifest in place for a while; a second look is
        // enough when even that is gone.
        for attempt in 0..<3 {
            guard let generation = try currentGeneration() else {
                throw InteractionError(.notFound, "there is no store here", hint: "import something first")
            }
            do {
                return try read(generation)
            } catch {
                if error.code != .notFound || attempt == 2 { throw error }
            }
        }
        throw InteractionError(.notFound, "there is no store here")
    }

    func read(_ generation: UInt64) throws(InteractionError) -> Manifest {
        let name = StoreLayout.manifest(generation)
        let file = try files.openForReading(name)
        let size = try file.size
        guard size <= 2 * (StoreLimit.manifestBytes + Manifest.headerBytes) else {
            throw InteractionError(.damaged, "a manifest of \(size) bytes", place: name)
        }
        let manifest = try Manifest(file: try file.read(offset: 0, count: size), place: name)
        guard manifest.generation == generation else {
            throw InteractionError(.damaged, "holds generation \(manifest.generation)", place: name)
        }
        return manifest
    }

    /// Makes the store when there is none: directories and an empty manifest. Safe against another process doing the same.
    package func createIfMissing(settings: [String: String] = [:]) throws(InteractionError) {
        if try currentGeneration() != nil { return }
        try withCommitLock { () throws(InteractionError) in
            if try currentGeneration() != nil { return }
            for directory in [StoreLayout.journalDirectory, StoreLayout.lateDirectory, StoreLayout.daysDirectory] {
                if try !files.exists(directory) { try files.makeDirectory(directory) }
            }
            var manifest = Manifest(storeId: random16(), joinKey: random16())
            manifest.generation = 1
            manifest.settings = settings
            manifest.clock = clock.now()
            try write(manifest)
        }
    }

    /// Swaps the manifest: under COMMIT re-reads the one in force, lets `edit` change it, writes and names the next. `edit` may
    /// throw to give up (an input is gone, say); nothing changes then. Files that `edit` drops are unlinked by a later sweep.
    /// Cost: three syncs.
    @discardableResult
    package func commit(
        _ edit: (inout Manifest) throws(InteractionError) -> Void
    ) throws(InteractionError) -> Manifest {
        var committed: Manifest?
        try withCommitLock { () throws(InteractionError) in
            var manifest = try read()
            let before = manifest.generation
            try edit(&manifest)
            manifest.generation = before + 1
            manifest.clock = max(manifest.clock, clock.now())
            let due = manifest.dropped.filter {
                manifest.clock.microseconds - $0.at.microseconds >= StoreLimit.dropDelayMicroseconds
            }
            manifest.dropped.removeAll { due.contains($0) }
            manifest.drop(StoreLayout.manifest(before), now: manifest.clock)
            try write(manifest)
            for file in due where try files.exists(file.name) { try files.remove(file.name) }
            committed = manifest
        }
        guard let committed else { throw InteractionError(.closed, "the swap did not run") }
        return committed
    }

    private func write(_ manifest: Manifest) throws(InteractionError) {
        let name = StoreLayout.manifest(manifest.generation)
        // A manifest of this generation that CURRENT does not name was left by a crash before its swap.
        if try files.exists(name) { try files.remove(name) }
        let file = try files.create(name)
        try file.append(manifest.encoded())
        try file.synchronize()
        try file.close()
        if try files.exists(StoreLayout.currentDraft) { try files.remove(StoreLayout.currentDraft) }
        let current = try files.create(StoreLayout.currentDraft)
        let checksum = String(CRC32C.checksum(Array(name.utf8)), radix: 16)
        try current.append(Array("\(name) \(checksum)\n".utf8))
        try current.synchronize()
        try current.close()
        try files.synchronizeDirectory("")
        try files.rename(StoreLayout.currentDraft, to: StoreLayout.current)
        try files.synchronizeDirectory("")
    }

    private func withCommitLock(_ body: () throws(InteractionError) -> Void) throws(InteractionError) {
        guard let lock = try files.lockWaiting(StoreLayout.commitLock, milliseconds: 30_000) else {
            throw InteractionError(.locked, "another process holds the manifest for over 30 s", place: StoreLayout.commitLock)
        }
        defer { lock.release() }
        try body()
    }

    private func random16() -> [UInt8] {
        var out = ByteWriter()
        out.u64(randomness.next())
        out.u64(randomness.next())
        return out.bytes
    }
}
