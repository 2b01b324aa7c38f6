// A store's directory, as one-off acts need it: each opens what it uses and closes it again, so that a command holds a lock
// no longer than its work. Blocking; an app that keeps a store open uses `InteractionStore`.

import InteractionFiles
import InteractionStorage

/// A directory that holds a store, or may come to hold one.
package struct StoreDirectory: Sendable {
    /// The directory as it was named.
    package let path: String
    package let manifests: ManifestStore

    /// An existing store. Errors: `.notFound` naming the directory, `.damaged`, `.inputOutput`.
    package init(opening path: String, clock: any TimeSource) throws(InteractionError) {
        self.path = path
        do {
            manifests = ManifestStore(
                files: try PosixFileSystem(root: path), clock: clock, randomness: SystemRandomness())
            _ = try manifests.view()
        } catch {
            throw Self.explained(error, path)
        }
    }

    /// A directory that exists, whatever is in it: for verification and repair. Errors: `.notFound`, `.inputOutput`.
    package init(existing path: String, clock: any TimeSource) throws(InteractionError) {
        self.path = path
        do {
            manifests = ManifestStore(files: try PosixFileSystem(root: path), clock: clock, randomness: SystemRandomness())
        } catch {
            throw Self.explained(error, path)
        }
    }

    /// A directory to write to; the directory itself is made when missing, the store by the first writer.
    package init(creating path: String, clock: any TimeSource) throws(InteractionError) {
        self.path = path
        do {
            manifests = ManifestStore(
                files: try PosixFileSystem(root: path, create: true), clock: clock, randomness: SystemRandomness())
        } catch {
            throw error.code == .notFound ? error : Self.explained(error, path)
        }
    }

    /// The error in words of a store. A file named as the store is most often one that was meant to be read.
    private static func explained(_ error: InteractionError, _ path: String) -> InteractionError {
        if error.code == .notFound {
            return InteractionError(
                .notFound, "there is no store here", place: path, hint: "the first import makes one; --store or IAQ_STORE names it")
        }
        guard error.code == .notDirectory, error.place == path else { return error }
        return InteractionError(
            .notDirectory, "is a file, not the directory of a store", place: path,
            hint: "events in files are stored by `iaq import FILE` and asked in place of a store with -i FILE")
    }

    /// A store on files of any kind, for tests and stores in memory.
    package init(manifests: ManifestStore) {
        path = manifests.files.place
        self.manifests = manifests
    }

    /// A new store in memory, gone with its last reference.
    package static func inMemory(clock: any TimeSource) -> StoreDirectory {
        StoreDirectory(
            manifests: ManifestStore(files: MemoryFileSystem(), clock: clock, randomness: SystemRandomness()))
    }

    /// The manifest in force. Errors: `.damaged` when it cannot be told.
    package func manifest() throws(InteractionError) -> Manifest { try manifests.readToChange() }

    /// A consistent view of the events, without any lock.
    package func snapshot() throws(InteractionError) -> Snapshot { try StoreReader(manifests).snapshot() }

    /// Runs `body` with the one writer. Errors: `.locked` when another process writes.
    package func withWriter<Result>(
        _ body: (StoreWriter) throws(InteractionError) -> Result
    ) throws(InteractionError) -> Result {
        let writer = try StoreWriter(manifests, patience: StoreLimit.writerPatience)
        let result: Result
        do {
            result = try body(writer)
        } catch {
            try? writer.close()
            throw error
        }
        try writer.close()
        return result
    }
}
