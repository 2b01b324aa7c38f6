// The path plans of one source, made at first use by whichever thread needs one.

import InteractionModel
import Synchronization

/// Plans by path.
final class PlanCache: Sendable {
    private let plans = Mutex<[PropertyPath: PathPlan]>([:])

    func find(_ path: PropertyPath) -> PathPlan? { plans.withLock { $0[path] } }
    func add(_ plan: PathPlan) { plans.withLock { $0[plan.path] = plan } }
}
