// One file or directory of a MemoryFileSystem, with its volatile content and what of it is durable.
// A file keeps the old bytes of ranges overwritten since its last sync (an undo list), so that a sync costs nothing and a crash
// can bring the synced content back. Nodes are guarded by the lock of their file system: that is why they may say Sendable.

import InteractionModel

/// A file: bytes now, and how to get back to the bytes of the last sync.
final class MemoryFile: @unchecked Sendable {
    var bytes: [UInt8] = []
    var durableSize = 0
    var undo: [(offset: Int, bytes: [UInt8])] = []
    var modified: Timestamp
    /// The lock held on it, if any.
    var isLocked = false

    init(modified: Timestamp) { self.modified = modified }

    func write(_ new: [UInt8], at offset: Int) {
        remember(from: offset, to: offset + new.count)
        let inside = min(new.count, bytes.count - offset)
        bytes.replaceSubrange(offset..<offset + inside, with: new[..<inside])
        bytes.append(contentsOf: new[inside...])
    }

    func truncate(to size: Int) {
        remember(from: size, to: bytes.count)
        bytes.removeLast(bytes.count - size)
    }

    private func remember(from start: Int, to end: Int) {
        let end = min(end, durableSize, bytes.count)
        if start < end { undo.append((start, Array(bytes[start..<end]))) }
    }

    func synchronize() {
        durableSize = bytes.count
        undo.removeAll()
    }

    /// A copy as it would be found after a power cut that loses everything not synced.
    func durableCopy() -> MemoryFile {
        let copy = MemoryFile(modified: modified)
        var image = bytes
        if image.count < durableSize { image += [UInt8](repeating: 0, count: durableSize - image.count) }
        for step in undo.reversed() { image.replaceSubrange(step.offset..<step.offset + step.bytes.count, with: step.bytes) }
        image.removeLast(image.count - durableSize)
        copy.bytes = image
        copy.durableSize = durableSize
        return copy
    }
}

/// A directory: names now, and the names of its last sync.
final class MemoryDirectory: @unchecked Sendable {
    var entries: [String: MemoryNode] = [:]
    var durableEntries: [String: MemoryNode] = [:]

    /// A copy with the durable names only, and below them the durable content.
    func durableCopy() -> MemoryDirectory {
        let copy = MemoryDirectory()
        for (name, node) in durableEntries {
            switch node {
            case .file(let file): copy.entries[name] = .file(file.durableCopy())
            case .directory(let directory): copy.entries[name] = .directory(directory.durableCopy())
            }
        }
        copy.durableEntries = copy.entries
        return copy
    }
}

/// What a name leads to.
enum MemoryNode: Sendable {
    case file(MemoryFile)
    case directory(MemoryDirectory)
}
