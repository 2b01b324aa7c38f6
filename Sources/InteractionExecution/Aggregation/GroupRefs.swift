// Which group each row of a batch belongs to, in the cheapest form that is known: one group for all, cells of a small dense
// array, or a group for each row.

import InteractionCoding
import InteractionModel

/// The groups of a batch's rows.
final class GroupRefs {
    enum Form {
        case one(UInt32)
        /// A cell for each row, how many rows each cell has, and the group of each cell that has any.
        case cells([UInt32], counts: [UInt32], groups: [UInt32])
        case rows([UInt32])
    }
    let form: Form
    let count: Int
    private var expanded: [UInt32]?

    init(_ form: Form, count: Int) {
        self.form = form
        self.count = count
    }

    /// A group for each row.
    func rows() -> [UInt32] {
        if let expanded { return expanded }
        let rows: [UInt32]
        switch form {
        case .one(let group): rows = [UInt32](repeating: group, count: count)
        case .cells(let cells, _, let groups): rows = Gather.lookup(groups, cells)
        case .rows(let groups): rows = groups
        }
        expanded = rows
        return rows
    }

    /// The group of all rows, when it is one.
    var only: UInt32? {
        if case .one(let group) = form { return group }
        return nil
    }

    func restricted(to positions: [UInt32]) -> GroupRefs {
        if case .one = form { return GroupRefs(form, count: positions.count) }
        if case .cells(let cells, _, let groups) = form, expanded == nil {
            return GroupRefs(.rows(Gather.lookup(groups, Gather.pick(cells, positions))), count: positions.count)
        }
        return GroupRefs(.rows(Gather.pick(rows(), positions)), count: positions.count)
    }

    /// Calls `body` with groups and their numbers of rows; a group may come several times.
    func forEachCount(_ body: (_ group: Int, _ rows: Int) -> Void) {
        switch form {
        case .one(let group): body(Int(group), count)
        case .cells(_, let counts, let groups):
            for cell in 0..<counts.count where counts[cell] > 0 { body(Int(groups[cell]), Int(counts[cell])) }
        case .rows(let groups): for group in groups { body(Int(group), 1) }
        }
    }
}
