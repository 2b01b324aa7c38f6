// A block of events on its way from an input to a store.

import InteractionStorage

/// The rows of some consecutive events, what was rejected among them, and the mark behind them.
package struct EventBlock: Sendable {
    /// The rows, in order.
    package var batch = RowBatch()
    /// What was rejected, the first `EventSource.rejectionLimit` of the block.
    package var rejections: [Rejection] = []
    /// How many were rejected in all.
    package var rejectedCount = 0
    /// Top-level keys and columns that went under details.
    package var movedKeys = 0
    /// The place in the input behind these events.
    package var mark: ImportMark
    /// The text is broken here, and nothing behind it can be read.
    package var isBroken = false
    /// Bytes taken from the input so far, as it lies on disk.
    package var inputBytes = 0
}
