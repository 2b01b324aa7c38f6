// From the key vectors of a batch to the group of each row: through a dense array of cells when the product of the local
// cardinalities is about the number of rows or less, else by looking up each row's tuple of ids.

import InteractionCoding
import InteractionModel
import InteractionPlan

/// One thread's groups and key mappings.
struct GroupAssignment {
    private(set) var table: GroupTable
    private let mappings: [KeyMapping]

    init(_ interners: [KeyInterner]) {
        table = GroupTable(keyCount: interners.count)
        mappings = interners.map { KeyMapping($0) }
    }

    /// The groups of the rows, new groups included. Errors: those of interning.
    mutating func assign(_ keys: [KeyCodes], count: Int) throws(InteractionError) -> GroupRefs {
        let varying = keys.indices.filter { keys[$0].codes != nil }
        var cells = 1
        for key in varying {
            let (product, overflow) = cells.multipliedReportingOverflow(by: keys[key].cardinality)
            cells = overflow ? .max : product
        }
        if varying.isEmpty {
            var tuple: [UInt32] = []
            for (key, mapping) in zip(keys, mappings) { tuple.append(try mapping.ids(key, used: key.used)[0]) }
            return GroupRefs(.one(table.group(tuple)), count: count)
        }
        return cells <= max(4096, count * 2)
            ? try dense(keys, varying, cells, count) : try hashed(keys, count)
    }

    /// Cells of a dense array: the local codes as digits of a number.
    private mutating func dense(
        _ keys: [KeyCodes], _ varying: [Int], _ cellCount: Int, _ count: Int
    ) throws(InteractionError) -> GroupRefs {
        var cells: [UInt32] = keys[varying[0]].codes ?? []
        var factor = UInt32(truncatingIfNeeded: keys[varying[0]].cardinality)
        for key in varying.dropFirst() {
            guard let codes = keys[key].codes else { continue }
            cells.withUnsafeMutableBufferPointer { cells in
                codes.withUnsafeBufferPointer { codes in
                    for row in 0..<cells.count { cells[row] = cells[row] &+ codes[row] &* factor }
                }
            }
            factor = factor &* UInt32(truncatingIfNeeded: keys[key].cardinality)
        }
        let counts = CodeScan.histogram(cells, cells: cellCount)
        // The codes that occur, by key, and their ids.
        let used = counts.indices.filter { counts[$0] > 0 }
        var tables: [[UInt32]] = []
        var radix = 1
        var radixes: [Int] = []
        for (index, key) in keys.enumerated() {
            radixes.append(radix)
            guard key.codes != nil else {
                tables.append(try mappings[index].ids(key, used: [0]))
                continue
            }
            var seen = [Bool](repeating: false, count: key.cardinality)
            for cell in used { seen[cell / radix % key.cardinality] = true }
            let codes = seen.indices.filter { seen[$0] }.map { UInt32(truncatingIfNeeded: $0) }
            tables.append(try mappings[index].ids(key, used: codes))
            radix *= key.cardinality
        }
        var groups = [UInt32](repeating: 0, count: cellCount)
        var tuple = [UInt32](repeating: 0, count: keys.count)
        for cell in used {
            for index in keys.indices {
                tuple[index] = keys[index].codes == nil
                    ? tables[index][0] : tables[index][cell / radixes[index] % keys[index].cardinality]
            }
            groups[cell] = table.group(tuple)
        }
        return GroupRefs(.cells(cells, counts: counts, groups: groups), count: count)
    }

    private mutating func hashed(_ keys: [KeyCodes], _ count: Int) throws(InteractionError) -> GroupRefs {
        var columns: [[UInt32]] = []
        for (index, key) in keys.enumerated() {
            let ids = try mappings[index].ids(key, used: key.used)
            columns.append(key.codes.map { Gather.lookup(ids, $0) } ?? [UInt32](repeating: ids[0], count: count))
        }
        var groups: [UInt32] = []
        groups.reserveCapacity(count)
        if columns.count == 1 {
            for id in columns[0] { groups.append(table.group(id: id)) }
        } else if columns.count == 2 {
            groups = table.groups(columns[0], columns[1])
        } else {
            var tuple = [UInt32](repeating: 0, count: columns.count)
            var last: UInt32 = 0
            for row in 0..<count {
                var isSame = row > 0
                for index in columns.indices where columns[index][row] != tuple[index] {
                    tuple[index] = columns[index][row]
                    isSame = false
                }
                if !isSame { last = table.group(tuple) }
                groups.append(last)
            }
        }
        return GroupRefs(.rows(groups), count: count)
    }

    /// With one key: the groups of dictionary entries, given by codes (0 is NULL). Errors: those of interning.
    mutating func groups(_ codes: [UInt32], _ dictionary: StringDictionary) throws(InteractionError) -> [UInt32] {
        let ids = try mappings[0].interner.ids(codes.filter { $0 > 0 }, dictionary)
        var next = 0
        return codes.map { code in
            if code == 0 { return table.group(id: 0) }
            next += 1
            return table.group(id: ids[next - 1])
        }
    }

    /// With two keys: the groups of pairs of dictionary entries, given by codes (0 is NULL). Errors: those of interning.
    mutating func groups(
        _ first: ([UInt32], StringDictionary), _ second: ([UInt32], StringDictionary)
    ) throws(InteractionError) -> [UInt32] {
        func ids(_ mapping: KeyMapping, _ codes: [UInt32], _ dictionary: StringDictionary) throws(InteractionError) -> [UInt32] {
            var keys = KeyCodes(text: dictionary)
            keys.codes = codes
            return Gather.lookup(try mapping.ids(keys, used: keys.used), codes)
        }
        return table.groups(try ids(mappings[0], first.0, first.1), try ids(mappings[1], second.0, second.1))
    }

    /// Takes in the groups of another thread: the group here of each group there.
    mutating func merge(_ other: GroupTable) -> [UInt32] {
        switch other.keyCount {
        case 1: other.column(0).map { table.group(id: $0) }
        case 2: table.groups(other.column(0), other.column(1))
        default: (0..<other.count).map { table.group(other.tuple($0)) }
        }
    }

    /// Makes the one group of an aggregation without keys exist.
    mutating func ensureGroup() { if table.keyCount == 0 { _ = table.group([]) } }

    /// The one group of an aggregation without keys.
    mutating func ensuredGroup() -> UInt32 { table.group([]) }
}
