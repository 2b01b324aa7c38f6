// Where an import's rows go: segments, the journal, or nowhere. A sink commits rows and progress together.

import InteractionModel
import InteractionStorage

/// Takes blocks of rows in order. After an error nothing more may be given, and the store's writer must be closed.
protocol ImportSink {
    /// Takes rows; `record` says how far the input is read with them. Gives the number of rows that are in the store
    /// already, and whether everything taken so far is in the store now.
    mutating func take(
        _ batch: RowBatch, _ record: ImportRecord
    ) throws(InteractionError) -> (duplicates: Int, isCommitted: Bool)
    /// Puts the rest into the store.
    mutating func finish(_ record: ImportRecord) throws(InteractionError)
}

/// Rows into segments, whole chunks at a time.
struct SegmentSink: ImportSink {
    private let writer: StoreWriter
    private let everything: Bool
    private var load: BulkLoad?

    /// `everything`: at the end no rows are left waiting outside of segments.
    init(_ writer: StoreWriter, everything: Bool) {
        self.writer = writer
        self.everything = everything
    }

    mutating func take(
        _ batch: RowBatch, _ record: ImportRecord
    ) throws(InteractionError) -> (duplicates: Int, isCommitted: Bool) {
        // Begun with the first rows: an import that stores nothing leaves the journal alone.
        if load == nil, batch.rowCount > 0 { load = try BulkLoad(writer) }
        guard let load else { return (0, false) }
        try load.append(batch)
        guard load.isCommitDue else { return (0, false) }
        try load.commit(record)
        return (0, true)
    }

    mutating func finish(_ record: ImportRecord) throws(InteractionError) {
        if let load {
            try load.commit(record, everything: everything)
            load.end()
            return
        }
        // Without a row there is nothing that must not be stored twice, and another mapping may find events.
        if record.stored > 0 { try writer.record(record) }
        if everything { try writer.seal(everything: true) }
    }
}

/// Rows into the journal, one frame a block. A block's batch id is its place in the input by content, so that a block that
/// reached the journal before its record did is known again after a crash.
struct JournalSink: ImportSink {
    private let writer: StoreWriter

    private let again: Bool

    /// `again`: blocks in the journal are no reason not to append them.
    init(_ writer: StoreWriter, again: Bool) {
        self.writer = writer
        self.again = again
    }

    mutating func take(
        _ batch: RowBatch, _ record: ImportRecord
    ) throws(InteractionError) -> (duplicates: Int, isCommitted: Bool) {
        guard batch.rowCount > 0 else { return (0, false) }
        let id = Self.batchId(record)
        let isThere = !again && writer.recoveredBatches.contains(id)
        if !isThere { _ = try writer.append(batch, id: id) }
        try writer.record(record)
        return (isThere ? batch.rowCount : 0, true)
    }

    mutating func finish(_ record: ImportRecord) throws(InteractionError) {
        if record.stored > 0 { try writer.record(record) }
    }

    /// From the hash of the input up to the block's end. Bit 63 keeps it apart from batches of others.
    static func batchId(_ record: ImportRecord) -> UInt64 {
        guard let mark = (try? ImportProgress(record.inputHash))?.last else { return 1 << 63 }
        return mark.hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } | 1 << 63
    }
}

/// Counts only.
struct NoSink: ImportSink {
    mutating func take(
        _ batch: RowBatch, _ record: ImportRecord
    ) throws(InteractionError) -> (duplicates: Int, isCommitted: Bool) { (0, true) }
    mutating func finish(_ record: ImportRecord) throws(InteractionError) {}
}
