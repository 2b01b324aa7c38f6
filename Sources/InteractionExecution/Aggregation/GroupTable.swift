// The groups that one thread has met: tuples of key ids, numbered in order of first appearance.

import InteractionCoding
import InteractionModel

/// Groups by their key ids.
struct GroupTable: Sendable {
    let keyCount: Int
    /// The ids of group g stand at `g * keyCount`.
    private(set) var ids: [UInt32] = []
    private(set) var count = 0
    /// With one key: group + 1 by id. Else slots of group + 1.
    private var slots: [UInt32]
    private var mask = 63
    /// With two keys, as long as their ids are small: group + 1 by first id * width + second id.
    private var grid: [UInt32] = []
    private var gridWidth = 0
    private var isGrid: Bool

    init(keyCount: Int) {
        self.keyCount = keyCount
        isGrid = keyCount == 2
        slots = [UInt32](repeating: 0, count: keyCount == 1 ? 0 : 64)
    }

    var byteCount: Int { (ids.count + slots.count + grid.count) * 4 }

    /// The group of a tuple, new or known.
    mutating func group(_ tuple: [UInt32]) -> UInt32 {
        if keyCount == 1 { return group(id: tuple[0]) }
        if keyCount == 0 {
            count = 1
            return 0
        }
        if isGrid {
            growGrid(tuple[0], tuple[1])
            if gridWidth > 0 { return gridGroup(tuple[0], tuple[1]) }
        }
        var hash: UInt64 = 0
        for id in tuple { hash = NumberTable.hash(hash ^ UInt64(id)) }
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let start = Int(slots[slot] - 1) * keyCount
            var index = 0
            while index < keyCount, ids[start + index] == tuple[index] { index += 1 }
            if index == keyCount { return slots[slot] - 1 }
            slot = (slot + 1) & mask
        }
        let group = UInt32(truncatingIfNeeded: count)
        ids.append(contentsOf: tuple)
        count += 1
        slots[slot] = group + 1
        if count * 4 > slots.count * 3 { grow() }
        return group
    }

    /// With one key.
    mutating func group(id: UInt32) -> UInt32 {
        if Int(id) >= slots.count {
            slots.append(contentsOf: repeatElement(0, count: max(Int(id) + 1, slots.count * 2) - slots.count))
        }
        if slots[Int(id)] == 0 {
            ids.append(id)
            count += 1
            slots[Int(id)] = UInt32(truncatingIfNeeded: count)
        }
        return slots[Int(id)] - 1
    }

    /// With two keys: the group of each row. Pairs of small ids have a cell of a grid; others are looked up.
    mutating func groups(_ first: [UInt32], _ second: [UInt32]) -> [UInt32] {
        var groups = [UInt32](repeating: 0, count: first.count)
        growGrid(first.max() ?? 0, second.max() ?? 0)
        if gridWidth > 0 {
            // Local while rows are looked up, because the numbering of new pairs changes the rest of the table.
            var cells: [UInt32] = []
            swap(&cells, &grid)
            groups = CodeScan.groups(first, second, in: &cells, width: gridWidth) { first, second in
                ids.append(first)
                ids.append(second)
                count += 1
                return UInt32(truncatingIfNeeded: count)
            }
            swap(&cells, &grid)
            return groups
        }
        var tuple: [UInt32] = [0, 0]
        var last: UInt32 = .max
        for row in 0..<first.count {
            if last == .max || tuple[0] != first[row] || tuple[1] != second[row] {
                tuple[0] = first[row]
                tuple[1] = second[row]
                last = group(tuple)
            }
            groups[row] = last
        }
        return groups
    }

    @inline(__always)
    private mutating func gridGroup(_ first: UInt32, _ second: UInt32) -> UInt32 {
        let cell = Int(first) * gridWidth + Int(second)
        if grid[cell] == 0 {
            ids.append(first)
            ids.append(second)
            count += 1
            grid[cell] = UInt32(truncatingIfNeeded: count)
        }
        return grid[cell] - 1
    }

    /// Cells a grid may have.
    private static let gridCells = 1 << 20

    /// Makes the grid hold ids up to these, or gives it up for the table of slots.
    private mutating func growGrid(_ first: UInt32, _ second: UInt32) {
        guard isGrid else { return }
        let rows = gridWidth == 0 ? 0 : grid.count / gridWidth
        if Int(first) < rows, Int(second) < gridWidth { return }
        var width = max(16, gridWidth)
        while width <= Int(second) { width *= 2 }
        var height = max(4, rows)
        while height <= Int(first) { height *= 2 }
        guard width * height <= Self.gridCells else {
            isGrid = false
            gridWidth = 0
            grid = []
            while slots.count * 3 < count * 4 { slots.append(contentsOf: slots) }
            rehash(slots.count)
            return
        }
        grid = [UInt32](repeating: 0, count: width * height)
        gridWidth = width
        for group in 0..<count { grid[Int(ids[group * 2]) * width + Int(ids[group * 2 + 1])] = UInt32(truncatingIfNeeded: group + 1) }
    }

    /// The key ids of a group.
    func tuple(_ group: Int) -> [UInt32] { Array(ids[group * keyCount..<(group + 1) * keyCount]) }

    /// The ids of one key for all groups.
    func column(_ key: Int) -> [UInt32] { (0..<count).map { ids[$0 * keyCount + key] } }

    private mutating func grow() { rehash(slots.count * 2) }

    private mutating func rehash(_ size: Int) {
        slots = [UInt32](repeating: 0, count: size)
        mask = size - 1
        for group in 0..<count {
            var hash: UInt64 = 0
            for index in 0..<keyCount { hash = NumberTable.hash(hash ^ UInt64(ids[group * keyCount + index])) }
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: group + 1)
        }
    }
}
