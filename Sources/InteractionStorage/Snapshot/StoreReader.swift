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
        var view: ManifestView?
        var tail = RowTail(freezes: true, keepsRaw: false)
        /// Journal file and offset up to which the tail has read.
        var number: UInt64 = 0
        var offset = 0
        /// What of late and journal files could not be read into the tail.
        var lost: [MissingFile] = []
    }

    /// Opens a store for reading. Errors: `.notFound` when there is none, `.damaged` when no manifest of it is whole.
    package init(_ manifests: ManifestStore) throws(InteractionError) {
        self.manifests = manifests
        pool = SegmentPool(files: manifests.files)
        state = Mutex(State())
        _ = try manifests.view()
    }

    /// The store as it is now. Damaged and missing files are left out and told. Cost: a look at CURRENT and the journal's header,
    /// plus what is new since the last call.
    package func snapshot() throws(InteractionError) -> Snapshot {
        // A file that is gone belongs to a state that was replaced meanwhile: start again from CURRENT.
        for _ in 0..<32 {
            do {
                return try attempt()
            } catch {
                guard error.code == .notFound || error.code == .changed else { throw error }
                state.withLock { $0.view = nil }
            }
        }
        return try attempt()
    }

    private struct Made {
        var view: ManifestView
        var tail: [any SegmentSource]
        var lost: [MissingFile]
    }

    private func attempt() throws(InteractionError) -> Snapshot {
        var failure: InteractionError?
        var made: Made?
        state.withLock { state in
            do throws(InteractionError) {
                made = try refresh(&state)
            } catch {
                state.view = nil
                failure = error
            }
        }
        if let failure { throw failure }
        guard let made else { throw InteractionError(.closed, "no snapshot") }
        let found = try pool.sources(of: made.view.manifest, manifests)
        return Snapshot(
            manifest: made.view.manifest, segments: found.segments, tail: made.tail,
            missing: made.view.missing + made.lost + found.missing, pool: pool)
    }

    private func refresh(_ state: inout State) throws(InteractionError) -> Made {
        let view = try manifests.view(known: state.view)
        let manifest = view.manifest
        if state.view?.manifest.generation != manifest.generation {
            pool.keep(only: manifest)
            let before = state.view?.manifest
            if before == nil || before?.journalStart != manifest.journalStart || before?.late != manifest.late {
                state.tail = RowTail(freezes: true, keepsRaw: false)
                state.lost = []
                if let lost = try JournalRecovery.load(late: manifest, files: manifests.files, into: state.tail) {
                    try manifests.expectInForce(manifest)
                    state.lost.append(lost)
                }
                state.number = manifest.journalStart
                state.offset = JournalFormat.frameStart
            }
        }
        state.view = view
        let passing = try readJournals(&state, manifest)
        // A writer may have sealed meanwhile and, a minute later, removed files that this reader then did not find: what was read
        // belongs together only while the journal's start and the late file are still the same.
        let now = try manifests.view(known: view).manifest
        guard now.journalStart == manifest.journalStart, now.late == manifest.late else {
            throw InteractionError(.changed, "the store was sealed while it was read")
        }
        return Made(view: view, tail: state.tail.sources(), lost: state.lost + passing)
    }

    /// Reads what is new in the journal into the tail. Gives what is wrong just now; what is wrong for good is kept.
    private func readJournals(_ state: inout State, _ manifest: Manifest) throws(InteractionError) -> [MissingFile] {
        var passing: [MissingFile] = []
        let numbers: [UInt64]
        do {
            numbers = try JournalRecovery.journalNumbers(files: manifests.files, from: manifest.journalStart)
        } catch {
            guard error.code == .damaged || error.code == .notFound else { throw error }
            return [MissingFile(file: StoreLayout.journalDirectory, reason: error.message)]
        }
        if let lost = JournalRecovery.lostStart(manifest, numbers) {
            try manifests.expectInForce(manifest)
            passing.append(lost)
        }
        for number in numbers where number >= state.number {
            let name = StoreLayout.journal(number)
            let scan = JournalScan(
                files: manifests.files, name: name, kind: .journal, number: number, storeId: manifest.storeId)
            do {
                // A file that is being made holds nothing yet.
                if try JournalRecovery.isUnfinished(scan, manifest) { continue }
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
                let (now, kept) = (outcome.damage.filter(\.isPassing), outcome.damage.filter { !$0.isPassing })
                passing += now.map { $0.missing(name) }
                state.lost = MissingFile.distinct(state.lost + kept.map { $0.missing(name) })
            } catch {
                switch error.code {
                case .damaged: passing.append(MissingFile(file: name, reason: error.reason(of: name)))
                case .notFound:
                    try manifests.expectInForce(manifest)
                    passing.append(MissingFile(file: name, reason: "is missing"))
                default: throw error
                }
            }
        }
        return passing
    }
}
