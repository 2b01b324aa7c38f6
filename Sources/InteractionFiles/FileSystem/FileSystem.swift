// The seam to the disk: one directory as a small file system. Storage works through this protocol only, so that the same code
// runs on POSIX files, in memory, and on file systems that fail or crash on purpose.
// Names are relative to the root, parts joined by "/" (see FileName); symbolic links are never followed.

import InteractionModel

/// A directory with files, synchronous and safe from any thread. Calls block: run them on own threads (WorkerThreads).
/// Every call may throw `.inputOutput`, `.notFound` for a missing file or directory, `.invalidArgument` for a bad name,
/// `.noSpace` when the disk is full, `.damaged` where a name is a symbolic link or not the kind of file expected.
package protocol FileSystem: AnyObject, Sendable {
    /// Where this is, for messages: a path, or `memory`.
    var place: String { get }

    /// Opens an existing regular file.
    func openForReading(_ name: String) throws(InteractionError) -> any ReadableFile
    /// Makes a new, empty file of mode 0600, whatever the umask. Throws `.alreadyExists`.
    func create(_ name: String) throws(InteractionError) -> any WritableFile
    /// Opens an existing regular file; appending starts at its end.
    func openForAppending(_ name: String) throws(InteractionError) -> any WritableFile

    /// What a name is; nil when there is nothing. A symbolic link is `.other`.
    func information(_ name: String) throws(InteractionError) -> FileInformation?
    /// Names in a directory in byte order, without "." and "..". The empty name is the root.
    func list(_ directory: String) throws(InteractionError) -> [String]

    /// Makes a directory of mode 0700, whatever the umask. Throws `.alreadyExists`.
    func makeDirectory(_ name: String) throws(InteractionError)
    /// Gives a file another name, replacing a file that has it.
    func rename(_ name: String, to newName: String) throws(InteractionError)
    /// Removes a file (or a link, fifo, socket), never a directory.
    func remove(_ name: String) throws(InteractionError)
    /// Removes an empty directory.
    func removeDirectory(_ name: String) throws(InteractionError)
    /// Makes the names in a directory durable. The empty name is the root.
    func synchronizeDirectory(_ name: String) throws(InteractionError)

    /// Takes an advisory lock on a file, made if missing; nil when anyone else holds it, in this process or another. The lock
    /// ends with `release`, with its object, or with the process.
    func lock(_ name: String) throws(InteractionError) -> (any FileLock)?
    /// Bytes that an ordinary user may still write.
    var freeBytes: Int { get throws(InteractionError) }
}

/// What a name stands for.
package struct FileInformation: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case file, directory, other }
    package var kind: Kind
    /// Bytes of a file; 0 for others.
    package var size: Int
    /// When the content last changed, by the clock of the file system.
    package var modified: Timestamp

    package init(kind: Kind, size: Int, modified: Timestamp) {
        self.kind = kind
        self.size = size
        self.modified = modified
    }
}

extension FileSystem {
    /// Whether anything has this name.
    package func exists(_ name: String) throws(InteractionError) -> Bool { try information(name) != nil }

    /// Takes a lock, waiting for its holder up to `milliseconds`; nil when the time is over. Blocks the thread.
    package func lockWaiting(_ name: String, milliseconds: Int) throws(InteractionError) -> (any FileLock)? {
        let end = SystemTime.shared.nanoseconds &+ UInt64(max(0, milliseconds)) &* 1_000_000
        var pause: UInt64 = 200_000
        while true {
            if let lock = try lock(name) { return lock }
            if SystemTime.shared.nanoseconds >= end { return nil }
            Pause.sleep(nanoseconds: pause)
            pause = min(pause * 2, 10_000_000)
        }
    }

    /// The whole of a small file. Throws `.damaged` when it is larger than `limit` bytes.
    package func contents(_ name: String, limit: Int) throws(InteractionError) -> [UInt8] {
        let file = try openForReading(name)
        let size = try file.size
        guard size <= limit else {
            throw InteractionError(.damaged, "\(size) bytes where at most \(limit) can be", place: name)
        }
        return try file.read(offset: 0, count: size)
    }
}
