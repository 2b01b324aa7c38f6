// Reading the names in a directory.

import Glibc
import InteractionModel

extension DirectoryHandle {
    /// Names in byte order, without "." and "..".
    func names() throws(InteractionError) -> [String] {
        // A descriptor of its own: closedir closes it, and the position of a shared one would be shared too.
        let copy = retrying { openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard copy >= 0 else { throw PosixError.make("open", place) }
        guard let stream = fdopendir(copy) else {
            let error = PosixError.make("list", place)
            _ = Glibc.close(copy)
            throw error
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw PosixError.make("list", place) }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
