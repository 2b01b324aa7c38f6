// Expiry: whole UTC days leave the store by a manifest swap alone; files go a minute later. Day D goes when its end is at or
// before now - age, or when the store is over its byte limit, oldest first.

import InteractionFiles
import InteractionModel
import InteractionSegment

/// When days leave.
package struct ExpiryPolicy: Sendable, Hashable {
    /// Age in microseconds counted from a day's end; nil for no limit.
    package var ageMicroseconds: Int64?
    /// Most bytes of segment files; nil for no limit.
    package var maxBytes: Int?

    package init(ageMicroseconds: Int64?, maxBytes: Int?) {
        self.ageMicroseconds = ageMicroseconds
        self.maxBytes = maxBytes
    }
}

extension StoreMaintenance {
    /// Longest time since the newest commit that expiry believes the clock, in microseconds (400 days).
    static let clockTrust: Int64 = 400 * 86_400_000_000

    /// Drops the days that the policy names; with `dryRun` says which. Errors: `.invalidArgument` when the clock is absurd
    /// against the newest commit and `force` is not given.
    ///
    /// Rows that wait in journal and late files go with their day when the writer's lock is free, or through `dropWaiting`, which
    /// a process passes that writes itself. Beside another process's writer they stay until that writer has sealed them, and
    /// the act's reason says so.
    package func expire(
        _ policy: ExpiryPolicy, dryRun: Bool, force: Bool,
        dropWaiting: ((Set<Day>) throws(InteractionError) -> Void)? = nil
    ) throws(InteractionError) -> [MaintenanceAct] {
        let snapshot = try StoreReader(manifests).snapshot()
        var waiting: [Day: Int] = [:]
        for source in snapshot.sources where source.facts.kind == .memory {
            waiting[source.facts.day, default: 0] += source.facts.rowCount
        }
        var plan = try Self.expiryPlan(
            snapshot.manifest, waiting: waiting, policy: policy, now: manifests.clock.now(), force: force)
        guard !dryRun, !plan.isEmpty else {
            return plan.map { act in
                var act = act
                act.action = "would drop"
                return act
            }
        }
        let gone = Set(plan.map(\.day))
        if gone.contains(where: { waiting[$0] != nil }) {
            do throws(InteractionError) {
                if let dropWaiting {
                    try dropWaiting(gone)
                } else {
                    try withOwnWriter { (writer) throws(InteractionError) in try writer.expire(gone) }
                }
                pool.keep(only: try manifests.read())
                return plan
            } catch {
                guard error.code == .locked else { throw error }
                for index in plan.indices {
                    guard let rows = waiting[plan[index].day] else { continue }
                    plan[index].events -= rows
                    plan[index].reason += "; \(rows) events in the writer's journal stay until it has sealed them"
                }
            }
        }
        let committed = try manifests.commit { (manifest) throws(InteractionError) in
            try manifest.expire(gone, now: manifests.clock.now())
        }
        pool.keep(only: committed)
        return plan
    }

    /// What expiry would do at an instant to a manifest and the rows that wait for their segments, by day. Pure.
    package static func expiryPlan(
        _ manifest: Manifest, waiting: [Day: Int] = [:], policy: ExpiryPolicy, now: Timestamp, force: Bool
    ) throws(InteractionError) -> [MaintenanceAct] {
        guard policy.ageMicroseconds != nil || policy.maxBytes != nil, !manifest.segments.isEmpty || !waiting.isEmpty
        else { return [] }
        let newest = manifest.clock
        if !force, now < newest || now.microseconds - newest.microseconds > clockTrust {
            throw InteractionError(
                .invalidArgument, "the clock says \(now), the newest commit \(newest): nothing was expired",
                hint: "check the clock; --force believes it")
        }
        var acts: [MaintenanceAct] = []
        var total = manifest.segments.reduce(0) { $0 + $1.summary.fileBytes }
        for day in Set(manifest.days).union(waiting.keys).sorted() {
            let entries = manifest.segments.filter { $0.day == day }
            let bytes = entries.reduce(0) { $0 + $1.summary.fileBytes }
            let (edge, overflow) = now.microseconds.subtractingReportingOverflow(policy.ageMicroseconds ?? .max)
            let reason: String
            if policy.ageMicroseconds != nil, !overflow, day.end.microseconds <= edge {
                reason = "older than the age limit"
            } else if let most = policy.maxBytes, total > most {
                reason = "the store is over \(most) bytes"
            } else {
                continue
            }
            total -= bytes
            acts.append(
                MaintenanceAct(
                    act: "expire", day: day, events: entries.reduce(waiting[day] ?? 0) { $0 + $1.summary.facts.rowCount }, bytes: bytes,
                    action: "dropped", reason: reason))
        }
        return acts
    }
}
