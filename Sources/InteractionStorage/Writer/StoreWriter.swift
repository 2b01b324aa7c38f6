// The one writer of a store: holds the WRITER lock, appends batches to the journal, seals. Blocking and single-threaded;
// `InteractionStore` runs it on a thread of its own.
//
// [W1] A batch's frame is in the journal before its rows are in the tail: what a reader sees survives the process.
// [W2] Nothing is served after opening that is not synced.

import InteractionCoding
import InteractionFiles
import InteractionModel
import InteractionSegment

/// Appends to a store and seals it.
package final class StoreWriter {
    let manifests: ManifestStore
    let files: any FileSystem
    let clock: any TimeSource
    private let lock: any FileLock
    var journal: JournalFile
    /// Late rows and journal rows, in sequence order.
    var tail = RowTail(freezes: true, keepsRaw: true)
    /// The manifest in force as far as this writer knows: others may compact or expire meanwhile.
    package internal(set) var manifest: Manifest
    package internal(set) var nextSequence: Int64
    /// Monotonic time of the oldest row in the journal; nil when the journal is empty.
    var oldestRowNanoseconds: UInt64?
    /// Rows and bytes in the journal (late rows not counted).
    package internal(set) var journalRows = 0
    package internal(set) var journalBytes = 0
    /// Ids of the batches of imports that are in the journal.
    var importBatches: Set<UInt64> = []
    private var isClosed = false
    /// Why the writer stopped for good: what it did last may or may not have become true.
    private var failure: InteractionError?
    /// Set while a bulk load has rows in the tail that are in no journal.
    var isLoading = false
    /// Monotonic time before which no seal is due: the last one failed.
    var noSealBefore: UInt64 = 0

    /// Opens a store for writing, making it if there is none. Recovers the journal: keeps whole frames, drops a torn end, and
    /// syncs what it keeps. Waits `patience` milliseconds for the lock: maintenance in another process holds it while it seals
    /// or drops what waits in the journal. Errors: `.locked` when another process writes for longer, `.damaged`,
    /// `.inputOutput`. Cost: reads the journal.
    package init(
        _ manifests: ManifestStore, settings: [String: String] = [:], patience: Int = 0
    ) throws(InteractionError) {
        files = manifests.files
        clock = manifests.clock
        self.manifests = manifests
        try manifests.createIfMissing(settings: settings)
        guard let lock = try files.lockWaiting(StoreLayout.writerLock, milliseconds: patience) else {
            throw InteractionError(
                .locked, "another process is writing to this store", place: StoreLayout.writerLock,
                hint: "only one process may append at a time; queries, compact and expire need no writer's lock")
        }
        self.lock = lock
        do {
            manifest = try manifests.readToChange()
            try manifest.checkWritable()
            nextSequence = manifest.nextSequence
            let recovered = try JournalRecovery.run(manifests: manifests, manifest: manifest, tail: tail)
            journal = recovered.journal
            manifest = recovered.manifest
            nextSequence = max(nextSequence, tail.lastSequence + 1)
            journalRows = recovered.rows
            importBatches = recovered.batches
            journalBytes = recovered.bytes
            if recovered.rows > 0 { oldestRowNanoseconds = clock.nanoseconds }
            if manifest.imports.contains(where: \.isAwaiting) {
                manifest = try manifests.commit { (edit) throws(InteractionError) in edit.settleImports(importBatches) }
            }
            try Orphans.remove(files: files, manifest: manifests.read(), compacted: false)
        } catch {
            lock.release()
            throw error
        }
    }

    /// Appends a batch: all of it or, when this throws, nothing. The acknowledgement says `written`; `synchronize` makes it
    /// `synced`. Errors: `.damaged` for bad rows, `.limitReached` for a batch over 16 MiB, `.inputOutput`, `.closed`.
    package func append(_ batch: RowBatch, id: UInt64 = 1) throws(InteractionError) -> Acknowledgement {
        try checkOpen()
        guard !isLoading else { throw InteractionError(.invalidArgument, "a bulk load is under way") }
        guard batch.rowCount > 0 else {
            return Acknowledgement(count: 0, firstSequence: nextSequence, durability: .synced)
        }
        guard batch.payload.count <= StoreLimit.frameBytes, batch.rowCount <= StoreLimit.frameRows else {
            throw InteractionError(
                .limitReached, "a batch of \(batch.payload.count) bytes", hint: "at most \(StoreLimit.frameBytes); split it")
        }
        try checkSequence()
        // A trial shredding finds bad rows before the journal has them.
        let trial = RowTail(freezes: false, keepsRaw: false)
        var sequence = nextSequence
        try batch.forEachRow { (row) throws(InteractionError) in
            try trial.append(row, sequence: sequence)
            sequence += 1
        }
        let first = nextSequence
        try journal.append(
            JournalFormat.frame(payload: batch.payload, rowCount: batch.rowCount, firstSequence: first, batch: id))
        nextSequence = sequence
        var position = first
        try batch.forEachRow { (row) throws(InteractionError) in
            try tail.append(row, sequence: position)
            position += 1
        }
        journalRows += batch.rowCount
        journalBytes += batch.payload.count
        if oldestRowNanoseconds == nil { oldestRowNanoseconds = clock.nanoseconds }
        return Acknowledgement(count: batch.rowCount, firstSequence: first, durability: .written)
    }

    /// Makes everything appended so far survive power loss and visible to other processes.
    package func synchronize() throws(InteractionError) {
        try checkOpen()
        try journal.synchronize()
    }

    /// True when the journal is large or old enough to be sealed.
    package var isSealDue: Bool {
        if clock.nanoseconds < noSealBefore { return false }
        if journalRows >= StoreLimit.sealRows || journalBytes >= StoreLimit.sealBytes { return true }
        guard let oldest = oldestRowNanoseconds else { return false }
        return clock.nanoseconds &- oldest >= StoreLimit.sealAgeNanoseconds
    }

    /// Syncs and gives up the lock. Further calls throw `.closed`. Errors: those of the sync, also of one that failed before: the
    /// writer is closed then too, and rows that were not acknowledged as synced may not survive power loss, or are not seen by
    /// readers before the next writer opens.
    package func close() throws(InteractionError) {
        guard !isClosed else { return }
        isClosed = true
        defer { lock.release() }
        do {
            try journal.synchronize()
        } catch {
            try? journal.close()
            throw error
        }
        journal.synchronizeMark()
        try journal.close()
    }

    /// Errors: `.limitReached` when no frame could hold the next sequence any more.
    func checkSequence() throws(InteractionError) {
        guard nextSequence < StoreLimit.sequenceEnd else {
            throw InteractionError(.limitReached, "the store has given out all sequences up to \(nextSequence)")
        }
    }

    func checkOpen() throws(InteractionError) {
        if isClosed { throw InteractionError(.closed, "the store was closed") }
        if let failure { throw failure }
        guard lock.isHeld else {
            throw InteractionError(.closed, "this process was forked from the writer", hint: "open the store again")
        }
    }

    /// Stops for good: only opening the store again shows what became of the last change.
    func stop(_ cause: InteractionError) {
        guard failure == nil else { return }
        failure = InteractionError(
            .closed, "the writer stopped: " + cause.message, place: cause.place,
            hint: "open the store again; events acknowledged as synced are safe")
    }

    /// The rows that are not in segments, as sources.
    package func tailSources() -> [any SegmentSource] { tail.sources() }
}
