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
    /// whole frames to a new file and swapping the manifest to it, so that the step can be repeated after any crash. Damaged
    /// files give what is whole in them, and are put into quarantine by the same swap.
    static func run(
        manifests: ManifestStore, manifest: Manifest, tail: RowTail
    ) throws(InteractionError) -> Outcome {
        let files = manifests.files
        let quarantine = Quarantine(manifests)
        try quarantine.makeWay()
        try quarantine.finishMoves(manifest)
        var lost: [MissingFile] = []
        var late = manifest.late
        if let missing = try load(late: manifest, files: files, into: tail) {
            lost.append(missing)
            late = try Placement(lateOnly: tail).writeLate(files: files, storeId: manifest.storeId)
        }
        let numbers = try journalNumbers(files: files, from: manifest.journalStart)
        if let missing = lostStart(manifest, numbers) { lost.append(missing) }
        var rows = 0
        var bytes = 0
        var batches: Set<UInt64> = []
        var frames: [[UInt8]] = []
        var lastSequence: Int64 = 0
        var last: (number: UInt64, outcome: JournalScan.Outcome)?
        for number in numbers {
            let scan = JournalScan(
                files: files, name: StoreLayout.journal(number), kind: .journal, number: number, storeId: manifest.storeId)
            do {
                // A crash while the file was being made: it never held a frame. It goes with the swap below.
                if try isUnfinished(scan, manifest) { continue }
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
                if !outcome.damage.isEmpty { lost.append(loss(outcome.damage, scan.name)) }
            } catch {
                guard error.code == .damaged || error.code == .notFound else { throw error }
                lost.append(MissingFile(file: scan.name, reason: error.reason(of: scan.name)))
            }
        }
        // Up to a mark that was written the file is synced, and so is its name. Bytes above the mark may be in the page cache
        // only, and called clean there after a failed sync: they are copied.
        if numbers.count == 1, lost.isEmpty, let last, 1..<StoreLimit.slotCounter ~= last.outcome.counter,
            last.outcome.end == last.outcome.fileBytes,
            last.outcome.durableEnd == last.outcome.end
        {
            // The maker of the manifest in force may have died between the rename of CURRENT and its sync.
            try files.synchronizeDirectory("")
            let journal = try JournalFile(
                continuing: last.number, in: files, end: last.outcome.end, counter: last.outcome.counter)
            return Outcome(journal: journal, manifest: manifest, rows: rows, bytes: bytes, batches: batches)
        }
        let next = try StoreLayout.number(after: max(numbers.last ?? 0, manifest.journalStart))
        let journal = try JournalFile(creating: next, in: files, storeId: manifest.storeId)
        for frame in frames { try journal.append(frame) }
        try journal.synchronize()
        // What readers saw in the files before, they see in this one, also after a power cut.
        if !frames.isEmpty { journal.synchronizeMark() }
        let records = try quarantine.records(of: lost)
        let bad = Set(records.map(\.name))
        let swapped = try manifests.commit { (edit) throws(InteractionError) in
            edit.journalStart = next
            edit.late = late
            for number in numbers where !bad.contains(StoreLayout.journal(number)) {
                edit.drop(StoreLayout.journal(number), now: manifests.clock.now())
            }
            if !records.isEmpty { try edit.setQuarantined(try edit.quarantined() + records) }
        }
        // What fails here is finished by the next start.
        try? quarantine.finishMoves(swapped)
        return Outcome(journal: journal, manifest: swapped, rows: rows, bytes: bytes, batches: batches)
    }

    /// The first journal file is there from the swap that named it to the one that drops it. nil when it is.
    static func lostStart(_ manifest: Manifest, _ numbers: [UInt64]) -> MissingFile? {
        guard manifest.journalStart > 1, !numbers.contains(manifest.journalStart) else { return nil }
        return MissingFile(file: StoreLayout.journal(manifest.journalStart), reason: "is missing")
    }

    /// One file's damage in one line, with the rows where all of it can be counted.
    static func loss(_ damage: [JournalDamage], _ name: String) -> MissingFile {
        var rows: Int? = 0
        for part in damage { rows = rows.flatMap { sum in part.rows.map { sum + $0 } } }
        let places = damage.prefix(3).map(\.description).joined(separator: "; ")
        return MissingFile(file: name, events: rows, reason: damage.count > 3 ? places + "; ..." : places)
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

    /// Whether a crash came while the file was being made: it never held a frame. Its length may have reached the disk before
    /// its header. The file that the manifest names as the first one was whole before it was named.
    static func isUnfinished(_ scan: JournalScan, _ manifest: Manifest) throws(InteractionError) -> Bool {
        if manifest.journalStart > 1, scan.number == manifest.journalStart { return false }
        let file = try scan.files.openForReading(scan.name)
        let size = try file.size
        guard size == JournalFormat.frameStart else { return size < JournalFormat.frameStart }
        do {
            try JournalFormat.check(
                header: try file.read(offset: 0, count: JournalFormat.headerBytes), kind: .journal, storeId: scan.storeId,
                number: scan.number, place: scan.name)
            return false
        } catch {
            if error.code == .damaged { return true }
            throw error
        }
    }

    /// Loads the late file's rows. Gives what is wrong with it; what is whole is loaded even then. Errors: `.inputOutput`,
    /// `.unsupported`.
    static func load(late manifest: Manifest, files: any FileSystem, into tail: RowTail) throws(InteractionError) -> MissingFile? {
        guard let late = manifest.late else { return nil }
        let name = StoreLayout.late(late.number)
        let scan = JournalScan(
            files: files, name: name, kind: .late, number: late.number, storeId: manifest.storeId, lateEnd: late.fileBytes)
        var rows = 0
        var reason: String?
        do {
            let outcome = try scan.frames(from: JournalFormat.frameStart, extent: .whole) { (frame) throws(InteractionError) in
                try JournalScan.rows(of: frame, kind: .late, place: name) { (row, sequence) throws(InteractionError) in
                    try tail.append(row, sequence: sequence)
                }
                rows += frame.rowCount
            }
            if !outcome.damage.isEmpty {
                reason = loss(outcome.damage, name).reason
            } else if rows != late.rowCount || outcome.end != late.fileBytes || outcome.fileBytes != late.fileBytes {
                reason = "holds \(rows) rows in \(outcome.fileBytes) bytes, not \(late.rowCount) in \(late.fileBytes)"
            }
        } catch {
            guard error.code == .damaged || error.code == .notFound else { throw error }
            reason = error.code == .notFound ? "is missing" : error.reason(of: name)
        }
        return reason.map { MissingFile(file: name, events: rows <= late.rowCount ? late.rowCount - rows : nil, reason: $0) }
    }
}
