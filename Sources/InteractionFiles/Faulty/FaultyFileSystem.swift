// A file system that fails on purpose: passes every call to another one, counts those that change or read something, and lets
// the k-th fail, once or from then on. Tests run each k and look whether anything acknowledged was lost.

import InteractionModel
import Synchronization

/// Faults in front of another file system.
package final class FaultyFileSystem: FileSystem {
    /// What goes wrong.
    package struct Fault: Sendable {
        /// The call that fails, counted from 1.
        package var call: Int
        /// Whether later calls fail as well.
        package var isLasting: Bool
        package var error: InteractionError
        /// A failing append writes this much of its bytes first, in percent: a short write.
        package var writtenPercent: Int
        /// Only calls for names that begin so are counted and fail; nil for all.
        package var names: String?

        package init(
            call: Int, isLasting: Bool, error: InteractionError, writtenPercent: Int = 0, names: String? = nil
        ) {
            self.call = call
            self.isLasting = isLasting
            self.error = error
            self.writtenPercent = writtenPercent
            self.names = names
        }
    }

    private struct State {
        var calls = 0
        var fault: Fault?
    }
    private let base: any FileSystem
    private let state = Mutex(State())

    package init(_ base: any FileSystem) { self.base = base }

    /// Calls so far.
    package var calls: Int { state.withLock { $0.calls } }

    /// Sets or removes the fault; counting begins anew.
    package func set(_ fault: Fault?) { state.withLock { $0 = State(calls: 0, fault: fault) } }

    /// Counts a call. The fault when it is to fail.
    fileprivate func fault(_ name: String) -> Fault? {
        state.withLock { state in
            if let names = state.fault?.names, !name.hasPrefix(names) { return nil }
            state.calls += 1
            guard let fault = state.fault else { return nil }
            return state.calls == fault.call || (fault.isLasting && state.calls > fault.call) ? fault : nil
        }
    }

    fileprivate func count(_ name: String) throws(InteractionError) { if let fault = fault(name) { throw fault.error } }

    package var place: String { base.place }

    package func openForReading(_ name: String) throws(InteractionError) -> any ReadableFile {
        try count(name)
        return FaultyReadableFile(try base.openForReading(name), name, self)
    }

    package func create(_ name: String) throws(InteractionError) -> any WritableFile {
        try count(name)
        return FaultyWritableFile(try base.create(name), name, self)
    }

    package func openForAppending(_ name: String) throws(InteractionError) -> any WritableFile {
        try count(name)
        return FaultyWritableFile(try base.openForAppending(name), name, self)
    }

    package func information(_ name: String) throws(InteractionError) -> FileInformation? {
        try count(name)
        return try base.information(name)
    }

    package func list(_ directory: String) throws(InteractionError) -> [String] {
        try count(directory)
        return try base.list(directory)
    }

    package func makeDirectory(_ name: String) throws(InteractionError) {
        try count(name)
        try base.makeDirectory(name)
    }

    package func rename(_ name: String, to newName: String) throws(InteractionError) {
        try count(name)
        try base.rename(name, to: newName)
    }

    package func remove(_ name: String) throws(InteractionError) {
        try count(name)
        try base.remove(name)
    }

    package func removeDirectory(_ name: String) throws(InteractionError) {
        try count(name)
        try base.removeDirectory(name)
    }

    package func synchronizeDirectory(_ name: String) throws(InteractionError) {
        try count(name)
        try base.synchronizeDirectory(name)
    }

    package func lock(_ name: String) throws(InteractionError) -> (any FileLock)? {
        try count(name)
        return try base.lock(name)
    }

    package var freeBytes: Int { get throws(InteractionError) { try base.freeBytes } }
}

private final class FaultyReadableFile: ReadableFile {
    private let base: any ReadableFile
    private let name: String
    private let system: FaultyFileSystem

    init(_ base: any ReadableFile, _ name: String, _ system: FaultyFileSystem) {
        self.base = base
        self.name = name
        self.system = system
    }

    var size: Int { get throws(InteractionError) { try base.size } }

    func read(offset: Int, count: Int) throws(InteractionError) -> [UInt8] {
        try system.count(name)
        return try base.read(offset: offset, count: count)
    }

    func read(into target: UnsafeMutableRawBufferPointer, offset: Int) throws(InteractionError) {
        try system.count(name)
        try base.read(into: target, offset: offset)
    }
}

private final class FaultyWritableFile: WritableFile {
    private let base: any WritableFile
    private let name: String
    private let system: FaultyFileSystem

    init(_ base: any WritableFile, _ name: String, _ system: FaultyFileSystem) {
        self.base = base
        self.name = name
        self.system = system
    }

    var size: Int { base.size }

    func append(_ bytes: [UInt8]) throws(InteractionError) {
        if let fault = system.fault(name) {
            let written = bytes.count * min(100, max(0, fault.writtenPercent)) / 100
            if written > 0 {
                // A real file keeps what was written beyond its counted end; appending and cutting back is the nearest here.
                let end = base.size
                try base.append(Array(bytes[..<written]))
                try base.truncate(to: end)
            }
            throw fault.error
        }
        try base.append(bytes)
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(InteractionError) {
        try system.count(name)
        try base.write(bytes, at: offset)
    }

    func truncate(to size: Int) throws(InteractionError) {
        try system.count(name)
        try base.truncate(to: size)
    }

    func synchronize() throws(InteractionError) {
        try system.count(name)
        try base.synchronize()
    }

    func close() throws(InteractionError) { try base.close() }
}
