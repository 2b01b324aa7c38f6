// What a writer does with the journal it finds: loads late rows and journal rows, and makes sure that the file it goes on
// writing holds only whole, synced frames.

import InteractionCoding
import InteractionFiles
import InteractionModel

enum JournalRecovery {
    struct Outcome {
        var journal: JournalFile
        var manifest: Manifest
        var rows: Int
        var bytes: Int
        /// Batch ids of the frames that were found.
        var batches: Set<UInt64>
    }

    /// Loads the rows that are not in segments into `tail` and opens the journal for writing. A torn end is cut by copying the
    /// whole frames to a new file and swapping the manifest to it, so that the step can be repeated after any crash.
    static func run(
        manifests: ManifestStore, manifest: Manifest, tail: RowTail
    ) throws(InteractionError) -> Outcome {
        let files = manifests.files
        try load(late: manifest, files: files, into: tail)
        let numbers = try journalNumbers(files: files, from: manifest.journalStart)
        var rows = 0
        var bytes = 0
        var batches: Set<UInt64> = []
        var frames: [[UInt8]] = []
        var lastSequence: Int64 = 0
        var last: (number: UInt64, outcome: JournalScan.Outcome)?
        for number in numbers {
            let scan = JournalScan(
                files: files, name: StoreLayout.journal(number), kind: .journal, number: number, storeId: manifest.storeId)
            // A crash while the file was being made: it never held a frame. It goes with the swap below.
            guard try isBegun(scan.name, files: files) else { continue }
            let outcome = try scan.frames(from: JournalFormat.frameStart, extent: .whole) { (frame) throws(InteractionError) in
                // A copy made by a recovery that was cut short before its swap.
                guard frame.firstSequence > lastSequence else { return }
                lastSequence = frame.firstSequence + Int64(frame.rowCount) - 1
                try JournalScan.rows(of: frame, kind: .journal, place: scan.name) { (row, sequence) throws(InteractionError) in
                    try tail.append(row, sequence: sequence)
                }
                rows += frame.rowCount
                bytes += frame.payload.count
                batches.insert(frame.batch)
                frames.append(
                    JournalFormat.frame(
                        payload: Array(frame.payload), rowCount: frame.rowCount, firstSequence: frame.firstSequence,
                        batch: frame.batch))
            }
            last = (number, outcome)
        }
        // Up to a mark that was written the file is synced, and so is its name. Bytes above the mark may be in the page cache
        // only, and called clean there after a failed sync: they are copied.
        if numbers.count == 1, let last, last.outcome.counter > 0, last.outcome.end == last.outcome.fileBytes,
            last.outcome.durableEnd == last.outcome.end
        {
            // The maker of the manifest in force may have died between the rename of CURRENT and its sync.
            try files.synchronizeDirectory("")
            let journal = try JournalFile(
                continuing: last.number, in: files, end: last.outcome.end, counter: last.outcome.counter)
            return Outcome(journal: journal, manifest: manifest, rows: rows, bytes: bytes, batches: batches)
        }
        let next = max(numbers.last ?? 0, manifest.journalStart) + 1
        let journal = try JournalFile(creating: next, in: files, storeId: manifest.storeId)
        for frame in frames { try journal.append(frame) }
        try journal.synchronize()
        // What readers saw in the files before, they see in this one, also after a power cut.
        if !frames.isEmpty { journal.synchronizeMark() }
        let swapped = try manifests.commit { (edit) throws(InteractionError) in
            edit.journalStart = next
            for number in numbers { edit.drop(StoreLayout.journal(number), now: manifests.clock.now()) }
        }
        return Outcome(journal: journal, manifest: swapped, rows: rows, bytes: bytes, batches: batches)
    }

    /// Numbers of the journal files that hold unsealed rows, ascending.
    static func journalNumbers(files: any FileSystem, from first: UInt64) throws(InteractionError) -> [UInt64] {
        var numbers: [UInt64] = []
        for name in try files.list(StoreLayout.journalDirectory) {
            if let number = StoreLayout.number(ofFile: name, suffix: StoreLayout.journalSuffix), number >= first {
                numbers.append(number)
            }
        }
        return numbers.sorted()
    }

    /// Whether a journal file may hold frames. One that is gone, or shorter than its header as it is being made, holds none.
    /// Errors: `.damaged` for something in its place that is no regular file, such as a link to one.
    static func isBegun(_ name: String, files: any FileSystem) throws(InteractionError) -> Bool {
        guard let found = try files.information(name) else { return false }
        guard found.kind == .file else { throw InteractionError(.damaged, "is not a regular file", place: name) }
        return found.size >= JournalFormat.frameStart
    }

    /// Loads the late file's rows.
    static func load(late manifest: Manifest, files: any FileSystem, into tail: RowTail) throws(InteractionError) {
        guard let late = manifest.late else { return }
        let name = StoreLayout.late(late.number)
        let scan = JournalScan(files: files, name: name, kind: .late, number: late.number, storeId: manifest.storeId)
        var rows = 0
        let outcome = try scan.frames(from: JournalFormat.frameStart, extent: .whole) { (frame) throws(InteractionError) in
            try JournalScan.rows(of: frame, kind: .late, place: name) { (row, sequence) throws(InteractionError) in
                try tail.append(row, sequence: sequence)
            }
            rows += frame.rowCount
        }
        guard outcome.end == outcome.fileBytes else {
            throw InteractionError(.damaged, "a bad frame", place: "\(name), offset \(outcome.end)")
        }
        guard rows == late.rowCount, outcome.end == late.fileBytes else {
            throw InteractionError(
                .damaged, "holds \(rows) rows in \(outcome.end) bytes, not \(late.rowCount) in \(late.fileBytes)", place: name)
        }
    }
}
