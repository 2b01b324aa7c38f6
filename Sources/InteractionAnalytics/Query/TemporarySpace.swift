// Temporary files of queries that need more memory than their budget. Each is a file without a name in a directory of its own
// that is gone as soon as the file is open: nothing is left behind when a query, or the whole process, ends in any way.

import InteractionExecution
import InteractionFiles
import InteractionModel
import Synchronization

/// Temporary files below one directory.
struct TemporarySpace: SpillSpace {
    /// The directory that the system names for temporary files.
    static var systemDirectory: String {
        ProcessEnvironment.value("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    }

    /// An existing directory outside of any store.
    let directory: String

    func makeFile() throws(InteractionError) -> any SpillFile {
        let files = try PosixFileSystem(root: directory)
        let name = "iaq-" + String(SystemRandomness().next(), radix: 16) + String(SystemRandomness().next(), radix: 16)
        // Mode 0700, so that nobody can put anything in the way of the file's name.
        try files.makeDirectory(name)
        do throws(InteractionError) {
            let file = try TemporaryFile(files, name + "/rows")
            try files.removeDirectory(name)
            return file
        } catch {
            try? files.remove(name + "/rows")
            try? files.removeDirectory(name)
            throw error
        }
    }
}

/// An open file whose name is gone.
private final class TemporaryFile: SpillFile {
    private let written: any WritableFile
    private let readable: any ReadableFile

    /// Makes the file and takes its name away.
    init(_ files: PosixFileSystem, _ name: String) throws(InteractionError) {
        written = try files.create(name)
        readable = try files.openForReading(name)
        try files.remove(name)
    }

    func append(_ bytes: [UInt8]) throws(InteractionError) -> Int {
        let offset = written.size
        do throws(InteractionError) {
            try written.append(bytes)
        } catch {
            guard error.code == .noSpace else { throw error }
            throw InteractionError(
                .noSpace, "the disk is full: temporary rows of a query beyond its memory budget do not fit",
                place: error.place, hint: "name another directory for temporary files, raise the memory budget, or filter more")
        }
        return offset
    }

    func read(offset: Int, count: Int) throws(InteractionError) -> [UInt8] { try readable.read(offset: offset, count: count) }
}
