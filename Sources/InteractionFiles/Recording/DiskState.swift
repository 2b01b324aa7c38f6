// A disk as a crash may find it: what is durable, what the running system shows, and the changes between the two in order.
//
// The model of what a file system may do. It takes no more than POSIX and the hardware promise, which is less than ext4 and xfs
// do, so that what survives it survives them.
// - A process that dies (kill -9) loses nothing that a call had taken: the running system's view stays. A call under way may
//   have taken any first part of its bytes.
// - Power loss keeps what was synced: a file's bytes and size as of its last `synchronize`, a directory's names as of its last
//   `synchronizeDirectory`. A file's sync says nothing about its name (ext4 and xfs write the name of a new file with it, POSIX
//   does not promise it), and a directory's nothing about the directories and files below.
// - Bytes written since are there or not, sector by sector (512 bytes, written whole or not at all) or page by page (4 KiB), in
//   any order, also between files. The size may have grown before the bytes came: what lies behind the synced size then reads
//   as zeros (ext4 with delayed allocation, xfs) or as what the blocks held before (ext4 data=writeback). Bytes of a sector that
//   were synced survive a torn write of their neighbours; what is overwritten in place is old or new, never zeroed.
// - A name made, moved or removed since is so or not, independently in each directory: a first part of the changes in order
//   (what a journalling file system leaves), or any of them (what POSIX allows).
// - A rename is atomic: both names change or neither does, and the new name never stands for nothing between two files.

import InteractionModel

/// A disk. A value: copies share what they hold.
package struct DiskState: Sendable {
    /// What a name stands for, by number.
    package enum Node: Sendable, Hashable {
        case file(Int)
        case directory(Int)
    }

    /// Bytes that came, or the cut of a file, since its last sync.
    enum FileChange: Sendable {
        case write(offset: Int, bytes: [UInt8])
        case cut(size: Int)
    }

    struct File: Sendable {
        var durable: [UInt8] = []
        var current: [UInt8] = []
        var pending: [FileChange] = []
    }

    struct Directory: Sendable {
        var durable: [String: Node] = [:]
        var current: [String: Node] = [:]
        /// Names that change together; nil where the name goes.
        var pending: [[(name: String, node: Node?)]] = []
    }

    var files: [File] = []
    /// The root is the first.
    var directories: [Directory] = [Directory()]

    /// An empty disk.
    package init() {}

    /// Carries out an operation. One that names nothing does nothing: a recorder makes no such.
    package mutating func apply(_ operation: DiskOperation) {
        switch operation {
        case .create(let directory, let name):
            files.append(File())
            change(directory, [(name, .file(files.count - 1))])
        case .makeDirectory(let directory, let name):
            directories.append(Directory())
            change(directory, [(name, .directory(directories.count - 1))])
        case .append(let file, let bytes):
            guard files.indices.contains(file) else { return }
            files[file].pending.append(.write(offset: files[file].current.count, bytes: bytes))
            files[file].current += bytes
        case .write(let file, let bytes, let offset):
            guard files.indices.contains(file), offset >= 0, offset + bytes.count <= files[file].current.count else { return }
            files[file].pending.append(.write(offset: offset, bytes: bytes))
            files[file].current.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        case .truncate(let file, let size):
            guard files.indices.contains(file), size >= 0, size <= files[file].current.count else { return }
            files[file].pending.append(.cut(size: size))
            files[file].current.removeLast(files[file].current.count - size)
        case .synchronize(let file):
            guard files.indices.contains(file) else { return }
            files[file].durable = files[file].current
            files[file].pending = []
        case .synchronizeDirectory(let directory):
            guard directories.indices.contains(directory) else { return }
            directories[directory].durable = directories[directory].current
            directories[directory].pending = []
        case .rename(let directory, let from, let to):
            guard directories.indices.contains(directory), let node = directories[directory].current[from] else { return }
            change(directory, [(from, nil), (to, node)])
        case .remove(let directory, let name):
            change(directory, [(name, nil)])
        }
    }

    private mutating func change(_ directory: Int, _ names: [(name: String, node: Node?)]) {
        guard directories.indices.contains(directory) else { return }
        for (name, node) in names { directories[directory].current[name] = node }
        directories[directory].pending.append(names)
    }

    /// What a name stands for in the running system.
    func node(_ parts: some Sequence<String>) -> Node? {
        var node = Node.directory(0)
        for part in parts {
            guard case .directory(let number) = node, let next = directories[number].current[part] else { return nil }
            node = next
        }
        return node
    }

    /// What a name stands for in the running system, the empty one for the root; nil when it stands for nothing.
    package func node(named name: String) -> Node? { node(name.split(separator: "/").map(String.init)) }

    /// The running system's view as a file system: all of it there, no locks held. Files share their bytes with this value
    /// until they are written.
    package func fileSystem(time: any TimeSource) -> MemoryFileSystem {
        let now = time.now()
        func directory(_ number: Int) -> MemoryDirectory {
            let made = MemoryDirectory()
            for (name, node) in directories[number].current {
                switch node {
                case .directory(let child): made.entries[name] = .directory(directory(child))
                case .file(let child):
                    let file = MemoryFile(modified: now)
                    file.bytes = files[child].current
                    file.durableSize = file.bytes.count
                    made.entries[name] = .file(file)
                }
            }
            made.durableEntries = made.entries
            return made
        }
        return MemoryFileSystem(root: directory(0), time: time)
    }
}
