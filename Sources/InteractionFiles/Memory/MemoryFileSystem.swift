// A file system in memory: for stores that need no disk, and for tests that cut the power. `afterPowerCut` gives the files as
// they would be found when nothing survives but what was synced: file content by `synchronize`, names by `synchronizeDirectory`.

import InteractionModel
import Synchronization

/// Files and directories in memory, safe from any thread.
package final class MemoryFileSystem: FileSystem {
    package let place = "memory"
    /// Guards the whole tree. The classes inside never leave it.
    let tree: Mutex<MemoryTree>
    private let time: any TimeSource

    package init(time: any TimeSource = SystemTime.shared) {
        tree = Mutex(MemoryTree(root: MemoryDirectory()))
        self.time = time
    }

    /// A file system of a tree made elsewhere. Nobody else holds its nodes.
    init(root: MemoryDirectory, time: any TimeSource) {
        tree = Mutex(MemoryTree(root: root))
        self.time = time
    }

    private init(copying other: MemoryFileSystem) {
        tree = other.tree.withLock { Mutex(MemoryTree(root: $0.root.durableCopy())) }
        time = other.time
    }

    /// A new file system with only what was durable, and no locks held.
    package func afterPowerCut() -> MemoryFileSystem { MemoryFileSystem(copying: self) }

    package func openForReading(_ name: String) throws(InteractionError) -> any ReadableFile {
        MemoryReadableFile(self, try found(name), name)
    }

    package func create(_ name: String) throws(InteractionError) -> any WritableFile {
        let parts = try FileName.split(name)
        let file = try tree.withLock { tree throws(InteractionError) -> MemoryFile in
            let parent = try tree.directory(parts.dropLast(), name)
            let last = parts[parts.count - 1]
            guard parent.entries[last] == nil else { throw InteractionError(.alreadyExists, "open: File exists", place: name) }
            let file = MemoryFile(modified: time.now())
            parent.entries[last] = .file(file)
            return file
        }
        return MemoryWritableFile(self, file, name, time)
    }

    package func openForAppending(_ name: String) throws(InteractionError) -> any WritableFile {
        MemoryWritableFile(self, try found(name), name, time)
    }

    private func found(_ name: String) throws(InteractionError) -> MemoryFile {
        let parts = try FileName.split(name)
        return try tree.withLock { tree throws(InteractionError) -> MemoryFile in
            switch try tree.directory(parts.dropLast(), name).entries[parts[parts.count - 1]] {
            case .file(let file): return file
            case .directory: throw InteractionError(.damaged, "is not a regular file", place: name)
            case nil: throw MemoryTree.missing(name)
            }
        }
    }

    package func information(_ name: String) throws(InteractionError) -> FileInformation? {
        let parts = try FileName.split(name)
        return tree.withLock { tree -> FileInformation? in
            guard let parent = try? tree.directory(parts.dropLast(), name) else { return nil }
            switch parent.entries[parts[parts.count - 1]] {
            case .file(let file): return FileInformation(kind: .file, size: file.bytes.count, modified: file.modified)
            case .directory:
                return FileInformation(kind: .directory, size: 0, modified: Timestamp(microseconds: 0))
            case nil: return nil
            }
        }
    }

    package func list(_ directory: String) throws(InteractionError) -> [String] {
        let parts = try FileName.splitDirectory(directory)
        return try tree.withLock { tree throws(InteractionError) -> [String] in
            let names = Array(try tree.directory(parts[...], directory).entries.keys)
            return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }

    package func makeDirectory(_ name: String) throws(InteractionError) {
        let parts = try FileName.split(name)
        try tree.withLock { tree throws(InteractionError) in
            let parent = try tree.directory(parts.dropLast(), name)
            let last = parts[parts.count - 1]
            guard parent.entries[last] == nil else { throw InteractionError(.alreadyExists, "mkdir: File exists", place: name) }
            parent.entries[last] = .directory(MemoryDirectory())
        }
    }

    package func rename(_ name: String, to newName: String) throws(InteractionError) {
        let parts = try FileName.split(name)
        let newParts = try FileName.split(newName)
        try tree.withLock { tree throws(InteractionError) in
            let from = try tree.directory(parts.dropLast(), name)
            let to = try tree.directory(newParts.dropLast(), newName)
            guard let node = from.entries[parts[parts.count - 1]] else { throw MemoryTree.missing(name) }
            if case .directory = to.entries[newParts[newParts.count - 1]] {
                throw InteractionError(.inputOutput, "rename: Is a directory", place: newName)
            }
            from.entries[parts[parts.count - 1]] = nil
            to.entries[newParts[newParts.count - 1]] = node
        }
    }

    package func remove(_ name: String) throws(InteractionError) {
        try removeEntry(name) { if case .file = $0 { nil } else { "remove: Is a directory" } }
    }

    package func removeDirectory(_ name: String) throws(InteractionError) {
        try removeEntry(name) { node in
            guard case .directory(let directory) = node else { return "remove: Not a directory" }
            return directory.entries.isEmpty ? nil : "remove: Directory not empty"
        }
    }

    private func removeEntry(_ name: String, unless refusal: (MemoryNode) -> String?) throws(InteractionError) {
        let parts = try FileName.split(name)
        try tree.withLock { tree throws(InteractionError) in
            let parent = try tree.directory(parts.dropLast(), name)
            let last = parts[parts.count - 1]
            guard let node = parent.entries[last] else { throw MemoryTree.missing(name) }
            if let message = refusal(node) { throw InteractionError(.inputOutput, message, place: name) }
            parent.entries[last] = nil
        }
    }

    package func synchronizeDirectory(_ name: String) throws(InteractionError) {
        let parts = try FileName.splitDirectory(name)
        try tree.withLock { tree throws(InteractionError) in
            let directory = try tree.directory(parts[...], name)
            directory.durableEntries = directory.entries
        }
    }

    package func lock(_ name: String) throws(InteractionError) -> (any FileLock)? {
        if try !exists(name) {
            do { _ = try create(name) } catch where error.code == .alreadyExists {}
        }
        let file = try found(name)
        let taken = tree.withLock { _ in
            if file.isLocked { return false }
            file.isLocked = true
            return true
        }
        return taken ? MemoryFileLock(self, file) : nil
    }

    package var freeBytes: Int { get throws(InteractionError) { 1 << 40 } }
}

/// The tree behind the lock.
struct MemoryTree: Sendable {
    let root: MemoryDirectory

    func directory(_ parts: ArraySlice<String>, _ name: String) throws(InteractionError) -> MemoryDirectory {
        var directory = root
        for part in parts {
            switch directory.entries[part] {
            case .directory(let next): directory = next
            case .file: throw InteractionError(.damaged, "is not a directory (a file or a symbolic link)", place: name)
            case nil: throw Self.missing(name)
            }
        }
        return directory
    }

    static func missing(_ name: String) -> InteractionError {
        InteractionError(.notFound, "open: No such file or directory", place: name)
    }
}
