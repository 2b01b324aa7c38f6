// Reading a store from any process, without locks: the manifest in force plus the journal to its durable mark.
//
// [S1] A snapshot shows a batch wholly or not at all.
// [S2] What one snapshot of a handle showed, the next one shows too, unless it was expired or erased.

import InteractionFiles
import InteractionModel
import InteractionSegment
import Synchronization

/// A handle for reading. Keeps decoded segments and the journal's rows, and reads only what is new at each snapshot.
package final class StoreReader: Sendable {
    package let manifests: ManifestStore
    private let pool: SegmentPool
    private let state: Mutex<State>

    private struct State {
        var manifest: Manifest?
        var tail = RowTail(freezes: true, keepsRaw: false)
        /// Journal file and offset up to which the tail has read.
        var number: UInt64 = 0
        var offset = 0
    }

    /// Opens a store for reading. Errors: `.notFound` when there is none.
    package init(_ manifests: ManifestStore) throws(InteractionError) {
        self.manifests = manifests
        pool = SegmentPool(files: manifests.files)
        state = Mutex(State())
        _ = try manifests.read()
    }

    /// The store as it is now. Cost: a look at CURRENT and the journal's header, plus what is new since the last call.
    package func snapshot() throws(InteractionError) -> Snapshot {
        // A file that is gone belongs to a state that was replaced meanwhile: start again from CURRENT.
        for _ in 0..<32 {
            do {
                return try attempt()
            } catch {
                guard error.code == .notFound || error.code == .changed else { throw error }
                state.withLock { $0.manifest = nil }
            }
        }
        return try attempt()
    }

    private func attempt() throws(InteractionError) -> Snapshot {
        var failure: InteractionError?
        var made: (manifest: Manifest, tail: [any SegmentSource])?
        state.withLock { state in
            do throws(InteractionError) {
                made = try refresh(&state)
            } catch {
                state.manifest = nil
                failure = error
            }
        }
        if let failure { throw failure }
        guard let made else { throw InteractionError(.closed, "no snapshot") }
        var segments: [any SegmentSource] = []
        for entry in made.manifest.segments { segments.append(try pool.segment(entry, of: made.manifest)) }
        return Snapshot(manifest: made.manifest, segments: segments, tail: made.tail)
    }

    private func refresh(_ state: inout State) throws(InteractionError) -> (Manifest, [any SegmentSource]) {
        let generation = try manifests.currentGeneration()
        let manifest: Manifest
        if let known = state.manifest, known.generation == generation {
            manifest = known
        } else {
            manifest = try manifests.read()
            pool.keep(only: manifest)
            let before = state.manifest
            if before == nil || before?.journalStart != manifest.journalStart || before?.late != manifest.late {
                state.tail = RowTail(freezes: true, keepsRaw: false)
                try JournalRecovery.load(late: manifest, files: manifests.files, into: state.tail)
                state.number = manifest.journalStart
                state.offset = JournalFormat.frameStart
            }
            state.manifest = manifest
        }
        let numbers = try JournalRecovery.journalNumbers(files: manifests.files, from: state.number)
        for number in numbers {
            let name = StoreLayout.journal(number)
            guard try JournalRecovery.isBegun(name, files: manifests.files) else { continue }
            let scan = JournalScan(
                files: manifests.files, name: name, kind: .journal, number: number, storeId: manifest.storeId)
            let start = number == state.number ? state.offset : JournalFormat.frameStart
            let tail = state.tail
            let outcome = try scan.frames(from: start, extent: .durable) { (frame) throws(InteractionError) in
                try JournalScan.rows(of: frame, kind: .journal, place: name) { (row, sequence) throws(InteractionError) in
                    // Frames already seen in a file that recovery copied.
                    if sequence > tail.lastSequence { try tail.append(row, sequence: sequence) }
                }
            }
            state.number = number
            state.offset = outcome.end
        }
        // A writer may have sealed meanwhile and, a minute later, removed files that this reader then did not find: what was read
        // belongs together only while the journal's start and the late file are still the same.
        if try manifests.currentGeneration() != manifest.generation {
            let now = try manifests.read()
            guard now.journalStart == manifest.journalStart, now.late == manifest.late else {
                throw InteractionError(.changed, "the store was sealed while it was read")
            }
        }
        return (manifest, state.tail.sources())
    }
}
