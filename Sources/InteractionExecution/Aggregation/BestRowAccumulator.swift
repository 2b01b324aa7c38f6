// One row of each group, the first or last in an order, and its value: first, last, any_value, arg_min, arg_max.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Which row is looked for.
struct BestRowRule: Sendable, Hashable {
    /// By the columns after the argument; then by the order of events.
    var order: [RowOrdering] = []
    /// The last row in order, not the first.
    var wantsLast = false
    /// Rows with a NULL argument do not count.
    var skipsNullValues = false
    /// Rows with a NULL in a column of the order do not count.
    var skipsNullKeys = false
}

/// The best row by group.
final class BestRowAccumulator: OrderedAccumulator {
    private let rule: BestRowRule
    private let type: ScalarType
    private var isSet: [UInt8] = []
    private var values: [ResultValue] = []
    /// The columns of the order side by side for each group.
    private var keys: [ResultValue] = []
    private var places: [EventPlace] = []
    /// The best row of each group in the batch at hand + 1.
    private var best: [UInt32] = []

    init(_ rule: BestRowRule, _ type: ScalarType) {
        self.rule = rule
        self.type = type
    }

    var byteCount: Int { isSet.count * (37 + MemoryLayout<ResultValue>.stride * (1 + rule.order.count)) }

    func grow(to groups: Int) {
        guard isSet.count < groups else { return }
        let more = groups - isSet.count
        isSet.append(contentsOf: repeatElement(0, count: more))
        values.append(contentsOf: repeatElement(.null, count: more))
        keys.append(contentsOf: repeatElement(.null, count: more * rule.order.count))
        places.append(contentsOf: repeatElement(EventPlace(time: 0, source: 0, tie: 0, row: 0), count: more))
        best.append(contentsOf: repeatElement(0, count: more))
    }

    func add(_ values: Vector, _ groups: GroupRefs) throws(InteractionError) {
        try add([values], EventPlaces(count: groups.count), groups)
    }

    func add(_ columns: [Vector], _ places: EventPlaces, _ groups: GroupRefs) throws(InteractionError) {
        let value = columns[0]
        let sorts = zip(rule.order, columns.dropFirst()).map { $0.column($1) }
        var touched: [Int] = []
        let rows = groups.rows()
        for row in 0..<rows.count {
            if rule.skipsNullValues, value.isNull(row) { continue }
            if rule.skipsNullKeys, columns.dropFirst().contains(where: { $0.isNull(row) }) { continue }
            let group = Int(rows[row])
            let known = best[group]
            if known == 0 {
                touched.append(group)
                best[group] = UInt32(truncatingIfNeeded: row) + 1
            } else if isBetter(row, than: Int(known) - 1, sorts, places) {
                best[group] = UInt32(truncatingIfNeeded: row) + 1
            }
        }
        for group in touched {
            let row = Int(best[group]) - 1
            best[group] = 0
            offer(value.value(row), columns.dropFirst().map { $0.value(row) }, places[row], to: group)
        }
    }

    @inline(__always)
    private func isBetter(_ row: Int, than other: Int, _ sorts: [SortColumn], _ places: EventPlaces) -> Bool {
        for sort in sorts {
            let order = sort.compare(row, other)
            if order != 0 { return rule.wantsLast ? order > 0 : order < 0 }
        }
        return rule.wantsLast ? places.isBefore(other, row) : places.isBefore(row, other)
    }

    private func offer(_ value: ResultValue, _ theirs: [ResultValue], _ place: EventPlace, to group: Int) {
        if isSet[group] == 1 {
            var order = 0
            for (index, rule) in rule.order.enumerated() where order == 0 {
                order = rule.compare(theirs[index], keys[group * theirs.count + index])
            }
            if order == 0 { order = place < places[group] ? -1 : 1 }
            guard rule.wantsLast ? order > 0 : order < 0 else { return }
        }
        isSet[group] = 1
        values[group] = value
        places[group] = place
        for (index, key) in theirs.enumerated() { keys[group * theirs.count + index] = key }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? BestRowAccumulator else { return }
        let width = rule.order.count
        for (group, target) in map.enumerated() where group < other.isSet.count && other.isSet[group] == 1 {
            offer(other.values[group], Array(other.keys[group * width..<(group + 1) * width]), other.places[group], to: Int(target))
        }
    }

    func result() -> Vector { .of(values, type) }
}
