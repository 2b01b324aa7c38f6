// Sealing: rows leave the journal for segments and the late file, in one manifest swap.

import InteractionFiles
import InteractionModel
import InteractionSegment

extension StoreWriter {
    /// Seals the journal. A day with enough rows gets a hot segment; the others wait in the late file unless `everything` asks
    /// for segments for all. Does nothing when there is nothing to seal. Errors leave the rows in the journal.
    package func seal(everything: Bool) throws(InteractionError) {
        try seal(everything ? .everything : .fullDays)
    }

    /// Seals the journal and makes segments of all rows of the given days, however few: before compaction takes them up.
    package func seal(days: Set<Day>) throws(InteractionError) { try seal(.days(days)) }

    private func seal(_ scope: SealScope) throws(InteractionError) {
        try checkOpen()
        guard !isLoading else { throw InteractionError(.invalidArgument, "a bulk load is under way") }
        guard journalRows > 0 || tail.days.keys.contains(where: { scope.forces($0) }) else { return }
        do {
            try sealNow(scope)
        } catch {
            noSealBefore = clock.nanoseconds &+ StoreLimit.sealRetryNanoseconds
            if error.code == .uncertain { stop(error) }
            throw error
        }
    }

    /// Drops whole days: their segments, and their rows in journal and late files, in one swap that also seals the journal.
    /// Errors leave the days as they were.
    package func expire(_ days: Set<Day>) throws(InteractionError) {
        try checkOpen()
        guard !isLoading else { throw InteractionError(.invalidArgument, "a bulk load is under way") }
        let taken = tail.take(days)
        do {
            try sealNow(.fullDays) { (edit) throws(InteractionError) in
                try edit.expire(days, now: self.manifests.clock.now())
            }
        } catch {
            tail.putBack(taken)
            if error.code == .uncertain { stop(error) }
            throw error
        }
    }

    /// One swap that brings all rows of the tail out of the journal, with the caller's own changes.
    private func sealNow(
        _ scope: SealScope, _ change: (inout Manifest) throws(InteractionError) -> Void = { (_) in }
    ) throws(InteractionError) {
        var old: [UInt64] = []
        if journalRows > 0 {
            // The journal position is always the start of a file: new rows go to the next one from here on. The old file is
            // synced even though its rows are about to be stored elsewhere: if that fails, no later sync reaches it.
            try journal.synchronize()
            old = try JournalRecovery.journalNumbers(files: files, from: manifest.journalStart)
            let next = try JournalFile(creating: try StoreLayout.number(after: journal.number), in: files, storeId: manifest.storeId)
            // It is synced to its end: nothing can be lost by a failed close.
            try? journal.close()
            journal = next
        }
        let start = journal.number
        var placement = Placement(tail: tail, scope: scope, known: manifest.days)
        manifest = try placement.commit(manifests: manifests, storeId: manifest.storeId) { (edit) throws(InteractionError) in
            for number in old { edit.drop(StoreLayout.journal(number), now: self.manifests.clock.now()) }
            edit.journalStart = start
            edit.nextSequence = self.nextSequence
            try change(&edit)
            // Their batches are not to be found in the journal any more.
            edit.settleImports(self.importBatches)
        }
        for day in placement.days { tail.remove(day) }
        importBatches = []
        journalRows = 0
        journalBytes = 0
        oldestRowNanoseconds = nil
    }
}
