// Rows in order, in several runs: each run was sorted by itself and lies in memory or in a temporary file. Reading them all
// merges the runs into one column each, a block at a time.

import InteractionCoding
import InteractionModel
import InteractionPlan
import Synchronization

/// Sorted rows of the same columns. Adding is safe from any thread.
final class SortedRuns: Sendable {
    /// A part of a run.
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
        let wanted = max(0, min(limit ?? .max, rows - min(offset, rows)))
        if rows > 0 { try scan.hold(Int(Double(bytes) / Double(rows) * Double(wanted)), share: -1, "the rows of this query") }
        var cursors: [RunCursor] = []
        for run in runs { cursors.append(try RunCursor(run, order, file)) }
        var merge = RunMerge(cursors)
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
