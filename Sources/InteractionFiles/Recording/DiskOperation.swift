// What a recorded workload did to its disk, one operation at a time: enough to make every disk that a crash could leave.

import InteractionModel

/// A change to a disk, or a barrier. Files and directories are numbers of a `DiskState`: a handle goes on meaning its file when
/// the name has gone to another one. New ones take the next number of their kind.
package enum DiskOperation: Sendable {
    case create(directory: Int, name: String)
    case makeDirectory(directory: Int, name: String)
    case append(file: Int, bytes: [UInt8])
    case write(file: Int, bytes: [UInt8], offset: Int)
    case truncate(file: Int, size: Int)
    case synchronize(file: Int)
    case synchronizeDirectory(directory: Int)
    case rename(directory: Int, from: String, to: String)
    /// A file or an empty directory loses its name.
    case remove(directory: Int, name: String)
}
