// An open directory and the system calls on names in it. Names are single parts; links are never followed (O_NOFOLLOW).

import Glibc
import InteractionModel

/// A directory descriptor, closed with its object.
final class DirectoryHandle: Sendable {
    let descriptor: Int32
    /// For messages.
    let place: String

    init(descriptor: Int32, place: String) {
        self.descriptor = descriptor
        self.place = place
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Opens a directory by a path of the outside world; links in it are followed.
    static func open(path: String) throws(InteractionError) -> DirectoryHandle {
        let descriptor = retrying { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw PosixError.make("open", path) }
        return DirectoryHandle(descriptor: descriptor, place: path)
    }

    func child(_ name: String) -> String { place + "/" + name }

    func directory(_ name: String) throws(InteractionError) -> DirectoryHandle {
        let found = retrying { openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
        if found < 0 {
            if errno == ENOTDIR || errno == ELOOP {
                throw InteractionError(.damaged, "is not a directory (a file or a symbolic link)", place: child(name))
            }
            throw PosixError.make("open", child(name))
        }
        return DirectoryHandle(descriptor: found, place: child(name))
    }

    /// Opens a regular file; anything else is refused without blocking on it.
    func file(_ name: String, _ flags: Int32) throws(InteractionError) -> Int32 {
        let found = retrying { openat(descriptor, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600) }
        guard found >= 0 else { throw PosixError.make("open", child(name)) }
        var facts = stat()
        guard fstat(found, &facts) == 0 else {
            let error = PosixError.make("fstat", child(name))
            _ = Glibc.close(found)
            throw error
        }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            _ = Glibc.close(found)
            throw InteractionError(.damaged, "is not a regular file", place: child(name))
        }
        return found
    }

    /// Makes a file of mode 0600 whatever the umask.
    func newFile(_ name: String) throws(InteractionError) -> Int32 {
        let made = try file(name, O_RDWR | O_CREAT | O_EXCL)
        guard fchmod(made, 0o600) == 0 else {
            let error = PosixError.make("fchmod", child(name))
            _ = Glibc.close(made)
            throw error
        }
        return made
    }

    func makeDirectory(_ name: String) throws(InteractionError) {
        guard mkdirat(descriptor, name, 0o700) == 0 else { throw PosixError.make("mkdir", child(name)) }
        // Under a umask without rights for the owner the new directory cannot even be opened: change it by name. It was made by
        // this call, and AT_SYMLINK_NOFOLLOW is not to be had for chmod.
        guard fchmodat(descriptor, name, 0o700, 0) == 0 else { throw PosixError.make("chmod", child(name)) }
    }

    func rename(_ name: String, to target: DirectoryHandle, _ newName: String) throws(InteractionError) {
        guard renameat(descriptor, name, target.descriptor, newName) == 0 else {
            throw PosixError.make("rename", child(name))
        }
    }

    func remove(_ name: String, _ flags: Int32) throws(InteractionError) {
        guard unlinkat(descriptor, name, flags) == 0 else { throw PosixError.make("remove", child(name)) }
    }

    func information(_ name: String) throws(InteractionError) -> FileInformation? {
        var facts = stat()
        if fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) != 0 {
            if errno == ENOENT { return nil }
            throw PosixError.make("stat", child(name))
        }
        let kind: FileInformation.Kind =
            switch facts.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            default: .other
            }
        let modified = Int64(facts.st_mtim.tv_sec) &* 1_000_000 &+ Int64(facts.st_mtim.tv_nsec) / 1000
        return FileInformation(
            kind: kind, size: kind == .file ? Int(facts.st_size) : 0, modified: Timestamp(microseconds: modified))
    }

    func synchronize() throws(InteractionError) {
        guard retrying({ fsync(descriptor) }) == 0 else { throw PosixError.make("fsync", place) }
    }
}

/// Runs a system call again as long as a signal interrupts it.
func retrying(_ call: () -> Int32) -> Int32 {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
