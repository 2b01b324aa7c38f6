// The order of rows of several sorted runs: a cursor stands in each run, and a heap of them knows whose row comes next.

import InteractionModel

/// A place in one run.
final class RunCursor {
    private let pieces: [SortedRuns.Piece]
    private let order: [MergeOrder]
    private let file: ChunkFile?
    private var next = 0
    private var rows = 0
    private(set) var columns: [Vector] = []
    private var keys: [MergeKey] = []
    /// The numbers of each key, and whether they say all; beside the keys, because merging looks at them for each row.
    private(set) var heads: [[UInt64]] = []
    private var isExact: [Bool] = []
    private(set) var row = 0
    private(set) var isAtEnd = false

    init(_ pieces: [SortedRuns.Piece], _ order: [MergeOrder], _ file: ChunkFile?) throws(InteractionError) {
        self.pieces = pieces
        self.order = order
        self.file = file
        try load()
    }

    var isLastOfPiece: Bool { row + 1 == rows }

    private func load() throws(InteractionError) {
        guard next < pieces.count else {
            isAtEnd = true
            return
        }
        switch pieces[next] {
        case .held(let columns, _): self.columns = columns
        case .stored(let chunk):
            guard let file else { throw InteractionError(.damaged, "a temporary file is gone") }
            columns = try file.read(chunk)
        }
        rows = pieces[next].rows
        keys = order.map { MergeKey(columns[$0.column], $0) }
        heads = keys.map(\.heads)
        isExact = keys.map(\.isExact)
        row = 0
        next += 1
    }

    func advance() throws(InteractionError) {
        row += 1
        if row == rows { try load() }
    }

    /// Negative, 0 or positive as this row comes before, with or after the other's by one key, whose numbers are equal.
    func compare(_ key: Int, _ other: RunCursor) -> Int {
        if isExact[key], other.isExact[key] { return 0 }
        return keys[key].compare(row, other.keys[key], other.row)
    }
}

/// A heap of cursors, the one with the first row on top. Equal rows come in the order of runs.
struct RunMerge {
    private let cursors: [RunCursor]
    private let keyCount: Int
    private var heap: [Int] = []
    /// The numbers of the rows that the cursors stand at, `keyCount` for each cursor, beside each other: nearly all
    /// comparisons look nowhere else.
    private var heads: [UInt64]

    init(_ cursors: [RunCursor]) {
        self.cursors = cursors
        keyCount = cursors.first?.heads.count ?? 0
        heads = [UInt64](repeating: 0, count: cursors.count * keyCount)
        heap = cursors.indices.filter { !cursors[$0].isAtEnd }
        for cursor in heap { takeHeads(cursor) }
        for index in stride(from: heap.count / 2, through: 0, by: -1) { sink(index) }
    }

    /// The cursor with the first row; nil when there are no more.
    var top: Int? { heap.first }

    private mutating func takeHeads(_ cursor: Int) {
        for key in 0..<keyCount { heads[cursor * keyCount + key] = cursors[cursor].heads[key][cursors[cursor].row] }
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        for key in 0..<keyCount {
            let (x, y) = (heads[a * keyCount + key], heads[b * keyCount + key])
            if x != y { return x < y }
            let order = cursors[a].compare(key, cursors[b])
            if order != 0 { return order < 0 }
        }
        return a < b
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var best = parent
            for child in 2 * parent + 1...2 * parent + 2 where child < heap.count && isBefore(heap[child], heap[best]) { best = child }
            if best == parent { return }
            heap.swapAt(parent, best)
            parent = best
        }
    }

    /// Leaves the first row behind.
    mutating func advance() throws(InteractionError) {
        guard let top = heap.first else { return }
        try cursors[top].advance()
        if cursors[top].isAtEnd {
            heap[0] = heap[heap.count - 1]
            heap.removeLast()
        } else {
            takeHeads(top)
        }
        if !heap.isEmpty { sink(0) }
    }
}
