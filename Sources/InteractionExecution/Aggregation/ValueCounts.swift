// How often each value occurs in each group, and where it stands first: mode, entropy, approx_top_k.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// Counts of values by group.
final class ValueCounts: OrderedAccumulator {
    private let mapping: KeyMapping
    private let type: ScalarType
    /// Group in the upper, id of the value in the lower half.
    private var pairs = NumberTable()
    private var counts: [Int64] = []
    private var places: [EventPlace] = []
    private var groupCount = 0

    init(_ interner: KeyInterner) {
        mapping = KeyMapping(interner)
        type = interner.type
    }

    var byteCount: Int { pairs.byteCount + counts.count * 32 }

    func grow(to groups: Int) { groupCount = max(groupCount, groups) }

    func add(_ values: Vector, _ groups: GroupRefs) throws(InteractionError) {
        try add([values], EventPlaces(count: groups.count), groups)
    }

    func add(_ columns: [Vector], _ places: EventPlaces, _ groups: GroupRefs) throws(InteractionError) {
        if groups.count == 0 { return }
        let keys = KeyCodes(columns[0])
        let rows = groups.rows()
        let ids = try mapping.ids(keys, used: keys.used)
        guard let codes = keys.codes else {
            for (row, group) in rows.enumerated() { add(group, ids[0], 1, places[row]) }
            return
        }
        for (row, code) in codes.enumerated() { add(rows[row], ids[Int(code)], 1, places[row]) }
    }

    @inline(__always)
    private func add(_ group: UInt32, _ id: UInt32, _ count: Int64, _ place: EventPlace) {
        if id == 0 { return }
        let index = Int(pairs.intern(Int64(bitPattern: UInt64(group) << 32 | UInt64(id))))
        if index == counts.count {
            counts.append(count)
            places.append(place)
        } else {
            counts[index] += count
            if place < places[index] { places[index] = place }
        }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? ValueCounts else { return }
        for (index, pair) in other.pairs.values.enumerated() {
            let bits = UInt64(bitPattern: pair)
            add(map[Int(bits >> 32)], UInt32(truncatingIfNeeded: bits), other.counts[index], other.places[index])
        }
    }

    /// The indexes of each group's values, commonest first, of several the one that came first.
    private func ranked() -> [[Int]] {
        var byGroup = [[Int]](repeating: [], count: groupCount)
        for (index, pair) in pairs.values.enumerated() { byGroup[Int(UInt64(bitPattern: pair) >> 32)].append(index) }
        return byGroup.map { list in
            list.sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : places[$0] < places[$1] }
        }
    }

    private func id(_ index: Int) -> UInt32 { UInt32(truncatingIfNeeded: pairs.values[index]) }

    /// The commonest value of each group.
    func modes() -> Vector {
        var best = [Int](repeating: -1, count: groupCount)
        for (index, pair) in pairs.values.enumerated() {
            let group = Int(UInt64(bitPattern: pair) >> 32)
            let known = best[group]
            if known < 0 || counts[index] > counts[known] || (counts[index] == counts[known] && places[index] < places[known]) {
                best[group] = index
            }
        }
        return mapping.interner.vector(best.map { $0 < 0 ? 0 : id($0) })
    }

    /// The `count` commonest values of each group as a list.
    func top(_ count: Int) -> Vector {
        var ids: [UInt32] = []
        var spans: [ListSpan] = []
        for list in ranked() {
            let start = ids.count
            ids += list.prefix(count).map { id($0) }
            spans.append(ListSpan(start: start, count: ids.count - start))
        }
        let valid = spans.contains { $0.count == 0 } ? spans.map { $0.count == 0 ? UInt8(0) : 1 } : nil
        return Vector(.list(type), .lists(spans, ListElements(mapping.interner.vector(ids))), count: groupCount, validity: valid)
    }

    /// Entropy of each group's frequencies in bits: the sum of p * log2(1 / p). 0 over no values.
    func entropies() -> Vector {
        let values = ranked().map { list -> Double in
            let total = Double(list.reduce(Int64(0)) { $0 + counts[$1] })
            var sum = WideSum()
            for index in list {
                let share = Double(counts[index]) / total
                sum.add(share * Elementary.log2(total / Double(counts[index])))
            }
            return sum.value
        }
        return Vector(.double, .doubles(values), count: groupCount)
    }
}
