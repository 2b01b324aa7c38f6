// Where rows go when they leave the journal: days with enough rows into hot segments, the others into the late file, all in one
// manifest swap (Format/store.md, "Swap").

import InteractionFiles
import InteractionModel
import InteractionSegment

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
    /// Segment files that are open at a time: far below the 256 that a process may open at least.
    private static let openFiles = 64

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
        var unsynced: [SegmentOutput.Unsynced] = []
        var entries: [SegmentEntry] = []
        var lateEntry: LateEntry?
        do {
            let full = days.compactMap { day in tail.days[day].map { (day: day, rows: $0) } }
            let drafts = try SegmentDraft.hot(full, lineage: SegmentLineage(storeId: storeId))
            for (draft, day) in zip(drafts, full.map(\.day)) {
                unsynced.append(
                    try SegmentOutput.writeUnsynced(day: day, kind: .hot, manifests: manifests) {
                        (file) throws(InteractionError) in try draft.write(to: file)
                    })
                // Many are written before the first is synced: a disk that is asked for many files at once waits for few of them.
                guard unsynced.count - entries.count == Self.openFiles || unsynced.count == drafts.count else { continue }
                let began = manifests.clock.nanoseconds
                defer { waitedNanoseconds &+= manifests.clock.nanoseconds &- began }
                while entries.count < unsynced.count { entries.append(try unsynced[entries.count].synchronize()) }
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
                for file in unsynced.dropFirst(entries.count) { file.discard() }
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
        let number = try StoreLayout.number(after: numbers.max() ?? 0)
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
