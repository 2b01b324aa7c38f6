// Smallest and largest values by group. Numbers and times compare as integers; texts by their rank in the dictionary inside a
// batch, and by bytes between batches.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// min or max.
final class ExtremeAccumulator: Accumulator {
    private let type: ScalarType
    private let isMax: Bool
    /// Integers in the order of the values, for numbers and times.
    private var keys: [Int64] = []
    private var isSet: [UInt8] = []
    private var texts: [ArraySlice<UInt8>?] = []
    private var others: [ResultValue] = []
    /// The best code of each group in the batch at hand + 1.
    private var best: [UInt32] = []
    private var dictionary: StringDictionary?
    private var ranks: [UInt32] = []

    init(_ type: ScalarType, isMax: Bool) {
        self.type = type
        self.isMax = isMax
    }

    private enum Storage { case keys, texts, others }
    private var storage: Storage {
        switch type {
        case .bigint, .timestamp, .date, .double, .boolean: .keys
        case .varchar: .texts
        default: .others
        }
    }

    var byteCount: Int { keys.count * 9 + texts.count * 36 + others.count * 64 }

    func grow(to groups: Int) {
        guard isSet.count < groups else { return }
        let more = groups - isSet.count
        isSet.append(contentsOf: repeatElement(0, count: more))
        switch storage {
        case .keys: keys.append(contentsOf: repeatElement(0, count: more))
        case .texts:
            texts.append(contentsOf: repeatElement(nil, count: more))
            best.append(contentsOf: repeatElement(0, count: more))
        case .others: others.append(contentsOf: repeatElement(.null, count: more))
        }
    }

    func add(_ values: Vector, _ groups: GroupRefs) {
        switch (storage, values.data) {
        case (_, .nulls): return
        case (.keys, .ints(let numbers)): add(keys: numbers, values, groups)
        case (.keys, .doubles(let numbers)): add(keys: numbers.map { NumberOrder.key($0) }, values, groups)
        case (.keys, .bools(let flags)): add(keys: flags.map { Int64($0) }, values, groups)
        case (.texts, .text(let codes, let dictionary)): add(codes, dictionary, values, groups)
        default:
            ValueRows.forEach(values, groups) { row, group in offer(values.value(row), group) }
        }
    }

    private func add(keys new: [Int64], _ values: Vector, _ groups: GroupRefs) {
        if let group = groups.only, values.validity == nil, let extreme = isMax ? new.max() : new.min() {
            offer(key: extreme, Int(group))
            return
        }
        ValueRows.forEach(values, groups) { row, group in offer(key: new[row], group) }
    }

    @inline(__always)
    private func offer(key: Int64, _ group: Int) {
        if isSet[group] == 0 || (isMax ? key > keys[group] : key < keys[group]) {
            keys[group] = key
            isSet[group] = 1
        }
    }

    private func offer(_ value: ResultValue, _ group: Int) {
        if isSet[group] == 0 {
            others[group] = value
            isSet[group] = 1
            return
        }
        let order = ResultValue.order(value, others[group])
        // Of equal values with two forms the integer stays, so that the order of rows does not show.
        if isMax ? order > 0 : order < 0 {
            others[group] = value
        } else if order == 0, case .int = value {
            others[group] = value
        }
    }

    private func add(_ codes: [UInt32], _ entries: StringDictionary, _ values: Vector, _ groups: GroupRefs) {
        if !entries.isSorted, dictionary !== entries {
            ranks = [UInt32](repeating: 0, count: entries.count + 1)
            for (rank, code) in entries.sortedOrder().enumerated() { ranks[Int(code) + 1] = UInt32(truncatingIfNeeded: rank) }
        }
        dictionary = entries
        let isSorted = entries.isSorted
        var touched: [Int] = []
        ValueRows.forEach(values, groups) { row, group in
            let code = codes[row]
            let known = best[group]
            if known == 0 {
                touched.append(group)
                best[group] = code
                return
            }
            let (new, old) = isSorted ? (code, known) : (ranks[Int(code)], ranks[Int(known)])
            if isMax ? new > old : new < old { best[group] = code }
        }
        for group in touched {
            offer(text: entries.slice(at: Int(best[group]) - 1), group)
            best[group] = 0
        }
    }

    private func offer(text: ArraySlice<UInt8>, _ group: Int) {
        if let known = texts[group] {
            let order = TextOrder.compare(text, known)
            guard isMax ? order > 0 : order < 0 else { return }
        }
        texts[group] = text
        isSet[group] = 1
    }

    func merge(_ other: any Accumulator, _ map: [UInt32]) {
        guard let other = other as? ExtremeAccumulator else { return }
        for (group, target) in map.enumerated() where group < other.isSet.count && other.isSet[group] == 1 {
            switch storage {
            case .keys: offer(key: other.keys[group], Int(target))
            case .texts: if let text = other.texts[group] { offer(text: text, Int(target)) }
            case .others: offer(other.others[group], Int(target))
            }
        }
    }

    func result() -> Vector {
        let count = isSet.count
        let valid = isSet.contains(0) ? isSet : nil
        switch storage {
        case .keys:
            let data: Vector.Data =
                switch type {
                case .double: .doubles(keys.map { NumberOrder.value(ofKey: $0) })
                case .boolean: .bools(keys.map { $0 == 0 ? 0 : 1 })
                default: .ints(keys)
                }
            return Vector(type, data, count: count, validity: valid)
        case .texts:
            var table = StringTable()
            let codes = texts.map { text in text.map { table.intern($0) + 1 } ?? 0 }
            return Vector(type, .text(codes, table.dictionary()), count: count)
        case .others: return .of(others, type)
        }
    }
}
