// Compaction, expiry and facts of an open store. They take the maintenance lock for their time, never the writer's.

import InteractionBehavior
import InteractionFiles
import InteractionStorage

extension InteractionStore {
    /// Makes one session-clustered segment of each day that is over or has many segments; `all` takes every day. Events of
    /// these days that wait in the journal are sealed first, unless another process writes.
    ///
    /// - Returns: What was done, a day each.
    /// - Throws: `.locked` when another process maintains the store, `.damaged`, `.limitReached` without room on the disk.
    @discardableResult
    public func compact(all: Bool = false) async throws(InteractionError) -> [MaintenanceStep] {
        let manifests = manifests
        let scope: CompactionScope = all ? .all : .due
        let maintenance = try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
            try StoreMaintenance(manifests)
        }
        defer { maintenance.close() }
        // Rows that wait in this process's journal are the writer's to seal.
        if let writer { try await writer.sealWaiting(scope, maintenance) }
        let isWriter = writer != nil
        return try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
            if !isWriter { try maintenance.sealWaiting(scope) }
            var steps: [MaintenanceStep] = []
            try maintenance.compact(try maintenance.daysToCompact(scope)) { (act) throws(InteractionError) in
                steps.append(MaintenanceStep(act))
            }
            return steps
        }
    }

    /// Drops whole UTC days: day D goes when its end is at or before now - `age`. Without an age the store's setting holds, and
    /// without one nothing goes.
    ///
    /// - Parameter dryRun: Only says what would go.
    /// - Throws: `.invalidArgument` when the clock is before, or over 400 days after, the newest commit; `.locked`.
    @discardableResult
    public func expire(olderThan age: Duration? = nil, dryRun: Bool = false) async throws(InteractionError) -> [MaintenanceStep] {
        let manifests = manifests
        let (maintenance, policy) = try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
            var policy = ExpiryPolicy(ageMicroseconds: nil, maxBytes: nil)
            if let age {
                policy.ageMicroseconds = age.microseconds
            } else {
                let settings = try manifests.readToChange().settings
                policy.ageMicroseconds = settings[StoreSetting.expireAfter.name].flatMap(DurationText.microseconds)
                policy.maxBytes = settings[StoreSetting.expireBytes.name].flatMap { Int($0) }
            }
            return (try StoreMaintenance(manifests), policy)
        }
        defer { maintenance.close() }
        guard let writer, !dryRun else {
            return try await WorkerThreads.shared.runBlocking { () throws(InteractionError) in
                try maintenance.expire(policy, dryRun: dryRun, force: false).map(MaintenanceStep.init)
            }
        }
        // Rows that wait in this process's journal are the writer's to drop.
        return try await writer.expire(policy, maintenance).map(MaintenanceStep.init)
    }
}

extension Duration {
    /// A number of 24-hour days, at most 100 million either way.
    public static func days(_ count: Int) -> Duration { .seconds(clamped(count) * 86_400) }
    /// A number of hours, at most 100 million either way.
    public static func hours(_ count: Int) -> Duration { .seconds(clamped(count) * 3600) }
    /// A number of minutes, at most 100 million either way.
    public static func minutes(_ count: Int) -> Duration { .seconds(clamped(count) * 60) }

    private static func clamped(_ count: Int) -> Int { min(max(count, -100_000_000), 100_000_000) }
}

extension Timestamp {
    /// The system's clock now.
    public static var now: Timestamp { SystemTime.shared.now() }
}
