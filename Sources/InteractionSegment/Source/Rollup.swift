// Rows by UTC quarter hour and action: what counts and time series are answered from without reading a column.

import InteractionCoding
import InteractionModel

/// Additive counts of one segment. Entries ascend by quarter hour, then action.
package struct Rollup: Sendable, Hashable {
    /// Quarter hour of the UTC day, 0-95, of each entry.
    package var quarters: [UInt8]
    /// Action code of each entry, in the convention of `CodeColumn`.
    package var actions: [UInt32]
    /// Rows of each entry, at least 1.
    package var counts: [Int64]

    package init(quarters: [UInt8], actions: [UInt32], counts: [Int64]) {
        self.quarters = quarters
        self.actions = actions
        self.counts = counts
    }

    /// Microseconds in a quarter hour.
    package static let quarter: Int64 = 900_000_000

    /// Counts rows. `times` lie in `day`; action codes are at most `actionCount`. Cost: linear.
    init(day: Day, times: [Int64], actionCodes: [UInt32], actionCount: Int) {
        let width = actionCount + 1
        var cells = [Int64](repeating: 0, count: 96 * width)
        let start = day.start.microseconds
        for (time, code) in zip(times, actionCodes) {
            cells[Int((time - start) / Self.quarter) * width + Int(code)] += 1
        }
        quarters = []
        actions = []
        counts = []
        for (cell, count) in cells.enumerated() where count > 0 {
            quarters.append(UInt8(cell / width))
            actions.append(UInt32(truncatingIfNeeded: cell % width))
            counts.append(count)
        }
    }
}

extension Merge {
    /// The most actions a rollup is written for; beyond it the table would be larger than the columns it saves.
    static let rollupActions = 1024

    func writeRollup(to writer: SegmentFileWriter) throws(InteractionError) {
        guard actionCount <= Self.rollupActions, facts.rowCount >= 256 else { return }
        let rollup = Rollup(day: facts.day, times: times, actionCodes: actionCodes, actionCount: actionCount)
        var out = ByteWriter()
        let cells = zip(rollup.quarters, rollup.actions).map { Int64($0) * Int64(actionCount + 1) + Int64($1) }
        let keys = IntegerChunk.encode(cells)
        out.varint(UInt64(actionCount + 1))
        out.varint(UInt64(keys.count))
        out.append(bytes: keys)
        out.append(bytes: IntegerChunk.encode(rollup.counts))
        try writer.add(ChunkKey(.rollup), out.bytes, valueCount: cells.count)
    }
}
