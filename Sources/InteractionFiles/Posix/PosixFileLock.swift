// Advisory locks by flock: bound to the open file, so that a second open in the same process is refused like another process,
// and the kernel releases the lock when the holder dies. A forked child shares the open file; it is told apart by its process id.

import Glibc
import InteractionModel
import Synchronization

/// A lock on a file that is open as long as the lock is held.
final class PosixFileLock: FileLock {
    private let descriptor: Int32
    private let process: pid_t
    private let isReleased = Atomic<Bool>(false)

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        process = getpid()
    }

    deinit { release() }

    static func take(_ name: String, in directory: DirectoryHandle) throws(InteractionError) -> PosixFileLock? {
        for _ in 0..<100 {
            let descriptor: Int32
            do {
                descriptor = try directory.newFile(name)
            } catch where error.code == .alreadyExists {
                do {
                    descriptor = try directory.file(name, O_RDWR)
                } catch where error.code == .notFound {
                    continue
                }
            }
            if retrying({ flock(descriptor, LOCK_EX | LOCK_NB) }) != 0 {
                let number = errno
                _ = Glibc.close(descriptor)
                if number == EWOULDBLOCK { return nil }
                throw PosixError.make("flock", directory.child(name), number)
            }
            // A lock on a file that has meanwhile lost its name excludes nobody: try again on the new one.
            var held = stat()
            var named = stat()
            if fstat(descriptor, &held) == 0, fstatat(directory.descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0,
                held.st_ino == named.st_ino, held.st_dev == named.st_dev
            {
                return PosixFileLock(descriptor: descriptor)
            }
            _ = Glibc.close(descriptor)
        }
        throw InteractionError(.inputOutput, "the lock file is replaced again and again", place: directory.child(name))
    }

    var isHeld: Bool { !isReleased.load(ordering: .acquiring) && getpid() == process }

    func release() {
        guard !isReleased.exchange(true, ordering: .acquiringAndReleasing) else { return }
        // In a forked child closing its copy leaves the parent's lock in place; unlocking would take it away.
        if getpid() == process { _ = flock(descriptor, LOCK_UN) }
        _ = Glibc.close(descriptor)
    }
}
