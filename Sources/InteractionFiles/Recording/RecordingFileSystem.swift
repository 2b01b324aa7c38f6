// A file system in memory that writes down what it did: the recorded operations, applied to the disk it began with, give the
// disk at each moment, and from that every disk a crash at that moment could leave.

import InteractionModel
import Synchronization

/// Records every change and every sync. Reads, listings and waiting are not recorded: they leave no trace on a disk. Renames
/// stay within their directory; one across directories is refused (`.invalidArgument`), as its atomicity on a crash would need
/// a model of its own and no store makes one.
package final class RecordingFileSystem: FileSystem {
    private struct State {
        var disk: DiskState
        var operations: [DiskOperation] = []
        /// Operations after which everything fails; nil for none.
        var end: Int?
    }
    /// The disk that recording began with.
    package let start: DiskState
    private let base: MemoryFileSystem
    private let state: Mutex<State>

    /// Begins with a disk: its running view, with what is not synced yet still so.
    package init(_ start: DiskState = DiskState(), time: any TimeSource) {
        self.start = start
        base = start.fileSystem(time: time)
        state = Mutex(State(disk: start))
    }

    /// What was done so far, in order.
    package var operations: [DiskOperation] { state.withLock { $0.operations } }
    /// How many that are.
    package var count: Int { state.withLock { $0.operations.count } }
    /// The disk now.
    package var disk: DiskState { state.withLock { $0.disk } }

    /// Lets the process die after the given number of operations: whatever would change the disk then throws, and does not
    /// happen. nil gives it a new life.
    package func die(after count: Int?) { state.withLock { $0.end = count } }

    /// Whether the process is dead: it has done all that it was given.
    package var isDead: Bool { state.withLock { state in state.end.map { state.operations.count >= $0 } ?? false } }

    private func checkAlive() throws(InteractionError) {
        if isDead { throw InteractionError(.inputOutput, "the process is dead", place: place) }
    }

    fileprivate func record(_ operation: DiskOperation) {
        state.withLock { state in
            state.disk.apply(operation)
            state.operations.append(operation)
        }
    }

    fileprivate func perform<Result>(
        _ operation: DiskOperation, _ body: () throws(InteractionError) -> Result
    ) throws(InteractionError) -> Result {
        try checkAlive()
        let result = try body()
        record(operation)
        return result
    }

    private func directory(_ parts: ArraySlice<String>, _ name: String) throws(InteractionError) -> Int {
        guard case .directory(let number) = state.withLock({ $0.disk.node(parts) }) else { throw MemoryTree.missing(name) }
        return number
    }

    private func file(_ name: String) throws(InteractionError) -> Int {
        let parts = try FileName.split(name)
        guard case .file(let number) = state.withLock({ $0.disk.node(parts) }) else { throw MemoryTree.missing(name) }
        return number
    }

    /// The directory of a name, and its last part.
    private func place(of name: String) throws(InteractionError) -> (directory: Int, last: String) {
        let parts = try FileName.split(name)
        return (try directory(parts.dropLast(), name), parts[parts.count - 1])
    }

    package var place: String { base.place }

    package func openForReading(_ name: String) throws(InteractionError) -> any ReadableFile { try base.openForReading(name) }

    package func create(_ name: String) throws(InteractionError) -> any WritableFile {
        let (directory, last) = try place(of: name)
        let made = try perform(.create(directory: directory, name: last)) { () throws(InteractionError) in
            try base.create(name)
        }
        return RecordedFile(made, try file(name), self)
    }

    package func openForAppending(_ name: String) throws(InteractionError) -> any WritableFile {
        RecordedFile(try base.openForAppending(name), try file(name), self)
    }

    package func information(_ name: String) throws(InteractionError) -> FileInformation? { try base.information(name) }
    package func list(_ directory: String) throws(InteractionError) -> [String] { try base.list(directory) }

    package func makeDirectory(_ name: String) throws(InteractionError) {
        let (directory, last) = try place(of: name)
        try perform(.makeDirectory(directory: directory, name: last)) { () throws(InteractionError) in
            try base.makeDirectory(name)
        }
    }

    package func rename(_ name: String, to newName: String) throws(InteractionError) {
        let (directory, last) = try place(of: name)
        let (target, newLast) = try place(of: newName)
        guard directory == target else {
            throw InteractionError(.invalidArgument, "a recorded rename stays in its directory", place: newName)
        }
        try perform(.rename(directory: directory, from: last, to: newLast)) { () throws(InteractionError) in
            try base.rename(name, to: newName)
        }
    }

    package func remove(_ name: String) throws(InteractionError) {
        let (directory, last) = try place(of: name)
        try perform(.remove(directory: directory, name: last)) { () throws(InteractionError) in try base.remove(name) }
    }

    package func removeDirectory(_ name: String) throws(InteractionError) {
        let (directory, last) = try place(of: name)
        try perform(.remove(directory: directory, name: last)) { () throws(InteractionError) in
            try base.removeDirectory(name)
        }
    }

    package func synchronizeDirectory(_ name: String) throws(InteractionError) {
        let number = try directory(try FileName.splitDirectory(name)[...], name)
        try perform(.synchronizeDirectory(directory: number)) { () throws(InteractionError) in
            try base.synchronizeDirectory(name)
        }
    }

    /// A lock file that is made is recorded; holding a lock is not, as no lock outlives its process.
    package func lock(_ name: String) throws(InteractionError) -> (any FileLock)? {
        if try !base.exists(name) { try create(name).close() }
        return try base.lock(name)
    }

    package var freeBytes: Int { get throws(InteractionError) { try base.freeBytes } }
}

private final class RecordedFile: WritableFile {
    private let base: any WritableFile
    private let number: Int
    private let system: RecordingFileSystem

    init(_ base: any WritableFile, _ number: Int, _ system: RecordingFileSystem) {
        self.base = base
        self.number = number
        self.system = system
    }

    var size: Int { base.size }

    func append(_ bytes: [UInt8]) throws(InteractionError) {
        try system.perform(.append(file: number, bytes: bytes)) { () throws(InteractionError) in try base.append(bytes) }
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(InteractionError) {
        try system.perform(.write(file: number, bytes: bytes, offset: offset)) { () throws(InteractionError) in
            try base.write(bytes, at: offset)
        }
    }

    func truncate(to size: Int) throws(InteractionError) {
        try system.perform(.truncate(file: number, size: size)) { () throws(InteractionError) in try base.truncate(to: size) }
    }

    func synchronize() throws(InteractionError) {
        try system.perform(.synchronize(file: number)) { () throws(InteractionError) in try base.synchronize() }
    }

    func close() throws(InteractionError) { try base.close() }
}
