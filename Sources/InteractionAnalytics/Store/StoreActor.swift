// The one writer of an open store, on threads of its own: appends in order, and one sync for all batches that wait for one.

import InteractionCoding
import InteractionFiles
import InteractionSegment
import InteractionStorage

/// Owns the writer. Its jobs run on the worker threads, so a disk never blocks the cooperative pool.
actor StoreActor {
    private let executor = ThreadExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let manifests: ManifestStore
    private let pool: SegmentPool
    private var writer: StoreWriter?
    private var encoder = RowEncoder()
    private var isSyncScheduled = false
    private var waiters: [CheckedContinuation<Result<Void, InteractionError>, Never>] = []
    private var ticker: Task<Void, Never>?

    init(_ manifests: ManifestStore) {
        self.manifests = manifests
        pool = SegmentPool(files: manifests.files)
    }

    /// Takes the writer's lock and recovers the journal.
    func open(settings: [String: String]) throws(InteractionError) {
        writer = try StoreWriter(manifests, settings: settings, patience: StoreLimit.writerPatience)
        ticker = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(250))
                guard let self else { return }
                await self.tick()
            }
        }
    }

    private func open() throws(InteractionError) -> StoreWriter {
        guard let writer else { throw InteractionError(.closed, "the store was closed") }
        return writer
    }

    /// Appends events, all or nothing, and waits for the durability asked for.
    func append(_ interactions: [Interaction], durability: Durability) async throws(InteractionError) -> Acknowledgement {
        let writer = try open()
        var batch = RowBatch()
        for (index, interaction) in interactions.enumerated() {
            do {
                try batch.append(interaction, encoder: &encoder)
            } catch {
                var placed = error
                placed.place = "event \(index)" + (error.place.map { ", " + $0 } ?? "")
                throw placed
            }
        }
        var acknowledgement = try writer.append(batch)
        // The batch is in the journal: a seal that fails is no reason to call it refused, and is tried again later.
        if writer.isSealDue { try? writer.seal(everything: false) }
        if durability == .synced {
            let result = await withCheckedContinuation { continuation in
                waiters.append(continuation)
                scheduleSync()
            }
            if case .failure(let error) = result { throw error }
            acknowledgement.durability = .synced
        }
        return acknowledgement
    }

    /// One sync serves every batch written before it begins: the job stands behind the appends that wait already.
    private func scheduleSync() {
        guard !isSyncScheduled else { return }
        isSyncScheduled = true
        Task { self.syncNow() }
    }

    private func syncNow() {
        isSyncScheduled = false
        let served = waiters
        waiters = []
        var result: Result<Void, InteractionError> = .success(())
        do throws(InteractionError) {
            try open().synchronize()
        } catch {
            result = .failure(error)
        }
        for waiter in served { waiter.resume(returning: result) }
    }

    /// Syncs what was written without asking for it, and seals by age. Errors come up again at the next append.
    private func tick() {
        guard let writer else { return }
        try? writer.synchronize()
        if writer.isSealDue { try? writer.seal(everything: false) }
    }

    /// Drops the days a policy names, with the rows that wait in this writer's journal.
    func expire(_ policy: ExpiryPolicy, _ maintenance: StoreMaintenance) throws(InteractionError) -> [MaintenanceAct] {
        let writer = try open()
        try writer.synchronize()
        return try maintenance.expire(policy, dryRun: false, force: false) { (days) throws(InteractionError) in
            try writer.expire(days)
        }
    }

    /// Seals the rows of the days that a compaction is about to take.
    func sealWaiting(_ scope: CompactionScope, _ maintenance: StoreMaintenance) throws(InteractionError) {
        let writer = try open()
        try writer.synchronize()
        try maintenance.sealWaiting(scope) { (days) throws(InteractionError) in try writer.seal(days: days) }
    }

    func seal() throws(InteractionError) { try open().seal(everything: true) }

    func snapshot() throws(InteractionError) -> Snapshot {
        let writer = try open()
        for _ in 0..<8 {
            do {
                return try writer.snapshot(pool: pool)
            } catch {
                // Maintenance by another process replaced a file between manifest and opening: look again.
                guard error.code == .notFound || error.code == .changed else { throw error }
            }
        }
        return try writer.snapshot(pool: pool)
    }

    /// Syncs, gives up the lock, ends the timer. Closing twice does nothing.
    func close() throws(InteractionError) {
        ticker?.cancel()
        ticker = nil
        guard let writer else { return }
        self.writer = nil
        let closed: Result<Void, InteractionError>
        do throws(InteractionError) {
            try writer.close()
            closed = .success(())
        } catch {
            closed = .failure(error)
        }
        for waiter in waiters { waiter.resume(returning: closed) }
        waiters = []
        try closed.get()
    }
}
