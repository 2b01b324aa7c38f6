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
            let next = try JournalFile(creating: journal.number + 1, in: files, storeId: manifest.storeId)
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

/// Which days a seal makes segments of, beside those with enough rows.
enum SealScope {
    /// None.
    case fullDays
    /// These.
    case days(Set<Day>)
    /// Every day.
    case everything

    /// Whether a day's rows become a segment however few they are.
    func forces(_ day: Day) -> Bool {
        switch self {
        case .fullDays: false
        case .days(let days): days.contains(day)
        case .everything: true
        }
    }
}

/// Where the rows of a tail go: which days become segments, which stay late.
struct Placement {
    let tail: RowTail
    /// Days that become segments, ascending.
    let days: [Day]
    /// Days whose rows wait in the late file, ascending.
    let late: [Day]
    /// Days that a manifest named before: their directories have durable names, and are never removed.
    private let known: Set<Day>
    /// Time that `commit` spent on syncs, the late file and the swap: what a commit costs however few its rows are.
    private(set) var waitedNanoseconds: UInt64 = 0

    /// All rows stay late: none of their days has enough for a segment.
    init(lateOnly tail: RowTail) {
        self.tail = tail
        known = []
        days = []
        late = tail.days.keys.sorted()
    }

    init(tail: RowTail, scope: SealScope, known: [Day]) {
        self.tail = tail
        self.known = Set(known)
        var full: [Day] = []
        var waiting: [(day: Day, rows: Int, bytes: Int)] = []
        for (day, rows) in tail.days {
            if scope.forces(day) || rows.raw == nil || rows.rowCount >= StoreLimit.rowsForSegment
                || rows.byteCount > StoreLimit.frameBytes / 2
            {
                full.append(day)
            } else {
                waiting.append((day, rows.rowCount, rows.byteCount))
            }
        }
        // Beyond the late file's bounds the fullest days go, until half of it is free again.
        waiting.sort { ($0.rows, $0.day) < ($1.rows, $1.day) }
        var rows = waiting.reduce(0) { $0 + $1.rows }
        var bytes = waiting.reduce(0) { $0 + $1.bytes }
        if rows > StoreLimit.lateRows || bytes > StoreLimit.lateBytes {
            while rows > StoreLimit.lateRows / 2 || bytes > StoreLimit.lateBytes / 2, let fullest = waiting.popLast() {
                full.append(fullest.day)
                rows -= fullest.rows
                bytes -= fullest.bytes
            }
        }
        days = full.sorted()
        late = waiting.map(\.day).sorted()
    }

    /// Writes the segments and the late file, syncs them, and swaps the manifest. `edit` makes the caller's own changes in the
    /// same swap. Files written before a failure are removed again.
    mutating func commit(
        manifests: ManifestStore, storeId: [UInt8], _ edit: (inout Manifest) throws(InteractionError) -> Void
    ) throws(InteractionError) -> Manifest {
        try write(manifests: manifests, storeId: storeId) { (entries, lateEntry) throws(InteractionError) in
            try manifests.commit { (manifest) throws(InteractionError) in
                for entry in entries { manifest.insert(entry) }
                if let before = manifest.late { manifest.drop(StoreLayout.late(before.number), now: manifests.clock.now()) }
                manifest.late = lateEntry
                try edit(&manifest)
            }
        }
    }

    /// Writes the segments and the late file and syncs them; `swap` names them in a manifest. Files written before a failure are
    /// removed again, unless the swap may have happened.
    mutating func write<Result>(
        manifests: ManifestStore, storeId: [UInt8],
        _ swap: ([SegmentEntry], LateEntry?) throws(InteractionError) -> Result
    ) throws(InteractionError) -> Result {
        let files = manifests.files
        var entries: [SegmentEntry] = []
        var lateEntry: LateEntry?
        do {
            for day in days {
                guard let rows = tail.days[day] else { continue }
                let made = try SegmentOutput.writeUnsynced(
                    rows.sources(), day: day, kind: .hot, lineage: SegmentLineage(storeId: storeId), manifests: manifests)
                let began = manifests.clock.nanoseconds
                entries.append(try made.synchronize())
                waitedNanoseconds &+= manifests.clock.nanoseconds &- began
            }
            let began = manifests.clock.nanoseconds
            defer { waitedNanoseconds &+= manifests.clock.nanoseconds &- began }
            try SegmentOutput.synchronizeDirectories(of: days, known: known, files: files)
            lateEntry = try writeLate(files: files, storeId: storeId)
            return try swap(entries, lateEntry)
        } catch {
            // After an uncertain swap the manifest may name them.
            if error.code != .uncertain {
                for entry in entries { try? files.remove(entry.name) }
                if let lateEntry { try? files.remove(StoreLayout.late(lateEntry.number)) }
            }
            throw error
        }
    }

    /// Writes a late file of the late days and syncs it. nil when there are none.
    func writeLate(files: any FileSystem, storeId: [UInt8]) throws(InteractionError) -> LateEntry? {
        guard !late.isEmpty else { return nil }
        let numbers = try files.list(StoreLayout.lateDirectory).compactMap {
            StoreLayout.number(ofFile: $0, suffix: StoreLayout.lateSuffix)
        }
        let number = (numbers.max() ?? 0) + 1
        let name = StoreLayout.late(number)
        var bytes = JournalFormat.start(kind: .late, storeId: storeId, number: number)
        var rowCount = 0
        for day in late {
            guard let raw = tail.days[day]?.raw else { continue }
            bytes += JournalFormat.frame(
                payload: raw.payload, rowCount: raw.rowCount, firstSequence: raw.firstSequence, batch: 1)
            rowCount += raw.rowCount
        }
        let file = try files.create(name)
        try file.append(bytes)
        try file.synchronize()
        try file.close()
        try files.synchronizeDirectory(StoreLayout.lateDirectory)
        return LateEntry(number: number, rowCount: rowCount, fileBytes: bytes.count)
    }
}

/// Writing segment files of a store.
enum SegmentOutput {
    /// A segment file that is written but not synced.
    struct Unsynced {
        fileprivate let file: any WritableFile
        fileprivate let files: any FileSystem
        fileprivate let entry: SegmentEntry

        /// Makes the file durable. It is removed when that fails.
        func synchronize() throws(InteractionError) -> SegmentEntry {
            do {
                try file.synchronize()
                try file.close()
                return entry
            } catch {
                try? file.close()
                try? files.remove(entry.name)
                throw error
            }
        }
    }

    /// Merges sources into a new, synced segment file. The caller syncs the directory and names the file in a manifest. A failed
    /// file is removed.
    static func write(
        _ sources: [any SegmentSource], day: Day, kind: SegmentKind, lineage: SegmentLineage, manifests: ManifestStore
    ) throws(InteractionError) -> SegmentEntry {
        try writeUnsynced(sources, day: day, kind: kind, lineage: lineage, manifests: manifests).synchronize()
    }

    /// The same without the sync.
    static func writeUnsynced(
        _ sources: [any SegmentSource], day: Day, kind: SegmentKind, lineage: SegmentLineage, manifests: ManifestStore
    ) throws(InteractionError) -> Unsynced {
        let files = manifests.files
        let directory = StoreLayout.dayDirectory(day)
        if try !files.exists(directory) {
            do { try files.makeDirectory(directory) } catch where error.code == .alreadyExists {}
        }
        let name = StoreLayout.segment(day: day, isCompacted: kind == .compacted, id: manifests.randomness.next())
        let file = try files.create(name)
        do {
            let summary = try SegmentMerge.write(sources, day: day, kind: kind, lineage: lineage, to: file)
            return Unsynced(file: file, files: files, entry: SegmentEntry(name: name, summary: summary))
        } catch {
            try? file.close()
            try? files.remove(name)
            throw error
        }
    }

    /// Makes the names of new segments durable. Of days that no manifest named before the directory's own name too: a crash may
    /// have left a directory that only memory knew.
    static func synchronizeDirectories(of days: [Day], known: Set<Day>, files: any FileSystem) throws(InteractionError) {
        if !known.isSuperset(of: days) { try files.synchronizeDirectory(StoreLayout.daysDirectory) }
        for day in days { try files.synchronizeDirectory(StoreLayout.dayDirectory(day)) }
    }
}
