// The figures of an import while it runs: what is in the store, and what only a commit will bring there. After a failure the
// second part is forgotten, as the store forgets it.

import InteractionStorage

/// Counts blocks, committed ones and those that wait.
struct ImportLedger {
    /// Figures that grow block by block.
    private struct Figures {
        var stored = 0
        var duplicate = 0
        var rejected = 0
        var rejections: [Rejection] = []
        var movedKeys = 0
        var isBroken = false
    }
    /// Rejections told in full.
    static let rejectionLimit = 100

    private var committed: Figures
    /// With the blocks that wait for a commit.
    private var all: Figures

    /// Begins behind an earlier import's mark: what lies before it is there already.
    init(_ mark: ImportMark?) {
        committed = Figures(duplicate: Int(clamping: mark?.stored ?? 0), rejected: Int(clamping: mark?.rejected ?? 0))
        all = committed
    }

    /// Whether this run has rejected anything.
    var hasRejections: Bool { !all.rejections.isEmpty }
    /// Events found so far.
    var read: Int { all.stored + all.duplicate + all.rejected }

    /// Adds a block.
    mutating func add(_ block: EventBlock) {
        all.stored += block.batch.rowCount
        all.rejected += block.rejectedCount
        all.rejections += block.rejections.prefix(Self.rejectionLimit - all.rejections.count)
        all.movedKeys += block.movedKeys
        all.isBroken = block.isBroken
    }

    /// All blocks so far are in the store.
    mutating func commit() { committed = all }

    /// Writes the committed figures into a result.
    func tell(_ result: inout ImportResult) {
        result.stored = committed.stored
        result.duplicate = committed.duplicate
        result.rejected = committed.rejected
        result.rejections = committed.rejections
        result.movedKeys = committed.movedKeys
        result.isBroken = committed.isBroken
    }
}
