// Where an import's rows go: segments, the journal, or nowhere. A sink commits rows and progress together.

import InteractionModel
import InteractionStorage

/// Takes blocks of rows in order. After an error nothing more may be given, and the store's writer must be closed.
protocol ImportSink {
    /// Takes rows; `record` says how far the input is read with them. Gives whether everything taken so far is in the store now.
    mutating func take(_ batch: RowBatch, _ record: ImportRecord) throws(InteractionError) -> Bool
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

    mutating func take(_ batch: RowBatch, _ record: ImportRecord) throws(InteractionError) -> Bool {
        // Begun with the first rows: an import that stores nothing leaves the journal alone.
        if load == nil, batch.rowCount > 0 { load = try BulkLoad(writer) }
        guard let load else { return false }
        try load.append(batch)
        guard load.isCommitDue else { return false }
        try load.commit(record)
        return true
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

/// Rows into the journal, one frame a block, together with how far the input is read.
struct JournalSink: ImportSink {
    private let writer: StoreWriter
    private var before: ImportRecord?

    init(_ writer: StoreWriter) { self.writer = writer }

    mutating func take(_ batch: RowBatch, _ record: ImportRecord) throws(InteractionError) -> Bool {
        guard batch.rowCount > 0 else { return false }
        try writer.append(batch, of: record, after: before)
        before = record
        return true
    }

    mutating func finish(_ record: ImportRecord) throws(InteractionError) {
        if record.stored > 0 { try writer.record(record) }
    }
}

/// Counts only.
struct NoSink: ImportSink {
    mutating func take(_ batch: RowBatch, _ record: ImportRecord) throws(InteractionError) -> Bool { true }
    mutating func finish(_ record: ImportRecord) throws(InteractionError) {}
}
