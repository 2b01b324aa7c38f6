// Open files and locks of a MemoryFileSystem. All access to a file's bytes happens under the file system's lock.

import InteractionModel
import Synchronization

final class MemoryReadableFile: ReadableFile {
    private let system: MemoryFileSystem
    private let node: MemoryFile
    private let name: String

    init(_ system: MemoryFileSystem, _ node: MemoryFile, _ name: String) {
        self.system = system
        self.node = node
        self.name = name
    }

    var size: Int {
        get throws(InteractionError) { system.tree.withLock { _ in node.bytes.count } }
    }

    func read(offset: Int, count: Int) throws(InteractionError) -> [UInt8] {
        let bytes = system.tree.withLock { _ -> [UInt8]? in
            let all = node.bytes
            guard offset >= 0, count >= 0, offset <= all.count, count <= all.count - offset else { return nil }
            return Array(all[offset..<offset + count])
        }
        guard let bytes else { throw endsEarly(offset, count) }
        return bytes
    }

    func read(into target: UnsafeMutableRawBufferPointer, offset: Int) throws(InteractionError) {
        target.copyBytes(from: try read(offset: offset, count: target.count))
    }

    private func endsEarly(_ offset: Int, _ count: Int) -> InteractionError {
        InteractionError(.damaged, "the file ends early: \(count) bytes wanted", place: "\(name), offset \(offset)")
    }
}

final class MemoryWritableFile: WritableFile {
    private let system: MemoryFileSystem
    private let node: MemoryFile
    private let name: String
    private let time: any TimeSource
    private let isClosed = Atomic<Bool>(false)

    init(_ system: MemoryFileSystem, _ node: MemoryFile, _ name: String, _ time: any TimeSource) {
        self.system = system
        self.node = node
        self.name = name
        self.time = time
    }

    var size: Int { system.tree.withLock { _ in node.bytes.count } }

    func append(_ bytes: [UInt8]) throws(InteractionError) {
        try change { file in
            file.write(bytes, at: file.bytes.count)
            return true
        }
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(InteractionError) {
        try change { file in
            guard offset >= 0, offset <= file.bytes.count, bytes.count <= file.bytes.count - offset else { return false }
            file.write(bytes, at: offset)
            return true
        }
    }

    func truncate(to size: Int) throws(InteractionError) {
        try change { file in
            guard size >= 0, size <= file.bytes.count else { return false }
            file.truncate(to: size)
            return true
        }
    }

    private func change(_ body: (MemoryFile) -> Bool) throws(InteractionError) {
        guard !isClosed.load(ordering: .acquiring) else { throw InteractionError(.closed, "the file is closed", place: name) }
        let now = time.now()
        let done = system.tree.withLock { _ in
            node.modified = now
            return body(node)
        }
        guard done else { throw InteractionError(.invalidArgument, "a write outside the file", place: name) }
    }

    func synchronize() throws(InteractionError) {
        guard !isClosed.load(ordering: .acquiring) else { throw InteractionError(.closed, "the file is closed", place: name) }
        system.tree.withLock { _ in node.synchronize() }
    }

    func close() throws(InteractionError) { isClosed.store(true, ordering: .releasing) }
}

final class MemoryFileLock: FileLock {
    private let system: MemoryFileSystem
    private let node: MemoryFile
    private let isReleased = Atomic<Bool>(false)

    init(_ system: MemoryFileSystem, _ node: MemoryFile) {
        self.system = system
        self.node = node
    }

    deinit { release() }

    var isHeld: Bool { !isReleased.load(ordering: .acquiring) }

    func release() {
        guard !isReleased.exchange(true, ordering: .acquiringAndReleasing) else { return }
        system.tree.withLock { _ in node.isLocked = false }
    }
}
