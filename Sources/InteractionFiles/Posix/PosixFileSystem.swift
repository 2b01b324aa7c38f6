// A directory of the local disk as a FileSystem. Each part of a name is opened from its parent's descriptor without following
// links, so that a link planted anywhere below the root is refused.

import Glibc
import InteractionModel

/// Files below a root directory.
package final class PosixFileSystem: FileSystem {
    package let place: String
    private let root: DirectoryHandle

    /// Opens a root directory. With `create` a missing one is made (mode 0700), its parents are not. Errors: `.notFound`,
    /// `.inputOutput`. The path itself may lead through links: it is the user's word.
    package init(root path: String, create: Bool = false) throws(InteractionError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw InteractionError(.invalidArgument, "an empty path, or one with a NUL byte")
        }
        place = path
        let refusal = create && mkdir(path, 0o700) != 0 ? errno : 0
        if create, refusal == 0 {
            root = try DirectoryHandle.open(path: path)
            guard fchmod(root.descriptor, 0o700) == 0 else { throw PosixError.make("chmod", path) }
            // Its name is made durable in the parent.
            try DirectoryHandle.open(path: path + "/..").synchronize()
        } else {
            do {
                root = try DirectoryHandle.open(path: path)
            } catch {
                // Why it could not be made says more than that it is not there.
                guard refusal != 0, refusal != EEXIST, error.code == .notFound else { throw error }
                var made = PosixError.make("mkdir", path, refusal)
                if refusal == ENOENT { made.hint = "its parent directory does not exist" }
                throw made
            }
        }
    }

    private func directory(_ parts: some Sequence<String>) throws(InteractionError) -> DirectoryHandle {
        var handle = root
        for part in parts { handle = try handle.directory(part) }
        return handle
    }

    /// The directory that holds a name, and the name's last part.
    private func parent(of name: String) throws(InteractionError) -> (DirectoryHandle, String) {
        let parts = try FileName.split(name)
        return (try directory(parts.dropLast()), parts[parts.count - 1])
    }

    package func openForReading(_ name: String) throws(InteractionError) -> any ReadableFile {
        let (parent, last) = try parent(of: name)
        return PosixReadableFile(descriptor: try parent.file(last, O_RDONLY), place: parent.child(last))
    }

    package func create(_ name: String) throws(InteractionError) -> any WritableFile {
        let (parent, last) = try parent(of: name)
        return PosixWritableFile(descriptor: try parent.newFile(last), size: 0, place: parent.child(last))
    }

    package func openForAppending(_ name: String) throws(InteractionError) -> any WritableFile {
        let (parent, last) = try parent(of: name)
        let descriptor = try parent.file(last, O_RDWR)
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            let error = PosixError.make("fstat", parent.child(last))
            _ = Glibc.close(descriptor)
            throw error
        }
        return PosixWritableFile(descriptor: descriptor, size: Int(facts.st_size), place: parent.child(last))
    }

    package func information(_ name: String) throws(InteractionError) -> FileInformation? {
        do {
            let (parent, last) = try parent(of: name)
            return try parent.information(last)
        } catch where error.code == .notFound {
            return nil
        }
    }

    package func list(_ directory: String) throws(InteractionError) -> [String] {
        try self.directory(try FileName.splitDirectory(directory)).names()
    }

    package func makeDirectory(_ name: String) throws(InteractionError) {
        let (parent, last) = try parent(of: name)
        try parent.makeDirectory(last)
    }

    package func rename(_ name: String, to newName: String) throws(InteractionError) {
        let (from, last) = try parent(of: name)
        let (to, newLast) = try parent(of: newName)
        try from.rename(last, to: to, newLast)
    }

    package func remove(_ name: String) throws(InteractionError) {
        let (parent, last) = try parent(of: name)
        try parent.remove(last, 0)
    }

    package func removeDirectory(_ name: String) throws(InteractionError) {
        let (parent, last) = try parent(of: name)
        try parent.remove(last, AT_REMOVEDIR)
    }

    package func synchronizeDirectory(_ name: String) throws(InteractionError) {
        try directory(try FileName.splitDirectory(name)).synchronize()
    }

    package func lock(_ name: String) throws(InteractionError) -> (any FileLock)? {
        let (parent, last) = try parent(of: name)
        return try PosixFileLock.take(last, in: parent)
    }

    package var freeBytes: Int {
        get throws(InteractionError) {
            var facts = statvfs()
            guard retrying({ fstatvfs(root.descriptor, &facts) }) == 0 else { throw PosixError.make("statvfs", place) }
            let (bytes, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize))
            return overflow ? Int.max : Int(clamping: bytes)
        }
    }
}
