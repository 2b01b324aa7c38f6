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
            if try files.information(scan.name)?.size ?? 0 < JournalFormat.frameStart { continue }
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
            let journal = try JournalFile(
                continuing: last.number, in: files, end: last.outcome.end, counter: last.outcome.counter)
            return Outcome(journal: journal, manifest: manifest, rows: rows, bytes: bytes, batches: batches)
        }
        let next = max(numbers.last ?? 0, manifest.journalStart) + 1
        let journal = try JournalFile(creating: next, in: files, storeId: manifest.storeId)
        for frame in frames { try journal.append(frame) }
        try journal.synchronize()
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
        guard rows == late.rowCount, outcome.end == late.fileBytes else {
            throw InteractionError(.damaged, "holds \(rows) rows, not \(late.rowCount)", place: name)
        }
    }
}

/// Files that no manifest names, left by a holder of a lock that died: segments that did not get into a swap, and files that a
/// swap dropped long ago and died before it removed them.
enum Orphans {
    /// Removes them. `compacted` names the kind: the caller holds the lock under which such files are made. The writer also
    /// takes journal files, late files and older manifests; those in the list of dropped files wait for their time.
    static func remove(files: any FileSystem, manifest: Manifest, compacted: Bool) throws(InteractionError) {
        var known = Set(manifest.segments.map(\.name))
        known.formUnion(manifest.dropped.map(\.name))
        // One that cannot be removed now is no reason not to open the store.
        func removeUnknown(_ path: String) { if !known.contains(path) { try? files.remove(path) } }
        let prefix = compacted ? "c-" : "h-"
        for day in try files.list(StoreLayout.daysDirectory) where Day(day) != nil {
            let directory = StoreLayout.daysDirectory + "/" + day
            for name in try files.list(directory) where name.hasPrefix(prefix) && name.hasSuffix(StoreLayout.segmentSuffix) {
                removeUnknown(directory + "/" + name)
            }
        }
        guard !compacted else { return }
        if let late = manifest.late { known.insert(StoreLayout.late(late.number)) }
        for name in try files.list(StoreLayout.lateDirectory)
        where StoreLayout.number(ofFile: name, suffix: StoreLayout.lateSuffix) != nil {
            removeUnknown(StoreLayout.lateDirectory + "/" + name)
        }
        for name in try files.list(StoreLayout.journalDirectory) {
            guard let number = StoreLayout.number(ofFile: name, suffix: StoreLayout.journalSuffix), number < manifest.journalStart
            else { continue }
            removeUnknown(StoreLayout.journalDirectory + "/" + name)
        }
        // Manifests below the one in force only: the next one may be in the making by another process.
        for name in try files.list("") where name.hasPrefix(StoreLayout.manifestPrefix) {
            guard let generation = UInt64(name.dropFirst(StoreLayout.manifestPrefix.count)), generation < manifest.generation
            else { continue }
            removeUnknown(name)
        }
    }
}
