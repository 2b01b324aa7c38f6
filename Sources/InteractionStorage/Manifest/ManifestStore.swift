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

    /// The generation that CURRENT names; nil when there is no store. CURRENT is one line, `MANIFEST-<generation> <crc>`, the
    /// CRC32C of the name in hexadecimal.
    package func currentGeneration() throws(InteractionError) -> UInt64? {
        guard try files.exists(StoreLayout.current) else { return nil }
        let file = try files.openForReading(StoreLayout.current)
        let bytes = try file.read(offset: 0, count: min(try file.size, 128))
        let words = bytes.dropLast().split(separator: 0x20, omittingEmptySubsequences: false)
        let prefix = Array(StoreLayout.manifestPrefix.utf8)
        guard bytes.last == 0x0a, words.count == 2, words[0].starts(with: prefix),
            let generation = StoreLayout.number(digits: words[0].dropFirst(prefix.count)),
            words[1].elementsEqual(String(CRC32C.checksum(Array(words[0])), radix: 16).utf8)
        else { throw InteractionError(.damaged, "does not name a manifest", place: StoreLayout.current + ", offset 0") }
        return generation
    }

    /// The manifest in force, for whoever changes the store. Errors: `.notFound` when there is no store, `.damaged`.
    package func readToChange() throws(InteractionError) -> Manifest {
        do {
            return try read()
        } catch {
            if error.code == .damaged { throw error.hinted(Self.repairHint) }
            guard error.code == .notFound, try holdsAnything() else { throw error }
            throw InteractionError(
                .damaged, error.place == nil ? "CURRENT is missing" : "is missing", place: error.place ?? files.place,
                hint: Self.repairHint)
        }
    }

    /// The manifest in force. Errors: `.notFound` when there is no store or the manifest is gone, `.damaged`.
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
}

extension InteractionError {
    /// The same error with a way out, where it names none.
    func hinted(_ hint: String) -> InteractionError {
        var error = self
        error.hint = error.hint ?? hint
        return error
    }
}
