// Rows in order, in several runs: each run was sorted by itself and lies in memory or in a temporary file. Reading them all
// merges the runs into one column each, a block at a time.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

/// Sorted rows of the same columns. Adding is safe from any thread.
final class SortedRuns: Sendable {
    enum Piece: Sendable {
        case held([Vector], rows: Int)
        case stored(SpilledChunk)

        var rows: Int {
            switch self {
            case .held(_, let rows): rows
            case .stored(let chunk): chunk.rows
            }
        }
    }
    private struct State: Sendable {
        var runs: [[Piece]] = []
        var heldBytes = 0
        /// Bytes of the visible columns, without texts.
        var visibleBytes = 0
        var rows = 0
        var file: ChunkFile?
    }
    let types: [ScalarType]
    let order: [MergeOrder]
    /// The first columns, which are the result.
    private let visible: Int
    private let space: any SpillSpace
    /// Bytes of runs that may stay in memory.
    private let room: Int
    /// Rows of a stored chunk: what a merge holds of each run.
    private let chunkRows: Int
    private let state = Mutex(State())

    init(
        _ types: [ScalarType], order: [MergeOrder], visible: Int, space: any SpillSpace, room: Int, chunkRows: Int = 8192
    ) {
        self.visible = visible
        self.chunkRows = chunkRows
        self.types = types
        self.order = order
        self.space = space
        self.room = room
    }

    /// Rows of all runs.
    var rowCount: Int { state.withLock { $0.rows } }
    var runCount: Int { state.withLock { $0.runs.count } }
    /// Bytes in memory; bytes written.
    var heldBytes: Int { state.withLock { $0.heldBytes } }
    var spilledBytes: Int { state.withLock { $0.file }?.byteCount ?? 0 }

    /// Adds rows that are in order. Errors: those of temporary files.
    func add(_ columns: [Vector], rows: Int) throws(InteractionError) {
        if rows == 0 { return }
        let bytes = columns.reduce(0) { $0 + $1.byteCount + $1.dictionaryBytes }
        let isHeld = state.withLock { state in
            state.rows += rows
            state.visibleBytes += columns.prefix(visible).reduce(0) { $0 + $1.byteCount }
            guard state.heldBytes + bytes <= room else { return false }
            state.heldBytes += bytes
            state.runs.append([.held(columns, rows: rows)])
            return true
        }
        if isHeld { return }
        let file = try self.file()
        var pieces: [Piece] = []
        for first in stride(from: 0, to: rows, by: chunkRows) {
            let range = first..<min(rows, first + chunkRows)
            pieces += try file.write(columns.map { $0.sliced(range) }, rows: range.count).map { .stored($0) }
        }
        let run = pieces
        state.withLock { $0.runs.append(run) }
    }

    private func file() throws(InteractionError) -> ChunkFile {
        let made = state.withLock { state -> Result<ChunkFile, InteractionError> in
            if let file = state.file { return .success(file) }
            do throws(InteractionError) {
                let file = try ChunkFile(types, in: space)
                state.file = file
                return .success(file)
            } catch {
                return .failure(error)
            }
        }
        return try made.get()
    }

    /// The rows `offset..<offset + limit` of all in order, of the visible columns. Errors: those of temporary files, of the
    /// checkpoint, which is asked once for each block, and `.limitReached` when the result alone is beyond the budget.
    func merged(offset: Int, limit: Int?, _ scan: UnitScan) throws(InteractionError) -> [Vector] {
        let started = scan.meter.now
        let (runs, file, bytes, rows) = state.withLock { ($0.runs, $0.file, $0.visibleBytes, $0.rows) }
        if limit == nil || limit ?? 0 >= rows { try scan.hold(bytes, share: -1, "the rows of this query") }
        var cursors: [RunCursor] = []
        for run in runs { cursors.append(try RunCursor(run, order, file)) }
        var merge = RunMerge(cursors)
        let wanted = max(0, min(limit ?? .max, rowCount - min(offset, rowCount)))
        var output = RunOutput(Array(types.prefix(visible)), rows: wanted, cursors: cursors.count)
        var skipped = 0
        var given = 0
        while given < wanted, let pick = merge.top {
            if skipped < offset {
                skipped += 1
            } else {
                output.add(pick, cursors[pick])
                given += 1
            }
            if cursors[pick].isLastOfPiece || output.isFull {
                output.flush(cursors)
                try scan.options.checkpoint()
            }
            try merge.advance()
        }
        output.flush(cursors)
        scan.meter.note(.merge, rowsIn: rows, rowsOut: given, since: started)
        return output.finish()
    }
}

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

/// Collects merged rows into columns, a block of picks at a time.
struct RunOutput {
    private static let blockRows = 8192
    private var builders: [VectorBuilder]
    private let types: [ScalarType]
    /// Picked rows by cursor, and the cursor of each pick.
    private var rows: [[UInt32]]
    private var picks: [Int] = []

    init(_ types: [ScalarType], rows: Int, cursors: Int) {
        self.types = types
        self.rows = [[UInt32]](repeating: [], count: cursors)
        builders = types.map {
            var builder = VectorBuilder($0)
            builder.reserveCapacity(rows)
            return builder
        }
    }

    var isFull: Bool { picks.count == Self.blockRows }

    mutating func add(_ pick: Int, _ cursor: RunCursor) {
        rows[pick].append(UInt32(truncatingIfNeeded: cursor.row))
        picks.append(pick)
    }

    /// Takes the picked rows over. Before a cursor leaves its piece.
    mutating func flush(_ cursors: [RunCursor]) {
        if picks.isEmpty { return }
        let sources = rows.indices.filter { !rows[$0].isEmpty }
        var next = [UInt32](repeating: 0, count: rows.count)
        var start: UInt32 = 0
        for source in sources {
            next[source] = start
            start += UInt32(truncatingIfNeeded: rows[source].count)
        }
        let places = picks.map { pick -> UInt32 in
            next[pick] += 1
            return next[pick] - 1
        }
        for column in types.indices {
            if sources.count == 1 {
                builders[column].append(cursors[sources[0]].columns[column].gathered(rows[sources[0]]))
                continue
            }
            var block = VectorBuilder(types[column])
            for source in sources { block.append(cursors[source].columns[column].gathered(rows[source])) }
            builders[column].append(block.finish().gathered(places))
        }
        for source in sources { rows[source].removeAll(keepingCapacity: true) }
        picks.removeAll(keepingCapacity: true)
    }

    /// Leaves the builders empty one after another, so that no column is held twice.
    mutating func finish() -> [Vector] {
        var columns: [Vector] = []
        while !builders.isEmpty { columns.append(builders.removeFirst().finish()) }
        return columns
    }
}
