// A file system that lies: one sync or rename of a workload reports success and does not happen, or happens too late. Whoever
// claims that each of them is needed shows with it that a crash then finds something missing.

import InteractionModel
import Synchronization

/// Barriers - syncs of files, syncs of directories, renames - in front of another file system, one of them untrue.
package final class LyingFileSystem: FileSystem {
    /// What becomes of the barrier.
    package enum Lie: Sendable, Hashable, CaseIterable {
        /// It never happens.
        case leftOut
        /// It happens behind the next rename or the next acknowledgement, whichever comes first; a rename behind the next sync of
        /// a directory.
        case late
    }

    /// A barrier that was called, with the name it was called for.
    package struct Barrier: Sendable, Hashable {
        package enum Kind: String, Sendable { case sync, directorySync, rename }
        package var kind: Kind
        package var name: String
    }

    private struct State {
        var barriers: [Barrier] = []
        var late: (@Sendable () -> Void)?
        var lateKind = Barrier.Kind.sync
    }
    private let base: any FileSystem
    private let chosen: Int
    private let lie: Lie
    private let told: @Sendable (Barrier) -> Void
    private let state = Mutex(State())

    /// Lies about the barrier with this number, counted from 0; -1 for none. `told` hears of the lie when it is told.
    package init(
        _ base: any FileSystem, about chosen: Int, _ lie: Lie, told: @escaping @Sendable (Barrier) -> Void = { _ in }
    ) {
        self.base = base
        self.chosen = chosen
        self.lie = lie
        self.told = told
    }

    /// The barriers so far.
    package var barriers: [Barrier] { state.withLock { $0.barriers } }

    /// Tells that something was acknowledged: a late sync happens now.
    package func acknowledged() { if state.withLock({ $0.late != nil && $0.lateKind != .rename }) { settle() } }

    /// Lets what is late happen.
    private func settle() {
        let late = state.withLock { state in
            defer { state.late = nil }
            return state.late
        }
        late?()
    }

    fileprivate func barrier(
        _ kind: Barrier.Kind, _ name: String, _ body: @escaping @Sendable () throws(InteractionError) -> Void
    ) throws(InteractionError) {
        let barrier = Barrier(kind: kind, name: name)
        let (isLie, late) = state.withLock { state in
            state.barriers.append(barrier)
            return (state.barriers.count - 1 == chosen, state.late == nil ? nil : state.lateKind)
        }
        if isLie {
            told(barrier)
            if lie == .late {
                state.withLock { state in
                    state.late = { try? body() }
                    state.lateKind = kind
                }
            }
            return
        }
        try body()
        if let late, late == .rename ? kind == .directorySync : kind == .rename { settle() }
    }

    package var place: String { base.place }
    package func openForReading(_ name: String) throws(InteractionError) -> any ReadableFile { try base.openForReading(name) }

    package func create(_ name: String) throws(InteractionError) -> any WritableFile {
        LyingWritableFile(try base.create(name), name, self)
    }

    package func openForAppending(_ name: String) throws(InteractionError) -> any WritableFile {
        LyingWritableFile(try base.openForAppending(name), name, self)
    }

    package func information(_ name: String) throws(InteractionError) -> FileInformation? { try base.information(name) }
    package func list(_ directory: String) throws(InteractionError) -> [String] { try base.list(directory) }
    package func makeDirectory(_ name: String) throws(InteractionError) { try base.makeDirectory(name) }

    package func rename(_ name: String, to newName: String) throws(InteractionError) {
        let base = base
        try barrier(.rename, newName) { () throws(InteractionError) in try base.rename(name, to: newName) }
    }

    package func remove(_ name: String) throws(InteractionError) { try base.remove(name) }
    package func removeDirectory(_ name: String) throws(InteractionError) { try base.removeDirectory(name) }

    package func synchronizeDirectory(_ name: String) throws(InteractionError) {
        let base = base
        try barrier(.directorySync, name) { () throws(InteractionError) in try base.synchronizeDirectory(name) }
    }

    package func lock(_ name: String) throws(InteractionError) -> (any FileLock)? { try base.lock(name) }
    package var freeBytes: Int { get throws(InteractionError) { try base.freeBytes } }
}

private final class LyingWritableFile: WritableFile {
    private let base: any WritableFile
    private let name: String
    private let system: LyingFileSystem

    init(_ base: any WritableFile, _ name: String, _ system: LyingFileSystem) {
        self.base = base
        self.name = name
        self.system = system
    }

    var size: Int { base.size }
    func append(_ bytes: [UInt8]) throws(InteractionError) { try base.append(bytes) }
    func write(_ bytes: [UInt8], at offset: Int) throws(InteractionError) { try base.write(bytes, at: offset) }
    func truncate(to size: Int) throws(InteractionError) { try base.truncate(to: size) }

    func synchronize() throws(InteractionError) {
        let base = base
        try system.barrier(.sync, name) { () throws(InteractionError) in try base.synchronize() }
    }

    /// The file closes with its object: a late sync still needs it.
    func close() throws(InteractionError) {}
}
