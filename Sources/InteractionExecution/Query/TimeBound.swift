// The rule "time bound": when rows are asked for in order of time and only n of them, row groups that lie wholly after the
// n best rows found so far are not read.

import InteractionModel
import InteractionPlan
import InteractionSegment
import Synchronization

/// The worst time that can still be among the first n.
final class TimeBound: Sendable {
    private enum Direction { case ascending, descending, none }
    private let direction: Direction
    private let limit: Int
    /// The best n times so far, best first.
    private let best = Mutex<[Int64]>([])

    init(_ plan: SelectPlan, _ limit: Int?) {
        self.limit = limit ?? .max
        guard limit != nil else {
            direction = .none
            return
        }
        guard let key = plan.order.first else {
            direction = .ascending
            return
        }
        if case .column(.timestamp) = plan.projection[key.item].expression {
            direction = key.isDescending ? .descending : .ascending
        } else {
            direction = .none
        }
    }

    /// The units in the order in which they help most.
    func unitOrder(_ scan: UnitScan) -> [Int] {
        func facts(_ unit: Int) -> RowGroup { scan.views[scan.units[unit].source].source.rowGroups[scan.units[unit].group] }
        switch direction {
        case .none: return Array(scan.units.indices)
        case .ascending: return scan.units.indices.sorted { (facts($0).firstTimestamp, $0) < (facts($1).firstTimestamp, $1) }
        case .descending: return scan.units.indices.sorted { (facts($0).lastTimestamp, $1) > (facts($1).lastTimestamp, $0) }
        }
    }

    /// True when no row of the group can be among the first n.
    func isBeyond(_ facts: RowGroup) -> Bool {
        if direction == .none { return false }
        return best.withLock { best in
            guard best.count >= limit, let worst = best.last else { return false }
            return direction == .ascending ? facts.firstTimestamp > worst : facts.lastTimestamp < worst
        }
    }

    /// Notes the times of rows that passed.
    func note(_ times: [Int64]) {
        if direction == .none { return }
        best.withLock { best in
            best += times
            if direction == .ascending { best.sort() } else { best.sort(by: >) }
            if best.count > limit { best.removeLast(best.count - limit) }
        }
    }
}
