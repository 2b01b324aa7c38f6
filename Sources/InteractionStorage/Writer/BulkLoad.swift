// Loading many rows past the journal: rows gather by day and go into segments a chunk at a time, each chunk in one manifest
// swap that also records how far the input was read. A killed load continues from its last chunk.

import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment

/// A bulk load into a store, under its writer's lock. The writer serves nothing else meanwhile; after an error it must be
/// closed, and the rows since the last commit are not in the store.
package final class BulkLoad {
    private let writer: StoreWriter
    private var bytesAtCommit: Int
    private var rowsAtCommit: Int
    /// When the next commit is due for the sake of readers, by the monotonic clock.
    private var due: UInt64

    /// Starts a load. What is in the journal is sealed first, so that sequences of a day stay in order.
    package init(_ writer: StoreWriter) throws(InteractionError) {
        self.writer = writer
        try writer.seal(everything: false)
        writer.isLoading = true
        writer.tail.freezes = false
        bytesAtCommit = writer.tail.byteCount
        rowsAtCommit = writer.tail.rowCount
        due = writer.clock.nanoseconds &+ StoreLimit.bulkDelayNanoseconds
    }

    /// Rows gathered since the last commit.
    package var rowCount: Int { writer.tail.rowCount - rowsAtCommit }

    /// True when a commit is due: for the memory the rows take, or because readers wait. Turning rows into columns costs the
    /// same however often it is done; what a commit costs beside that (syncs, swaps) sets how often it comes, so that it never
    /// takes more than a fifth of the load's time.
    package var isCommitDue: Bool {
        (rowCount > 0 && writer.clock.nanoseconds >= due) || rowCount >= StoreLimit.bulkRows
            || writer.tail.byteCount - bytesAtCommit >= StoreLimit.bulkBytes
    }

    /// Takes the rows of a payload (each behind its varint length). Errors: `.damaged`, `.limitReached` when there are no
    /// sequences left; the rows before are taken.
    package func append(_ batch: RowBatch) throws(InteractionError) {
        let tail = writer.tail
        var next = writer.nextSequence
        defer { writer.nextSequence = next }
        let free = max(0, Int(clamping: StoreLimit.sequenceEnd &- next))
        try batch.forEachRow(first: free) { (row) throws(InteractionError) in
            try tail.append(row, sequence: next)
            next += 1
        }
        guard free < batch.rowCount else { return }
        writer.nextSequence = next
        try writer.checkSequence()
    }

    /// Writes what has gathered and records the import's progress, in one swap: all or nothing. A record replaces the one of
    /// the same id. `everything` makes segments of all days instead of leaving small ones in the late file.
    package func commit(_ record: ImportRecord?, everything: Bool = false) throws(InteractionError) {
        try writer.checkOpen()
        var placement = Placement(tail: writer.tail, scope: everything ? .everything : .fullDays, known: writer.manifest.days)
        let next = writer.nextSequence
        do {
            writer.manifest = try placement.commit(manifests: writer.manifests, storeId: writer.manifest.storeId) {
                (manifest) throws(InteractionError) in
                manifest.nextSequence = next
                manifest.record(record)
            }
        } catch {
            // The rows are in memory only: a later seal must not store them without their record.
            writer.stop(error)
            throw error
        }
        for day in placement.days { writer.tail.remove(day) }
        bytesAtCommit = writer.tail.byteCount
        rowsAtCommit = writer.tail.rowCount
        due = writer.clock.nanoseconds &+ max(StoreLimit.bulkDelayNanoseconds, placement.waitedNanoseconds &* 4)
    }

    /// Ends the load; the writer may append again.
    package func end() {
        writer.tail.freezes = true
        writer.isLoading = false
        if rowCount > 0 { writer.stop(InteractionError(.closed, "a bulk load ended without its last commit")) }
    }
}

extension StoreWriter {
    /// Records an import's progress without bulk rows: for imports that go through the journal. The rows it covers must be
    /// synced before.
    package func record(_ record: ImportRecord) throws(InteractionError) {
        try checkOpen()
        try synchronize()
        do {
            manifest = try manifests.commit { (edit) throws(InteractionError) in edit.record(record) }
        } catch {
            if error.code == .uncertain { stop(error) }
            throw error
        }
    }

    /// Appends a batch of an import and makes it durable; `record` says how far the input is read with it, `before` how far it
    /// was without. Whenever the process dies, the rows and the record are in the store both or not at all. After an error the
    /// writer must be closed. Errors: those of `append`, `synchronize` and a swap of the manifest.
    package func append(
        _ batch: RowBatch, of record: ImportRecord, after before: ImportRecord?
    ) throws(InteractionError) {
        try checkOpen()
        // An id of its own: the same rows may be in the journal already, from an import that was to store them again. Bit 63
        // keeps it apart from the ids that appenders give.
        let id = manifests.randomness.next() | 1 << 63
        do {
            manifest = try manifests.commit { (edit) throws(InteractionError) in
                edit.record(before)
                edit.record(record.awaiting(id))
            }
            _ = try append(batch, id: id)
            importBatches.insert(id)
            try synchronize()
        } catch {
            stop(error)
            throw error
        }
    }
}
