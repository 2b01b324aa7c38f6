// Numbers of edges: each pair of labels that was seen has one.

import InteractionModel

/// Numbers of edges: pairs of labels that were seen, in a square while there are few labels, else in a table.
struct EdgeNumbers: Sendable {
    private static let mostSquare: UInt32 = 512
    /// Number + 1 by `from * side + to`.
    private var square: [UInt32] = []
    private var side: UInt32 = 0
    private var table: [UInt64: UInt32] = [:]
    private(set) var pairs: [(from: UInt32, to: UInt32)] = []

    var byteCount: Int { square.count * 4 + table.count * 32 + pairs.count * 8 }

    /// The number of an edge, given now if it has none.
    @inline(__always)
    mutating func number(_ from: UInt32, _ to: UInt32) -> Int {
        if from < side, to < side {
            let known = square[Int(from * side + to)]
            if known > 0 { return Int(known) - 1 }
        }
        return slowNumber(from, to)
    }

    private mutating func slowNumber(_ from: UInt32, _ to: UInt32) -> Int {
        let largest = max(from, to)
        if largest >= side, largest < Self.mostSquare { widen(to: largest + 1) }
        if largest < side {
            pairs.append((from, to))
            square[Int(from * side + to)] = UInt32(truncatingIfNeeded: pairs.count)
            return pairs.count - 1
        }
        let key = UInt64(from) << 32 | UInt64(to)
        if let known = table[key] { return Int(known) }
        table[key] = UInt32(truncatingIfNeeded: pairs.count)
        pairs.append((from, to))
        return pairs.count - 1
    }

    private mutating func widen(to labels: UInt32) {
        let wider = min(Self.mostSquare, max(32, labels * 2))
        var cells = [UInt32](repeating: 0, count: Int(wider * wider))
        for (number, pair) in pairs.enumerated() where pair.from < side && pair.to < side {
            cells[Int(pair.from * wider + pair.to)] = UInt32(truncatingIfNeeded: number + 1)
        }
        square = cells
        side = wider
    }

    /// The number of an edge that has one.
    func known(_ from: UInt32, _ to: UInt32) -> Int? {
        if from < side, to < side {
            let known = square[Int(from * side + to)]
            return known > 0 ? Int(known) - 1 : nil
        }
        return table[UInt64(from) << 32 | UInt64(to)].map { Int($0) }
    }
}
