// The face of the library: a store of interactions in a directory, or in memory for tests of host apps.

import InteractionBehavior
import InteractionExecution
import InteractionFiles
import InteractionStorage

/// A store of user interactions.
///
/// One process at a time opens a store to append; any number of processes read and maintain it meanwhile. All methods may be
/// called from any task; blocking work runs on threads of the library's own. Events are durable as each acknowledgement says.
///
/// ```swift
/// let store = try await InteractionStore.open("analytics", expireAfter: .days(90))
/// try await store.append([Interaction(timestamp: .now, sessionId: "s1", action: "click")])
/// struct Top: Decodable { let action: String, n: Int }
/// let top: [Top] = try await store.query("SELECT action, count(*) AS n FROM interactions GROUP BY action")
/// try await store.close()
/// ```
public final class InteractionStore: Sendable {
    /// What a store is opened for.
    public enum Access: Sendable, Hashable {
        /// Appending and everything else. One process at a time.
        case append
        /// Questions and maintenance; the store must exist. Any number of processes.
        case read
    }

    let manifests: ManifestStore
    let writer: StoreActor?
    private let reader: StoreReader?

    private init(_ manifests: ManifestStore, access: Access, settings: [String: String]) async throws(InteractionError) {
        self.manifests = manifests
        switch access {
        case .append:
            let actor = StoreActor(manifests)
            try await actor.open(settings: settings)
            writer = actor
            reader = nil
        case .read:
            writer = nil
            reader = try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in try StoreReader(manifests) }
        }
    }

    /// Opens the store in a directory; `.append` makes it when there is none.
    ///
    /// - Parameters:
    ///   - path: The store's directory. Local file systems only.
    ///   - access: `.append` takes the writer's lock.
    ///   - expireAfter: For a store that is made now, the age at which whole days leave by `expire()`; nil keeps everything.
    /// - Throws: `.locked` when another process appends, `.notFound` for `.read` without a store, `.damaged`,
    ///   `.unsupported`, `.inputOutput`.
    public static func open(
        _ path: String, access: Access = .append, expireAfter: Duration? = nil
    ) async throws(InteractionError) -> InteractionStore {
        let manifests = try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
            ManifestStore(
                files: try PosixFileSystem(root: path, create: access == .append), clock: SystemTime.shared,
                randomness: SystemRandomness())
        }
        var settings: [String: String] = [:]
        if let expireAfter {
            guard expireAfter > .zero else {
                throw InteractionError(.invalidArgument, "expireAfter must be above zero", place: "expireAfter")
            }
            settings[StoreSetting.expireAfter.name] = "\(expireAfter.components.seconds)s"
        }
        return try await InteractionStore(manifests, access: access, settings: settings)
    }

    /// A store that lives in memory and ends with its object: for tests of host apps.
    public static func inMemory() async throws(InteractionError) -> InteractionStore {
        try await InteractionStore(
            ManifestStore(files: MemoryFileSystem(), clock: SystemTime.shared, randomness: SystemRandomness()),
            access: .append, settings: [:])
    }

    /// Appends events in one batch: all of them or, when this throws, none.
    ///
    /// - Parameter durability: What the batch survives when the call returns; `.synced` (power loss) shares one sync with other
    ///   batches that wait.
    /// - Returns: How many, their first ingest sequence, and the durability reached.
    /// - Throws: `.invalidEvent` with the event's index and field, `.limitReached` for a batch over 16 MiB, `.closed`,
    ///   `.inputOutput`.
    @discardableResult
    public func append(
        _ interactions: [Interaction], durability: Durability = .synced
    ) async throws(InteractionError) -> Acknowledgement {
        guard let writer else {
            throw InteractionError(.invalidArgument, "the store was opened for reading", hint: "open it with access: .append")
        }
        return try await writer.append(interactions, durability: durability)
    }

    /// Moves everything in the journal into segments. The library does this by itself when the journal is large or old.
    public func seal() async throws(InteractionError) {
        guard let writer else {
            throw InteractionError(.invalidArgument, "the store was opened for reading", hint: "open it with access: .append")
        }
        try await writer.seal()
    }

    /// The events as they are now; later changes do not touch it.
    func snapshot() async throws(InteractionError) -> Snapshot {
        if let writer { return try await writer.snapshot() }
        guard let reader else { throw InteractionError(.closed, "the store was closed") }
        return try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in try reader.snapshot() }
    }

    /// Syncs what was appended and gives up the writer's lock. Later calls throw `.closed`. Closing twice does nothing.
    public func close() async throws(InteractionError) {
        try await writer?.close()
    }
}
