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

    /// Drops the days that the policy names; with `dryRun` says which. `waiting` are rows by day that are not in segments and
    /// would be by the time of the real run: a dry run counts them. Errors: `.invalidArgument` when the clock is absurd
    /// against the newest commit and `force` is not given.
    package func expire(
        _ policy: ExpiryPolicy, dryRun: Bool, force: Bool, waiting: [Day: Int] = [:]
    ) throws(InteractionError) -> [MaintenanceAct] {
        let plan = try Self.expiryPlan(
            manifests.read(), policy: policy, now: manifests.clock.now(), force: force, waiting: dryRun ? waiting : [:])
        guard !dryRun, !plan.isEmpty else {
            return plan.map { act in
                var act = act
                act.action = "would drop"
                return act
            }
        }
        let gone = Set(plan.map(\.day))
        let committed = try manifests.commit { (manifest) throws(InteractionError) in
            for entry in manifest.segments where gone.contains(entry.day) {
                manifest.drop(entry.name, now: manifests.clock.now())
            }
            manifest.segments.removeAll { gone.contains($0.day) }
        }
        pool.keep(only: committed)
        return plan
    }

    /// What expiry would do to a manifest at an instant. Pure.
    package static func expiryPlan(
        _ manifest: Manifest, policy: ExpiryPolicy, now: Timestamp, force: Bool, waiting: [Day: Int] = [:]
    ) throws(InteractionError) -> [MaintenanceAct] {
        guard policy.ageMicroseconds != nil || policy.maxBytes != nil, !manifest.segments.isEmpty || !waiting.isEmpty else { return [] }
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
