// All rows of each group, put in order at the end: list, string_agg, the n smallest and largest, product. Where only the first n
// rows of a group are wanted, the others are dropped from time to time.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// What is collected, and how it is put in order.
struct CollectionRule: Sendable, Hashable {
    /// By the columns after the argument; then by the order of events.
    var order: [RowOrdering] = []
    /// Rows with a NULL argument, or a NULL in a column of the order, do not count.
    var skipsNullValues = false
    var skipsNullKeys = false
    /// Each different argument once, where it stands first.
    var isDistinct = false
    /// Rows of a group that are wanted.
    var limit: Int?
}

/// Rows by group.
final class CollectedAccumulator: OrderedAccumulator {
    private let rule: CollectionRule
    private let type: ScalarType
    private var columns: [VectorBuilder]
    private let types: [ScalarType]
    private var owners: [UInt32] = []
    private var places: [EventPlace] = []
    private var groupCount = 0
    private var nextPruning = 1 << 17

    /// `types` are those of the argument and the columns of the order.
    init(_ rule: CollectionRule, _ types: [ScalarType]) {
        self.rule = rule
        self.types = types
        type = types[0]
        columns = types.map { VectorBuilder($0) }
    }

    var byteCount: Int { owners.count * 28 + columns.reduce(0) { $0 + $1.byteCount } }

    func grow(to groups: Int) { groupCount = max(groupCount, groups) }

    func add(_ values: Vector, _ groups: GroupRefs) throws(InteractionError) {
        try add([values], EventPlaces(count: groups.count), groups)
    }

    func add(_ vectors: [Vector], _ places: EventPlaces, _ groups: GroupRefs) throws(InteractionError) {
        let rows = groups.rows()
        var kept: [UInt32] = []
        kept.reserveCapacity(rows.count)
        for row in 0..<rows.count {
            if rule.skipsNullValues, vectors[0].isNull(row) { continue }
            if rule.skipsNullKeys, vectors.dropFirst().contains(where: { $0.isNull(row) }) { continue }
            kept.append(UInt32(truncatingIfNeeded: row))
        }
        for index in columns.indices {
            columns[index].append(kept.count == rows.count ? vectors[index] : vectors[index].gathered(kept))
        }
        for row in kept {
            owners.append(rows[Int(row)])
            self.places.append(places[Int(row)])
        }
        if rule.limit != nil, !rule.isDistinct, owners.count > nextPruning { prune() }
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? CollectedAccumulator else { return }
        for index in columns.indices { columns[index].append(other.columns[index].finish()) }
        owners += Gather.lookup(map, other.owners)
        places += other.places
    }

    /// The rows in order of groups, inside them in the rule's order, and where each group starts.
    private func sorted(_ vectors: [Vector]) -> (rows: [UInt32], starts: [Int]) {
        var starts = [Int](repeating: 0, count: groupCount + 1)
        for owner in owners { starts[Int(owner) + 1] += 1 }
        for group in 0..<groupCount { starts[group + 1] += starts[group] }
        var next = starts
        var rows = [UInt32](repeating: 0, count: owners.count)
        for (row, owner) in owners.enumerated() {
            rows[next[Int(owner)]] = UInt32(truncatingIfNeeded: row)
            next[Int(owner)] += 1
        }
        let sorts = zip(rule.order, vectors.dropFirst()).map { $0.column($1) }
        func isBefore(_ a: UInt32, _ b: UInt32) -> Bool {
            for sort in sorts {
                let order = sort.compare(Int(a), Int(b))
                if order != 0 { return order < 0 }
            }
            return places[Int(a)] < places[Int(b)]
        }
        for group in 0..<groupCount where starts[group + 1] - starts[group] > 1 {
            rows[starts[group]..<starts[group + 1]].sort(by: isBefore)
        }
        return (rows, starts)
    }

    /// Drops the rows beyond the limit.
    private func prune() {
        guard let limit = rule.limit else { return }
        let vectors = columns.map { $0.finish() }
        let (rows, starts) = sorted(vectors)
        var kept: [UInt32] = []
        for group in 0..<groupCount { kept += rows[starts[group]..<starts[group + 1]].prefix(limit) }
        columns = types.map { VectorBuilder($0) }
        for index in columns.indices { columns[index].append(vectors[index].gathered(kept)) }
        owners = Gather.pick(owners, kept)
        places = Gather.pick(places, kept)
        nextPruning = max(1 << 17, kept.count * 2)
    }

    /// The arguments of all wanted rows in order, and where each group's stand among them.
    func collected() -> (values: Vector, spans: [ListSpan]) {
        let vectors = columns.map { $0.finish() }
        var (rows, starts) = sorted(vectors)
        if rule.isDistinct || rule.limit != nil {
            var kept: [UInt32] = []
            var ends = [0]
            for group in 0..<groupCount {
                var mine = rows[starts[group]..<starts[group + 1]]
                if rule.isDistinct {
                    var seen: Set<ResultValue> = []
                    mine = mine.filter { row in
                        let value = vectors[0].value(Int(row))
                        return seen.insert(type == .variant ? KeyMapping.variantForm(value) : KeyCodes.canonical(value)).inserted
                    }[...]
                }
                kept += mine.prefix(rule.limit ?? .max)
                ends.append(kept.count)
            }
            rows = kept
            starts = ends
        }
        let spans = (0..<groupCount).map { ListSpan(start: starts[$0], count: starts[$0 + 1] - starts[$0]) }
        return (vectors[0].gathered(rows), spans)
    }

    private func validity(_ spans: [ListSpan]) -> [UInt8]? {
        spans.contains { $0.count == 0 } ? spans.map { $0.count == 0 ? 0 : 1 } : nil
    }

    /// A list for each group; NULL over no rows.
    func lists() -> Vector {
        let (values, spans) = collected()
        return Vector(.list(type), .lists(spans, ListElements(values)), count: groupCount, validity: validity(spans))
    }

    /// The texts of each group joined; NULL over none. Errors: `.limitReached` where they take more than a column of text may.
    func joined(separator: String) throws(InteractionError) -> Vector {
        let (values, spans) = collected()
        guard case .text(let codes, let dictionary) = values.data else { return .nulls(.varchar, count: groupCount) }
        let mark = Array(separator.utf8)
        var table = StringTable()
        var joined: [UInt32] = []
        for span in spans {
            if span.count == 0 {
                joined.append(0)
                continue
            }
            var text: [UInt8] = []
            for (index, row) in span.rows.enumerated() {
                if index > 0 { text += mark }
                text += dictionary.slice(at: Int(codes[row]) - 1)
                // Asked while the text grows: one group's may be longer than memory.
                if table.isFull(adding: text.count) {
                    throw InteractionError(
                        .limitReached, "the texts of string_agg take more than \(CodingLimit.dictionaryBytes >> 20) MiB",
                        hint: "filter more, or use list()")
                }
            }
            joined.append(table.intern(text) + 1)
        }
        return Vector(.varchar, .text(joined, table.dictionary()), count: groupCount)
    }

    /// The product of each group's doubles in order; NULL over none.
    func products() -> Vector {
        let (values, spans) = collected()
        guard case .doubles(let numbers) = values.data else { return .nulls(.double, count: groupCount) }
        let products = spans.map { span in span.rows.reduce(1.0) { $0 * numbers[$1] } }
        return Vector(.double, .doubles(products), count: groupCount, validity: validity(spans))
    }
}
